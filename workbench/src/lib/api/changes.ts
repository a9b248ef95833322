import { answer, api, idempotencyKey, tagged, type Tagged } from './client';
import type { components } from './schema';
import type { Deployment, PredictResponse, Principal, Tenant, Token, TokenCreated } from './types';

type Schemas = components['schemas'];

export interface Place {
  tenant: string;
  environment: string;
  model: string;
}

export async function deploy(place: Place, body: Schemas['DeploymentCreate']): Promise<Deployment> {
  return answer(
    api.POST('/api/v1/t/{tenant}/e/{environment}/deployments/{model}', {
      params: { path: { ...place }, header: idempotencyKey() },
      body,
    }),
  );
}

export async function rollBack(
  place: Place,
  body: Schemas['DeploymentChange'],
): Promise<Deployment> {
  return answer(
    api.POST('/api/v1/t/{tenant}/e/{environment}/deployments/{model}/rollback', {
      params: { path: { ...place }, header: idempotencyKey() },
      body,
    }),
  );
}

export async function stop(place: Place, body: Schemas['DeploymentChange']): Promise<Deployment> {
  return answer(
    api.POST('/api/v1/t/{tenant}/e/{environment}/deployments/{model}/stop', {
      params: { path: { ...place }, header: idempotencyKey() },
      body,
    }),
  );
}

export async function createTenant(body: Schemas['TenantCreate']): Promise<Tenant> {
  return answer(api.POST('/api/v1/tenants', { params: { header: idempotencyKey() }, body }));
}

export async function readTenant(tenant: string): Promise<Tagged<Tenant>> {
  return tagged(api.GET('/api/v1/tenants/{tenant}', { params: { path: { tenant } } }));
}

/** Changes what was read with `tag`; somebody else's edit in between is an error. */
export async function updateTenant(
  tenant: string,
  tag: string,
  body: Schemas['TenantUpdate'],
): Promise<Tenant> {
  return answer(
    api.PATCH('/api/v1/tenants/{tenant}', {
      params: { path: { tenant }, header: { 'If-Match': tag } },
      body,
    }),
  );
}

export async function createPrincipal(
  tenant: string,
  body: Schemas['PrincipalCreate'],
): Promise<Principal> {
  return answer(
    api.POST('/api/v1/t/{tenant}/principals', {
      params: { path: { tenant }, header: idempotencyKey() },
      body,
    }),
  );
}

export async function createToken(
  tenant: string,
  body: Schemas['TokenCreate'],
): Promise<TokenCreated> {
  return answer(
    api.POST('/api/v1/t/{tenant}/tokens', {
      params: { path: { tenant }, header: idempotencyKey() },
      body,
    }),
  );
}

export async function revokeToken(tenant: string, token: string): Promise<Token> {
  return answer(
    api.DELETE('/api/v1/t/{tenant}/tokens/{token}', { params: { path: { tenant, token } } }),
  );
}

export async function verifyAudit(tenant: string): Promise<Schemas['AuditVerification']> {
  return answer(api.GET('/api/v1/t/{tenant}/audit/verify', { params: { path: { tenant } } }));
}

/** Asks the live version, as the person who is signed in: at this address their session counts. */
export async function predict(
  place: Place,
  records: Schemas['PredictRequest']['records'],
): Promise<PredictResponse> {
  return answer(
    api.POST('/api/v1/t/{tenant}/e/{environment}/deployments/{model}/predict', {
      params: { path: { ...place } },
      body: { records },
    }),
  );
}
