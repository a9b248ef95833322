import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { OBJECT_KINDS } from './search';

test('every kind of object that an audit event can be about is offered as a filter', () => {
  const contract = parse(readFileSync('../contract/audit.yaml', 'utf8')) as {
    actions: Record<string, { object_kind: string }>;
  };
  const kinds = Object.values(contract.actions).map(({ object_kind }) => object_kind);
  expect(new Set<string>(OBJECT_KINDS)).toEqual(new Set([...kinds, 'model', 'system']));
});
