import { errors, type ErrorCode } from '@/lib/contract/errors';
import { oneOf, text } from '@/lib/search';

const CODES = Object.keys(errors) as ErrorCode[];

export interface SignInSearch {
  /** The page that was wanted. */
  next?: string | undefined;
  /** Why the way by the identity provider ended here, and of which request. */
  error?: ErrorCode | undefined;
  request?: string | undefined;
}

export function readSignInSearch(raw: Record<string, unknown>): SignInSearch {
  const request = text(raw, 'request', 64);
  return {
    next: text(raw, 'next', 2_000),
    error: oneOf(raw, 'error', CODES),
    request: request !== undefined && /^\w+$/.test(request) ? request : undefined,
  };
}
