// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast } from './contrast';

const css = readFileSync(new URL('../src/app/theme.css', import.meta.url), 'utf8');

type Tokens = Record<string, string>;

/** The colours that a selector sets in theme.css. */
function tokensOf(selector: string): Tokens {
  const block = css.split(`\n${selector} {`)[1]?.split('}')[0] ?? '';
  const pairs = block.matchAll(/--arm-([\w-]+):\s*(#[0-9a-f]{6});/g);
  const tokens: Tokens = {};
  for (const [, name = '', hex = ''] of pairs) tokens[name] = hex;
  return tokens;
}

const light = tokensOf(':root');
const dark = tokensOf(':root.pf-v6-theme-dark');

const TEXTS = [
  'text',
  'muted',
  'link',
  'ok',
  'waiting',
  'danger',
  'decision',
  'neutral',
  'stopped',
  'series-6',
  'series-7',
];
const GROUNDS = ['surface', 'raised'];

function of(tokens: Tokens, name: string): string {
  const hex = tokens[name];
  if (hex === undefined) throw new Error(`theme.css has no --arm-${name}`);
  return hex;
}

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, tokens) => {
  test.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    '%s is read on %s',
    (text, ground) => {
      expect(contrast(of(tokens, text), of(tokens, ground))).toBeGreaterThanOrEqual(4.5);
    },
  );
  test.each(['text', 'link', 'muted', 'ok', 'danger'])('%s is read on a marked row', (text) => {
    expect(contrast(of(tokens, text), of(tokens, 'selected'))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(['text', 'muted', 'decision', 'link'])(
    '%s is read on the band of the house',
    (text) => {
      expect(contrast(of(tokens, text), of(tokens, 'house'))).toBeGreaterThanOrEqual(4.5);
    },
  );
  test.each(['link', 'danger'])('the word on a %s button is read', (accent) => {
    expect(contrast(of(tokens, 'on-accent'), of(tokens, accent))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(GROUNDS)('the border of a control is seen on %s', (ground) => {
    expect(contrast(of(tokens, 'control'), of(tokens, ground))).toBeGreaterThanOrEqual(3);
  });
});

test('both themes have the same tokens', () => {
  expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort());
});

test('contrast is what WCAG says', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
