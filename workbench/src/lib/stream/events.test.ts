import { expect, test } from 'vitest';
import { EventReader, type ServerEvent } from './events';

const TOLD = [
  'retry: 1500\n',
  'id: 41\nevent: ready\ndata: {"topics":["t/acme/models"]}\n\n',
  'id: 42\ndata: {"a":1,\ndata: "b":2}\n\n',
  ':\nid: 57\n\n',
].join('');

const WHOLE: ServerEvent[] = [
  { id: '41', name: 'ready', data: '{"topics":["t/acme/models"]}' },
  { id: '42', name: '', data: '{"a":1,\n"b":2}' },
];

test.each([1, 2, 3, 7, 1_000])('events are whole in pieces of %i letters', (size) => {
  const reader = new EventReader();
  const found: ServerEvent[] = [];
  for (let at = 0; at < TOLD.length; at += size) {
    found.push(...reader.read(TOLD.slice(at, at + size)));
    // Reading goes on from there after a cut: never beyond what was told.
    if (found.length < WHOLE.length) expect(reader.lastId).toBe(found.at(-1)?.id ?? '');
  }
  expect(found).toEqual(WHOLE);
  expect(reader.lastId).toBe('57');
});

test('lines may end as they do elsewhere, and what nobody knows is left out', () => {
  const reader = new EventReader();
  expect(reader.read('event: end\r\nwhat: ever\r\ndata\r\n\r\ndata:x\n\n')).toEqual([
    { id: '', name: 'end', data: '' },
    { id: '', name: '', data: 'x' },
  ]);
});

test('what was cut in the middle is no event', () => {
  const reader = new EventReader();
  expect(reader.read('id: 7\ndata: {"half":')).toEqual([]);
  expect(reader.lastId).toBe('');
});
