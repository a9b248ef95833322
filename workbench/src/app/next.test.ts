import { beforeEach, expect, test } from 'vitest';
import { keepNext, soundNext, takeNext } from './next';

beforeEach(() => sessionStorage.clear());

test.each(['/ui', '/ui?x=1', '/ui/t/acme/models?q=ch', '/ui/t/acme/models/a%2Fb'])(
  '%s is a place of ours',
  (next) => expect(soundNext(next)).toBe(next),
);

test.each([
  undefined,
  null,
  '',
  '/',
  '//evil.example/ui',
  '/ui//evil.example',
  '/uixyz',
  'https://evil.example/ui',
  'javascript:alert(1)',
  '/api/v1/session',
  '\\ui',
])('%s is none', (next) => expect(soundNext(next)).toBeUndefined());

test('the place is taken once', () => {
  keepNext('/ui/t/acme');
  keepNext(undefined);
  keepNext('https://evil.example');
  expect(takeNext()).toBe('/ui/t/acme');
  expect(takeNext()).toBeUndefined();
});

test('what somebody else wrote into the storage leads nowhere', () => {
  sessionStorage.setItem('armillary.next', '//evil.example');
  expect(takeNext()).toBeUndefined();
});
