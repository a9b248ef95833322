// Writes what the pages take from contract/: the types of the API, the table of roles, the errors.
// With --check it compares instead, and fails where a file is out of date.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const contract = new URL('../../contract/', import.meta.url);
const lib = new URL('../src/lib/', import.meta.url);
const yaml = async (name) => parse(await readFile(new URL(name, contract), 'utf8'));
const NOTE = '// Written by scripts/generate.mjs; do not edit.\n';

async function schema() {
  const types = astToString(await openapiTS(new URL('openapi.yaml', contract)));
  return `${NOTE}\n${types}`;
}

async function roles() {
  const { roles: words, permissions, relations, up_to: upTo } = await yaml('authz.yaml');
  const names = Object.keys(words);
  const rows = Object.entries(permissions).map(([permission, cells]) => [
    permission,
    { scope: cells.scope, cells: Object.fromEntries(names.map((name) => [name, cells[name]])) },
  ]);
  return `${NOTE}
export const roles = ${JSON.stringify(words, null, 2)} as const;

export type RoleName = keyof typeof roles;
export type Cell = 'allow' | 'own' | 'named' | 'deny';

export const matrix: Record<string, { scope: string; cells: Record<RoleName, Cell> }> = ${JSON.stringify(Object.fromEntries(rows), null, 2)};

/** What an operator may do in a tenant of others. */
export const operatorCrosses: ReadonlySet<string> = new Set(${JSON.stringify(relations.operator_crosses)});

/** The roles that each role may give. */
export const grantable: Record<RoleName, readonly RoleName[]> = ${JSON.stringify(upTo, null, 2)};
`;
}

async function errors() {
  const catalogue = await yaml('errors.yaml');
  const rows = Object.fromEntries(
    Object.entries(catalogue).map(([code, entry]) => [code, entry.retry]),
  );
  return `${NOTE}
/** Every code of the catalogue: whether the same request may succeed later. */
export const errors = ${JSON.stringify(rows, null, 2)} as const;

export type ErrorCode = keyof typeof errors;
`;
}

const files = {
  'api/schema.d.ts': schema,
  'contract/roles.ts': roles,
  'contract/errors.ts': errors,
};

const check = process.argv.includes('--check');
for (const [name, make] of Object.entries(files)) {
  const place = new URL(name, lib);
  const text = await make();
  if (!check) {
    await writeFile(place, text);
    continue;
  }
  const kept = await readFile(place, 'utf8').catch(() => '');
  if (kept !== text) {
    console.error(`workbench/src/lib/${name} differs from contract/: run npm run generate`);
    process.exitCode = 1;
  }
}
