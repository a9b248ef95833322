import type { Deployment } from '@/lib/api/types';
import { oneOf, sorting, text } from '@/lib/search';

export const DEPLOYMENT_STATES = [
  'live',
  'stopped',
] as const satisfies readonly Deployment['state'][];

export interface DeploymentsSearch {
  q?: string | undefined;
  state?: Deployment['state'] | undefined;
  sort?: string | undefined;
}

export function readDeploymentsSearch(raw: Record<string, unknown>): DeploymentsSearch {
  return {
    q: text(raw, 'q'),
    state: oneOf(raw, 'state', DEPLOYMENT_STATES),
    sort: sorting(raw, ['model', 'at'], 'model ASC'),
  };
}

export interface DeploymentSearch {
  at?: string | undefined;
}

/** `at` is a moment, or it is not there. */
export function readDeploymentSearch(raw: Record<string, unknown>): DeploymentSearch {
  const at = text(raw, 'at', 40);
  return { at: at !== undefined && !Number.isNaN(Date.parse(at)) ? at : undefined };
}
