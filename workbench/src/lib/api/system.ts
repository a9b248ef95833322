import { queryOptions } from '@tanstack/react-query';
import { answer, api } from './client';
import { ApiError } from './errors';

async function isReady(signal: AbortSignal): Promise<boolean> {
  try {
    return (await answer(api.GET('/readyz', { signal }))).ready;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_ready') return false;
    throw error;
  }
}

/** What everybody may know of the server. */
export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: async ({ signal }) => ({
    version: (await answer(api.GET('/', { signal }))).version,
    health: (await answer(api.GET('/healthz', { signal }))).status,
    ready: await isReady(signal),
  }),
  refetchInterval: 15_000,
});
