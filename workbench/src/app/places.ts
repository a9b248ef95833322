import { HOUSE, membershipIn } from '@/lib/api/access';
import type { Permission, Session } from '@/lib/api/types';

/** The routes that the navigation leads to; each takes nothing but the tenant. */
export type PlaceRoute =
  | '/t/$tenant'
  | '/t/$tenant/models'
  | '/t/$tenant/deployments'
  | '/t/$tenant/admin/people'
  | '/t/$tenant/admin/tokens'
  | '/t/$tenant/admin/audit'
  | '/admin/tenants'
  | '/admin/roles'
  | '/admin/system';

export interface PlaceLink {
  to: PlaceRoute;
  title: string;
  group: 'Overview' | 'Models' | 'Operate';
  keys?: string;
}

interface Known extends PlaceLink {
  needs?: Permission;
  /** Where the right is needed: in the tenant, or in the house. */
  of?: 'house';
}

const PLACES: readonly Known[] = [
  { to: '/t/$tenant', title: 'Overview', group: 'Overview', keys: 'g o' },
  { to: '/t/$tenant/models', title: 'Models', group: 'Models', keys: 'g m', needs: 'models.list' },
  {
    to: '/t/$tenant/deployments',
    title: 'Deployments',
    group: 'Models',
    keys: 'g d',
    needs: 'deployments.list',
  },
  { to: '/admin/tenants', title: 'Tenants', group: 'Operate', needs: 'tenants.list', of: 'house' },
  {
    to: '/t/$tenant/admin/people',
    title: 'People',
    group: 'Operate',
    keys: 'g p',
    needs: 'principals.list',
  },
  {
    to: '/t/$tenant/admin/tokens',
    title: 'Tokens',
    group: 'Operate',
    keys: 'g t',
    needs: 'tokens.list',
  },
  { to: '/admin/roles', title: 'Roles', group: 'Operate' },
  {
    to: '/t/$tenant/admin/audit',
    title: 'Audit',
    group: 'Operate',
    keys: 'g u',
    needs: 'audit.list',
  },
  { to: '/admin/system', title: 'System', group: 'Operate' },
];

/** Where the person may go, from a tenant or from none: what they may not see is not shown. */
export function placesFor(session: Session, tenant: string | undefined): PlaceLink[] {
  const here = tenant === undefined ? undefined : membershipIn(session, tenant);
  const house = membershipIn(session, HOUSE);
  return PLACES.filter(({ to, needs, of }) => {
    const membership = of === 'house' ? house : here;
    if (to.startsWith('/t/') && !here) return false;
    return needs === undefined || (membership?.permissions.includes(needs) ?? false);
  });
}
