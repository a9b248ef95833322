import type { Model, VersionSummary } from '@/lib/api/types';
import { oneOf, sorting, text } from '@/lib/search';

export const KINDS = [
  'tabular',
  'text',
  'sequence',
  'transformer',
  'image-classification',
  'object-detection',
  'ocr',
] as const satisfies readonly Model['kind'][];

export const VERSION_STATES = [
  'servable',
  'checking',
  'logged',
  'refused',
] as const satisfies readonly VersionSummary['state'][];

export const VERSION_TABS = ['summary', 'admission', 'use'] as const;
export type VersionTab = (typeof VERSION_TABS)[number];

export interface ModelsSearch {
  q?: string | undefined;
  kind?: Model['kind'] | undefined;
  sort?: string | undefined;
}

export function readModelsSearch(raw: Record<string, unknown>): ModelsSearch {
  return {
    q: text(raw, 'q'),
    kind: oneOf(raw, 'kind', KINDS),
    sort: sorting(raw, ['name', 'created_at', 'updated_at'], 'name ASC'),
  };
}

export interface ModelSearch {
  state?: VersionSummary['state'] | undefined;
  sort?: string | undefined;
}

export function readModelSearch(raw: Record<string, unknown>): ModelSearch {
  return {
    state: oneOf(raw, 'state', VERSION_STATES),
    sort: sorting(raw, ['number', 'created_at', 'size_bytes'], 'number DESC'),
  };
}

export interface VersionSearch {
  tab?: VersionTab | undefined;
}

export function readVersionSearch(raw: Record<string, unknown>): VersionSearch {
  return { tab: oneOf(raw, 'tab', ['admission', 'use']) };
}
