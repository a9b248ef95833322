import { expect, test } from 'vitest';
import { livesUntil, readLife, UNTIL, USUAL } from './lives';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const HOUR = 3_600_000;

test('who makes tokens for others chooses among all lives', () => {
  expect(livesUntil(undefined, NOW).map(({ label }) => label)).toEqual([
    '90 days',
    '1 hour',
    '1 day',
    '7 days',
    '30 days',
    '1 year',
    'a moment of your choice',
  ]);
});

test('a token for oneself ends no later than the session', () => {
  const labels = livesUntil(NOW + 30 * HOUR, NOW).map(({ label }) => label);
  expect(labels).toEqual(['your session', '1 hour', '1 day', 'a moment of your choice']);
});

test('the server’s own life is not sent', () => {
  expect(readLife(USUAL, 'rubbish', NOW, undefined)).toEqual({});
  expect(readLife('86400', 'rubbish', NOW, undefined)).toEqual({ seconds: 86_400 });
});

test.each([
  ['2026-11-24T11:00:00Z', { seconds: 3_600 }],
  ['2027-11-24T10:00:00Z', { seconds: 31_536_000 }],
  ['2027-11-24T10:00:01Z', { problem: 'within a year' }],
  ['2026-11-24T10:00:00Z', { problem: 'a moment that is still to come' }],
  ['2026-11-24T12:00:01Z', { seconds: 7_201 }],
  ['', { problem: 'a date and time' }],
])('until %s is %j', (until, read) => {
  expect(readLife(UNTIL, until, NOW, undefined)).toEqual(read);
});

test('a moment after the session’s end is refused before it is sent', () => {
  expect(readLife(UNTIL, '2026-11-24T12:00:01Z', NOW, NOW + 2 * HOUR)).toEqual({
    problem: 'before your session ends',
  });
});
