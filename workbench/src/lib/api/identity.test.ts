import { expect, test } from 'vitest';
import { nameOf, signInAddress, signOutAddress } from './identity';
import type { Session } from './types';

const provider = { issuer: 'https://id.example/realms/acme', sign_in: '/api/v1/sign-in' };

test('a provider is known by its host', () => {
  expect(nameOf(provider)).toBe('id.example');
  expect(nameOf({ ...provider, issuer: 'nonsense' })).toBe('nonsense');
});

test('the page that was wanted goes along, if it is short enough', () => {
  expect(signInAddress(provider, undefined)).toBe('/api/v1/sign-in');
  expect(signInAddress(provider, '/ui/t/acme/models?q=a&b')).toBe(
    '/api/v1/sign-in?to=%2Fui%2Ft%2Facme%2Fmodels%3Fq%3Da%26b',
  );
  expect(signInAddress(provider, `/ui/${'x'.repeat(510)}`)).toBe('/api/v1/sign-in');
});

test.each([
  ['https://id.example/end?x=1', 'https://id.example/end?x=1'],
  ['javascript:alert(1)', undefined],
  [undefined, undefined],
])('signing out leads from %s to %s', (said, address) => {
  expect(signOutAddress({ sign_out_url: said } as unknown as Session)).toBe(address);
});
