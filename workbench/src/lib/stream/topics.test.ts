import { expect, test } from 'vitest';
import type { ChangeEvent, Membership, Session } from '@/lib/api/types';
import { keysOf, topicsFor } from './topics';

const NOW = '2026-11-24T10:00:00.000Z';

function signedIn(...memberships: Membership[]): Session {
  return {
    id: '01jdfx0000000000000000000a',
    person: { id: '01jdfx0000000000000000000b', name: 'ada', issuer: 'local' },
    csrf_token: '0'.repeat(64),
    created_at: NOW,
    idle_ends_at: NOW,
    ends_at: NOW,
    memberships,
  };
}

const viewer: Membership = {
  tenant: 'acme',
  state: 'active',
  role: 'viewer',
  permissions: ['models.list', 'deployments.list', 'models.get'],
};
const operator: Membership = {
  tenant: 'house',
  state: 'active',
  role: 'operator',
  permissions: ['tenants.list', 'principals.list', 'tokens.list', 'models.list'],
};

test('only what may be read is asked for, and only of the tenant that is looked at', () => {
  const topics = topicsFor(signedIn(viewer, { ...viewer, tenant: 'globex' }), 'acme');
  expect(topics).toEqual(['t/acme/deployments', 't/acme/models']);
  expect(topicsFor(signedIn(viewer), undefined)).toEqual([]);
  expect(topicsFor(signedIn(viewer), 'globex')).toEqual([]);
});

test('an operator is told of tenants, and in another one of what reaches there', () => {
  expect(topicsFor(signedIn(operator), undefined)).toEqual(['tenants']);
  expect(topicsFor(signedIn(operator), 'acme')).toEqual([
    't/acme/principals',
    't/acme/tokens',
    'tenants',
  ]);
});

function told(topic: string, more: Partial<ChangeEvent> = {}): ChangeEvent {
  return { topic, id: 7, kind: 'x', object: 'y', revision: 1, at: NOW, ...more };
}

test('a change makes old what shows it, and nothing of others', () => {
  expect(keysOf(told('t/acme/deployments', { environment: 'research' }))).toEqual([
    ['t', 'acme', 'deployments', 'research'],
  ]);
  expect(keysOf(told('t/acme/tokens'))).toEqual([
    ['t', 'acme', 'tokens'],
    ['t', 'acme', 'quotas'],
  ]);
  expect(keysOf(told('tenants'))).toEqual([['tenants']]);
});

test('a topic of a later server is nothing', () => {
  expect(keysOf(told('t/acme/jobs'))).toEqual([]);
  expect(keysOf(told('fleets'))).toEqual([]);
});
