// What a browser fetches to show the first page, packed, against the budget: size.mjs FOLDER.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

const BUDGET = 350 * 1024;
const folder = process.argv[2];
const manifest = JSON.parse(await readFile(path.join(folder, '.vite/manifest.json'), 'utf8'));

/** The files of an entry and of all that it imports at once. */
function filesOf(name, seen = new Set()) {
  const chunk = manifest[name];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const css of chunk.css ?? []) seen.add(css);
  for (const next of chunk.imports ?? []) filesOf(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
// The overview comes with the first page: it is what people see.
const first = Object.keys(manifest).filter((name) => name.endsWith('/OverviewPage.tsx'));
const files = new Set([entry, ...first].flatMap((name) => [...filesOf(name)]));
let total = 0;
for (const file of files) {
  const place = path.join(folder, file);
  const packed = await stat(`${place}.gz`).catch(() => stat(place));
  total += packed.size;
}
const kib = (bytes) => (bytes / 1024).toFixed(1);
console.log(`first page: ${kib(total)} KiB packed in ${files.size} files, of ${kib(BUDGET)}`);
if (total > BUDGET) process.exitCode = 1;
