// Who may import whom: lib < ui < features (never each other) < app. tests/zones.test.ts plants a
// breach of each rule.
import { readdirSync } from 'node:fs';

const FEATURES = new URL('./src/features/', import.meta.url);

/** No import that matches `regex` in the files of `folder`. */
function zone(folder, regex, message) {
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
  };
}

const upward = String.raw`^\.\./`;

export const zones = [
  zone('lib', `^@/(ui|features|app)(/|$)|${upward}`, 'lib imports nothing but lib'),
  zone(
    'ui',
    String.raw`^@/(features|app)(/|$)|^@/lib/api/(?!types$)|^@tanstack/react-query$|^openapi-fetch$|${upward}`,
    'ui fetches nothing, and imports no feature',
  ),
  ...readdirSync(FEATURES).map((name) =>
    zone(
      `features/${name}`,
      `^@/(features|app)(/|$)|^openapi-fetch$|${upward}`,
      'a feature imports no other feature; it links by the name of a route',
    ),
  ),
];

export default zones;
