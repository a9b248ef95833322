import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatFigure,
  formatMoment,
  formatTime,
  formatTotal,
  shortHash,
} from './format';

describe('figures', () => {
  test.each([
    [0, '0'],
    [0.123456, '0.1235'],
    [-1234567, '\u22121,235,000'],
    [1e300, '1e300'],
    [-1.23456e20, '\u22121.235e20'],
    [0.000000123456, '1.235e-7'],
    [999_999_999_999, '1,000,000,000,000'],
    [Number.NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '\u2212Inf'],
    [null, '\u2013'],
    [undefined, '\u2013'],
  ])('%s is %s', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });
});

test('a total says when there are more', () => {
  expect(formatTotal(1, true, 'model', 'models')).toBe('1 model');
  expect(formatTotal(0, true, 'model', 'models')).toBe('0 models');
  expect(formatTotal(10_000, false, 'model', 'models')).toBe('more than 10,000 models');
});

test('bytes have units of 1,024', () => {
  expect(formatBytes(602)).toBe('602 B');
  expect(formatBytes(1536)).toBe('1.5 KiB');
  expect(formatBytes(64 * 1024 * 1024)).toBe('64 MiB');
});

describe('times', () => {
  const now = Date.parse('2026-11-24T10:00:00.000Z');
  test.each([
    ['2026-11-24T09:59:58.000Z', 'just now'],
    ['2026-11-24T09:57:00.000Z', '3 min ago'],
    ['2026-11-24T12:30:00.000Z', 'in 2 h'],
    ['2026-11-23T10:00:00.000Z', '2026-11-23 11:00'],
    ['never', '\u2013'],
  ])('%s is %s', (time, text) => {
    expect(formatTime(time, now, 'Europe/Berlin')).toBe(text);
  });
  test('an unknown zone counts as UTC', () => {
    expect(formatMoment(now, 'Nowhere/Land')).toBe('2026-11-24 10:00');
  });
});

test('durations are read as people say them', () => {
  expect(formatDuration(12_000)).toBe('12 s');
  expect(formatDuration(64 * 60_000)).toBe('1 h 04 min');
  expect(formatDuration(50 * 3_600_000)).toBe('2 d 2 h');
});

test('a digest is shortened to its beginning', () => {
  expect(shortHash('sha256=bdc14148b7164e33472593df')).toBe('bdc14148b716');
});
