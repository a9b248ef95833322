import { expect, test } from 'vitest';
import { given, oneOf, sorting, text } from './search';

test('an address cannot bring what is not known', () => {
  expect(oneOf({ kind: 'tabular' }, 'kind', ['tabular', 'text'])).toBe('tabular');
  expect(oneOf({ kind: ['tabular'] }, 'kind', ['tabular'])).toBeUndefined();
  expect(text({ q: 7 }, 'q')).toBe('7');
  expect(text({ q: { a: 1 } }, 'q')).toBeUndefined();
  expect(text({ q: 'x'.repeat(500) }, 'q')).toHaveLength(200);
});

test('only known sorting stays, and not the usual one', () => {
  const read = (sort: unknown) => sorting({ sort }, ['name', 'at'], 'name ASC');
  expect(read('at DESC')).toBe('at DESC');
  expect(read('name ASC')).toBeUndefined();
  expect(read('at')).toBeUndefined();
  expect(read('at DESC; DROP')).toBeUndefined();
  expect(read('colour ASC')).toBeUndefined();
});

test('what is not there is left out of the address', () => {
  expect(given({ q: '', sort: undefined, kind: 'text' })).toEqual({ kind: 'text' });
});
