import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError, toApiError } from './errors';
import type { paths } from './schema';

const READS = new Set(['GET', 'HEAD']);

let csrfToken = '';

/** What each change must carry from now on; empty while nobody is signed in. */
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

const guard: Middleware = {
  onRequest({ request }) {
    if (csrfToken && !READS.has(request.method)) request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  onError({ error }) {
    const gaveUp = error instanceof DOMException && error.name === 'AbortError';
    return gaveUp ? error : ApiError.unreachable(error);
  },
};

/** The API as its contract describes it, with the person's cookie. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });
api.use(guard);

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

function failure({ error, response }: Answered<unknown>): ApiError {
  return toApiError(response.status, error, response.headers.get('X-Request-Id') ?? undefined);
}

/** An object, and the state of it that an edit names. */
export interface Tagged<T> {
  data: T;
  tag: string;
}

/** The body of an answer with its ETag; throws ApiError for one that failed. */
export async function tagged<T>(asked: Promise<Answered<T>>): Promise<Tagged<T>> {
  const found = await asked;
  if (!found.response.ok || found.data === undefined) throw failure(found);
  return { data: found.data, tag: found.response.headers.get('ETag') ?? '*' };
}

/** The body of an answer; throws ApiError for one that failed. */
export async function answer<T>(asked: Promise<Answered<T>>): Promise<T> {
  return (await tagged(asked)).data;
}

/** Waits for an answer that has no body; throws ApiError for one that failed. */
export async function done(asked: Promise<Answered<unknown>>): Promise<void> {
  const found = await asked;
  if (!found.response.ok) throw failure(found);
}

/** So that a request that is sent again has its effect once. */
export function idempotencyKey(): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': crypto.randomUUID() };
}
