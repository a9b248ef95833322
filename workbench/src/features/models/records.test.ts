import { expect, test } from 'vitest';
import type { Column } from '@/lib/api/types';
import { readRecord, suggested } from './records';

const COLUMNS: Column[] = [
  { name: 'tenure', type: 'int64', required: true, minimum: 0, maximum: 100 },
  { name: 'charges', type: 'double', required: true, nullable: true },
  { name: 'contract', type: 'string', required: true, categories: ['monthly', 'yearly'] },
  { name: 'senior', type: 'bool', required: false, default: false },
  { name: 'embedding', type: 'float', required: true, size: 3 },
];

test('what the form suggests can be sent', () => {
  const read = readRecord(COLUMNS, suggested(COLUMNS));
  expect(read.problems).toEqual({});
  expect(read.record).toEqual({
    tenure: 0,
    charges: null,
    contract: 'monthly',
    embedding: [0, 0, 0],
  });
});

test('each wrong value is named with what is wanted', () => {
  const typed = { tenure: '1.5', charges: 'x', contract: '', senior: 'true', embedding: '1,2' };
  expect(readRecord(COLUMNS, typed).problems).toEqual({
    tenure: 'a whole number',
    charges: 'a number',
    contract: 'a value is needed',
    embedding: '3 numbers with commas between them',
  });
});

test('bounds are those of the signature', () => {
  const at = (tenure: string) => readRecord(COLUMNS.slice(0, 1), { tenure });
  expect(at('-1').problems).toEqual({ tenure: 'at least 0' });
  expect(at('101').problems).toEqual({ tenure: 'at most 100' });
  expect(at('100').record).toEqual({ tenure: 100 });
});
