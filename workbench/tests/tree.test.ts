// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SRC = new URL('../src/', import.meta.url);

function files(pattern: RegExp): [string, string][] {
  return readdirSync(SRC, { recursive: true })
    .map(String)
    .filter((name) => pattern.test(name) && !name.startsWith('lib/api/schema'))
    .map((name) => [name, readFileSync(new URL(name, SRC), 'utf8')]);
}

test('colours and PatternFly variables are set in theme.css alone', () => {
  const offenders = files(/\.(css|tsx?)$/)
    .filter(([name]) => name !== 'app/theme.css' && !name.includes('.test.'))
    .filter(([, text]) => /#[0-9a-f]{6}\b|#[0-9a-f]{3}\b(?!;?\w)|--pf-[\w-]+\s*:/i.test(text))
    .map(([name]) => name);
  expect(offenders).toEqual([]);
});

test('nothing writes markup or styles that the policy of the pages refuses', () => {
  const offenders = files(/\.tsx?$/)
    .filter(([, text]) => /dangerouslySetInnerHTML|innerHTML|<style|\beval\(/.test(text))
    .map(([name]) => name);
  expect(offenders).toEqual([]);
});

test('no file is longer than 400 lines', () => {
  const long = files(/\.(tsx?|css)$/)
    .filter(([name]) => !name.startsWith('lib/contract/'))
    .map(([name, text]) => [name, text.split('\n').length] as const)
    .filter(([, lines]) => lines > 401);
  expect(long).toEqual([]);
});
