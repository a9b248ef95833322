import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const WORTH_PACKING = /\.(html|js|css|svg|txt)$/;
const SMALLEST = 512;

/** Writes `name.gz` beside each file of text: the server sends it as it is. */
function packed(): Plugin {
  let folder = '';
  return {
    name: 'packed',
    apply: 'build',
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      for (const name of await readdir(folder, { recursive: true })) {
        if (!WORTH_PACKING.test(name)) continue;
        const content = await readFile(path.join(folder, name));
        const small = gzipSync(content, { level: 9 });
        if (content.length >= SMALLEST && small.length < content.length) {
          await writeFile(path.join(folder, `${name}.gz`), small);
        }
      }
    },
  };
}

/** The licences of the packages whose code is in the pages, as they ask for. */
function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    async generateBundle(_, bundle) {
      const packages = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of Object.keys(chunk.modules)) {
          const root = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
          if (root !== undefined) packages.add(root);
        }
      }
      const texts = await Promise.all([...packages].sort().map(licenceOf));
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: texts.join('\n') });
    },
  };
}

async function licenceOf(folder: string): Promise<string> {
  const about = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const name = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
  const text = name === undefined ? '' : await readFile(path.join(folder, name), 'utf8');
  return `${about.name} ${about.version} (${about.license ?? 'see below'})\n\n${text}\n`;
}

/** Without the fonts that PatternFly brings and our theme never uses. */
function ownFontsOnly(): Plugin {
  return {
    name: 'own-fonts-only',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@patternfly/react-core/dist/styles/base.css')) return null;
      return { code: code.replaceAll(/@font-face\s*\{[^}]*\}/g, ''), map: null };
    },
  };
}

export default defineConfig({
  base: '/ui/',
  plugins: [ownFontsOnly(), react(), licences(), packed()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: {
    outDir: process.env['ARMILLARY_PAGES'] ?? '../build/release/workbench',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    target: 'es2022',
    manifest: true,
    reportCompressedSize: false,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}', 'tests/*.test.{ts,tsx}'],
    setupFiles: ['./tests/setup.ts'],
    testTimeout: 20_000,
    restoreMocks: true,
  },
});
