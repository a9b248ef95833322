import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './queries';
import type { Membership, Permission, Session } from './types';
import { operatorCrosses } from '@/lib/contract/roles';

export const HOUSE = 'house';

/**
 * What somebody may do in a tenant: by their membership, or as an operator what reaches into every
 * tenant. Undefined if they may not enter. The server decides again with each call.
 */
export function membershipIn(session: Session, tenant: string): Membership | undefined {
  const own = session.memberships.find((membership) => membership.tenant === tenant);
  if (own) return own;
  const house = session.memberships.find((membership) => membership.tenant === HOUSE);
  if (!house || tenant === HOUSE) return undefined;
  const permissions = house.permissions.filter((permission) => operatorCrosses.has(permission));
  return { tenant, state: 'active', role: house.role, permissions };
}

export interface Access {
  session: Session | null | undefined;
  membership: Membership | undefined;
  can: (permission: Permission) => boolean;
}

/** The access of the person who is signed in. */
export function useAccess(tenant: string): Access {
  const { data: session } = useQuery(sessionQuery);
  const membership = session ? membershipIn(session, tenant) : undefined;
  return {
    session,
    membership,
    can: (permission) => membership?.permissions.includes(permission) ?? false,
  };
}

/** Whether they may do something to the platform itself, which is a right in the house. */
export function useHouseAccess(): Access {
  return useAccess(HOUSE);
}
