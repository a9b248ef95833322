// @vitest-environment node
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { beforeAll, expect, test } from 'vitest';
import { zones } from '../eslint.zones.js';

let eslint: ESLint;

beforeAll(() => {
  const parsed = { files: ['**/*.{ts,tsx}'], languageOptions: { parser: ts.parser } };
  eslint = new ESLint({
    cwd: new URL('..', import.meta.url).pathname,
    overrideConfigFile: true,
    overrideConfig: [parsed, ...zones] as ESLint.Options['overrideConfig'],
  });
});

async function breaches(filePath: string, imported: string): Promise<number> {
  const [result] = await eslint.lintText(`import '${imported}';\n`, { filePath });
  return (
    result?.messages.filter((message) => message.ruleId === 'no-restricted-imports').length ?? -1
  );
}

test.each([
  ['src/lib/format.ts', '@/ui/Time'],
  ['src/lib/format.ts', '@/features/models/search'],
  ['src/lib/api/client.ts', '@/app/router'],
  ['src/lib/api/client.ts', '../../ui/Time'],
  ['src/ui/Time.tsx', '@/features/models/search'],
  ['src/ui/Time.tsx', '@/app/router'],
  ['src/ui/Time.tsx', '@/lib/api/client'],
  ['src/ui/Time.tsx', '@/lib/api/queries'],
  ['src/ui/Time.tsx', '@tanstack/react-query'],
  ['src/ui/Time.tsx', 'openapi-fetch'],
  ['src/features/models/ModelsPage.tsx', '@/features/deployments/search'],
  ['src/features/models/ModelsPage.tsx', '../deployments/search'],
  ['src/features/models/ModelsPage.tsx', '@/app/router'],
  ['src/features/models/ModelsPage.tsx', 'openapi-fetch'],
])('%s may not import %s', async (file, imported) => {
  expect(await breaches(file, imported)).toBe(1);
});

test.each([
  ['src/lib/api/client.ts', '@/lib/format'],
  ['src/ui/Time.tsx', '@/lib/format'],
  ['src/ui/Time.tsx', '@/lib/api/types'],
  ['src/features/models/ModelsPage.tsx', '@/ui/Time'],
  ['src/features/models/ModelsPage.tsx', './search'],
  ['src/app/router.tsx', '@/features/models/search'],
])('%s may import %s', async (file, imported) => {
  expect(await breaches(file, imported)).toBe(0);
});
