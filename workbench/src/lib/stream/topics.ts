import { HOUSE, membershipIn } from '@/lib/api/access';
import { keys } from '@/lib/api/queries';
import type { ChangeEvent, Permission, Session } from '@/lib/api/types';

type Key = readonly unknown[];

const OF_TENANT: readonly [noun: string, needs: Permission][] = [
  ['deployments', 'deployments.list'],
  ['models', 'models.list'],
  ['principals', 'principals.list'],
  ['tokens', 'tokens.list'],
  ['quotas', 'quotas.get'],
  ['audit', 'audit.list'],
];

/** All that somebody may be told while they look at a tenant. */
export function topicsFor(session: Session, tenant: string | undefined): string[] {
  const topics: string[] = [];
  const here = tenant === undefined ? undefined : membershipIn(session, tenant);
  if (here) {
    const may = OF_TENANT.filter(([, needs]) => here.permissions.includes(needs));
    topics.push(...may.map(([noun]) => `t/${here.tenant}/${noun}`));
  }
  if (membershipIn(session, HOUSE)?.permissions.includes('tenants.list')) topics.push('tenants');
  return topics;
}

/** What of a tenant is read again when a topic of it tells of a change. */
const READ_AGAIN: Record<string, (tenant: string, change: ChangeEvent) => Key[]> = {
  deployments: (tenant, { environment }) => [
    [...keys.deployments(tenant), ...(environment === undefined ? [] : [environment])],
  ],
  models: (tenant) => [keys.models(tenant), keys.quotas(tenant)],
  principals: (tenant) => [keys.people(tenant), keys.quotas(tenant)],
  tokens: (tenant) => [keys.tokens(tenant), keys.quotas(tenant)],
  quotas: (tenant) => [keys.quotas(tenant)],
  audit: (tenant) => [keys.audit(tenant)],
};

/** The queries that a change makes old. */
export function keysOf(change: ChangeEvent): Key[] {
  const [of, tenant = '', noun = ''] = change.topic.split('/');
  if (of === 't') return READ_AGAIN[noun]?.(tenant, change) ?? [];
  return of === 'tenants' ? [keys.tenants] : [];
}

/** All that streams tell of. */
export const EVERYTHING: Key[] = [keys.ofTenants, keys.tenants];
