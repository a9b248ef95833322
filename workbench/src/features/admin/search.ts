import type { AuditEvent, Role, TenantState, Token } from '@/lib/api/types';
import { oneOf, sorting, text } from '@/lib/search';

type Raw = Record<string, unknown>;

export const TENANT_STATES = [
  'active',
  'suspended',
  'being_deleted',
] as const satisfies readonly TenantState[];

export const ROLES = [
  'tenant_admin',
  'scientist',
  'data_owner',
  'approver',
  'auditor',
  'viewer',
  'caller',
  'operator',
] as const satisfies readonly Role[];

export const TOKEN_STATES = [
  'active',
  'expired',
  'revoked',
] as const satisfies readonly Token['state'][];

const OF_AUDIT: Record<AuditEvent['object_kind'], true> = {
  tenant: true,
  team: true,
  principal: true,
  token: true,
  quotas: true,
  model: true,
  version: true,
  deployment: true,
  session: true,
  sign_in_link: true,
  system: true,
};
/** All that an audit event can be about. */
export const OBJECT_KINDS = Object.keys(OF_AUDIT) as AuditEvent['object_kind'][];

export function roleWord(role: Role): string {
  return role.replace('_', ' ');
}

export interface TenantsSearch {
  q?: string | undefined;
  state?: TenantState | undefined;
  sort?: string | undefined;
}

export function readTenantsSearch(raw: Raw): TenantsSearch {
  return {
    q: text(raw, 'q'),
    state: oneOf(raw, 'state', TENANT_STATES),
    sort: sorting(raw, ['name', 'created_at', 'updated_at'], 'name ASC'),
  };
}

export interface PeopleSearch {
  q?: string | undefined;
  role?: Role | undefined;
  sort?: string | undefined;
}

export function readPeopleSearch(raw: Raw): PeopleSearch {
  return {
    q: text(raw, 'q'),
    role: oneOf(raw, 'role', ROLES),
    sort: sorting(raw, ['name', 'created_at'], 'name ASC'),
  };
}

export interface TokensSearch {
  q?: string | undefined;
  state?: Token['state'] | undefined;
  sort?: string | undefined;
}

export function readTokensSearch(raw: Raw): TokensSearch {
  return {
    q: text(raw, 'q'),
    state: oneOf(raw, 'state', TOKEN_STATES),
    sort: sorting(raw, ['created_at', 'expires_at', 'last_used_at'], 'created_at DESC'),
  };
}

export interface AuditSearch {
  who?: string | undefined;
  action?: string | undefined;
  kind?: AuditEvent['object_kind'] | undefined;
  sort?: string | undefined;
}

export function readAuditSearch(raw: Raw): AuditSearch {
  return {
    who: text(raw, 'who'),
    action: text(raw, 'action'),
    kind: oneOf(raw, 'kind', OBJECT_KINDS),
    sort: sorting(raw, ['sequence'], 'sequence DESC'),
  };
}
