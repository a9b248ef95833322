import { queryOptions } from '@tanstack/react-query';
import { answer, api } from './client';
import { ApiError } from './errors';
import { readPreferences, readSession, listSessions } from './session';
import type { Deployment, Listing, Page } from './types';

const PAGE = 100;

interface Asked {
  filter?: string;
  sort?: string;
  limit: number;
  cursor?: string;
}

function asked(listing: Listing, cursor: string): Asked {
  return {
    limit: PAGE,
    ...(listing.filter ? { filter: listing.filter } : {}),
    ...(listing.sort ? { sort: listing.sort } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

/** A list that is read page by page, as far as somebody scrolls: see useRows. */
export interface PagedList<T> {
  key: readonly unknown[];
  read: (cursor: string, signal: AbortSignal) => Promise<Page<T>>;
}

function pages<T>(
  key: readonly unknown[],
  listing: Listing,
  read: (query: Asked, signal: AbortSignal) => Promise<Page<T>>,
): PagedList<T> {
  return {
    key: [...key, 'list', listing],
    read: (cursor, signal) => read(asked(listing, cursor), signal),
  };
}

export const keys = {
  session: ['session'],
  /** All that is of some tenant. */
  ofTenants: ['t'],
  tenant: (tenant: string) => ['t', tenant],
  models: (tenant: string) => ['t', tenant, 'models'],
  deployments: (tenant: string) => ['t', tenant, 'deployments'],
  people: (tenant: string) => ['t', tenant, 'people'],
  tokens: (tenant: string) => ['t', tenant, 'tokens'],
  audit: (tenant: string) => ['t', tenant, 'audit'],
  quotas: (tenant: string) => ['t', tenant, 'quotas'],
  tenants: ['tenants'],
} as const;

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: readSession,
  // Not at intervals: an open page that nobody looks at must not keep its session alive.
  staleTime: 60_000,
});

export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: listSessions });

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: readPreferences,
  staleTime: Infinity,
});

export const environmentsQuery = queryOptions({
  queryKey: ['environments'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/environments', { signal })),
  staleTime: 600_000,
});

export const tenantsQuery = (listing: Listing) =>
  pages(keys.tenants, listing, (query, signal) =>
    answer(api.GET('/api/v1/tenants', { params: { query }, signal })),
  );

export const tenantQuery = (tenant: string) =>
  queryOptions({
    queryKey: keys.tenant(tenant),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/tenants/{tenant}', { params: { path: { tenant } }, signal })),
  });

export const quotasQuery = (tenant: string) =>
  queryOptions({
    queryKey: keys.quotas(tenant),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/t/{tenant}/quotas', { params: { path: { tenant } }, signal })),
  });

export const modelsQuery = (tenant: string, listing: Listing) =>
  pages(keys.models(tenant), listing, (query, signal) =>
    answer(api.GET('/api/v1/t/{tenant}/models', { params: { path: { tenant }, query }, signal })),
  );

export const modelQuery = (tenant: string, model: string) =>
  queryOptions({
    queryKey: [...keys.models(tenant), model],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/t/{tenant}/models/{model}', {
          params: { path: { tenant, model } },
          signal,
        }),
      ),
  });

export const versionsQuery = (tenant: string, model: string, listing: Listing) =>
  pages([...keys.models(tenant), model, 'versions'], listing, (query, signal) =>
    answer(
      api.GET('/api/v1/t/{tenant}/models/{model}/versions', {
        params: { path: { tenant, model }, query },
        signal,
      }),
    ),
  );

export const versionQuery = (tenant: string, model: string, version: number) =>
  queryOptions({
    queryKey: [...keys.models(tenant), model, 'versions', version],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/t/{tenant}/models/{model}/versions/{version}', {
          params: { path: { tenant, model, version } },
          signal,
        }),
      ),
  });

export const deploymentsQuery = (tenant: string, environment: string, listing: Listing) =>
  pages([...keys.deployments(tenant), environment], listing, (query, signal) =>
    answer(
      api.GET('/api/v1/t/{tenant}/e/{environment}/deployments', {
        params: { path: { tenant, environment }, query },
        signal,
      }),
    ),
  );

/** What is live of a model in one environment; null where it never was. */
export const deploymentQuery = (tenant: string, environment: string, model: string) =>
  queryOptions({
    queryKey: [...keys.deployments(tenant), environment, model],
    queryFn: async ({ signal }): Promise<Deployment | null> => {
      try {
        return await answer(
          api.GET('/api/v1/t/{tenant}/e/{environment}/deployments/{model}', {
            params: { path: { tenant, environment, model } },
            signal,
          }),
        );
      } catch (error) {
        if (error instanceof ApiError && error.code === 'model_not_deployed') return null;
        throw error;
      }
    },
  });

export const historyQuery = (
  tenant: string,
  environment: string,
  model: string,
  listing: Listing,
) =>
  pages([...keys.deployments(tenant), environment, model, 'history'], listing, (query, signal) =>
    answer(
      api.GET('/api/v1/t/{tenant}/e/{environment}/deployments/{model}/history', {
        params: { path: { tenant, environment, model }, query },
        signal,
      }),
    ),
  );

/** The entry that was in force at a moment. */
export const liveAtQuery = (tenant: string, environment: string, model: string, at: string) =>
  queryOptions({
    queryKey: [...keys.deployments(tenant), environment, model, 'at', at],
    queryFn: async ({ signal }): Promise<Deployment | null> => {
      const found = await answer(
        api.GET('/api/v1/t/{tenant}/e/{environment}/deployments/{model}/history', {
          params: { path: { tenant, environment, model }, query: { at } },
          signal,
        }),
      );
      return found.items[0] ?? null;
    },
  });

export const peopleQuery = (tenant: string, listing: Listing) =>
  pages(keys.people(tenant), listing, (query, signal) =>
    answer(
      api.GET('/api/v1/t/{tenant}/principals', { params: { path: { tenant }, query }, signal }),
    ),
  );

export const tokensQuery = (tenant: string, listing: Listing) =>
  pages(keys.tokens(tenant), listing, (query, signal) =>
    answer(api.GET('/api/v1/t/{tenant}/tokens', { params: { path: { tenant }, query }, signal })),
  );

export const auditQuery = (tenant: string, listing: Listing) =>
  pages(keys.audit(tenant), listing, (query, signal) =>
    answer(api.GET('/api/v1/t/{tenant}/audit', { params: { path: { tenant }, query }, signal })),
  );
