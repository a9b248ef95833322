import { queryOptions } from '@tanstack/react-query';
import { toApiError } from './errors';
import type { Identity, Provider, Session } from './types';

/** `to` takes so many letters. */
const LONGEST_PLACE = 512;

async function readIdentity(signal: AbortSignal): Promise<Identity> {
  const response = await fetch('/api/v1/identity', { signal });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw toApiError(response.status, body);
  return body as Identity;
}

export const identityQuery = queryOptions({
  queryKey: ['identity'],
  queryFn: ({ signal }) => readIdentity(signal),
  staleTime: 60_000,
});

/** What people know the provider by. */
export function nameOf({ issuer }: Provider): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

/** The address that leads to the provider, and from there to the page that was wanted. */
export function signInAddress({ sign_in }: Provider, next: string | undefined): string {
  if (next === undefined || next.length > LONGEST_PLACE) return sign_in;
  return `${sign_in}?to=${encodeURIComponent(next)}`;
}

/** Where somebody leaves the provider as well, once they have signed out here. */
export function signOutAddress(session: Session): string | undefined {
  const { sign_out_url: address } = session;
  return address !== undefined && /^https?:\/\//.test(address) ? address : undefined;
}
