import { expect, test } from 'vitest';
import { all, contains, equals } from './filter';

test('pieces are joined, empty ones left out', () => {
  expect(all(contains('name', ' ch '), equals('kind', undefined), equals('state', 'live'))).toBe(
    "name ILIKE '%ch%' AND state = 'live'",
  );
  expect(all(contains('name', '  '))).toBe('');
});

test('a quote cannot end the text', () => {
  expect(contains('name', "x' OR 1 = 1")).toBe("name ILIKE '%x'' OR 1 = 1%'");
});

test('there are no more wildcards than the grammar takes', () => {
  const wild = contains('name', '%'.repeat(40));
  expect(wild.split('%').length - 1).toBeLessThanOrEqual(8);
});
