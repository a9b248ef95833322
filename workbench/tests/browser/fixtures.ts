// The pages of the real server, signed in by a real link or provider: nothing stands between them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test as base } from '@playwright/test';
import type axe from 'axe-core';
import { startWorld, type Who, type World } from './server';

export interface Desk {
  /** Signs somebody in, by a link or the provider; the next time, with the session of the first. */
  signIn: (who: Who) => Promise<void>;
  /** Always anew: no other test has the session. */
  signInAnew: (who: Who) => Promise<void>;
  open: (path: string) => Promise<void>;
  /** Nothing that axe finds, by the rules of WCAG 2.2 AA. */
  isAccessible: () => Promise<void>;
  /** Nothing that axe finds about colours: all that another theme changes. */
  hasContrast: () => Promise<void>;
}

const WORLD_MS = 240_000;
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const RULES: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
};
const COLOURS: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

export const test = base.extend<{ desk: Desk }, { world: World }>({
  world: [
    async ({}, give) => {
      const world = await startWorld();
      await give(world);
      await world.stop();
    },
    { scope: 'worker', timeout: WORLD_MS },
  ],
  desk: async ({ page, context, world }, give) => {
    const said: string[] = [];
    page.on('console', (message) => {
      const text = message.text();
      const isOurs = message.type() === 'error' && !text.startsWith('Failed to load resource');
      if (isOurs || /Content.Security.Policy/i.test(text)) said.push(text);
    });
    page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
    const signInAnew = async (who: Who) => {
      if (who.endsWith('@provider')) {
        await page.goto(`${world.url}/api/v1/sign-in?to=/ui`);
        await identify(page, who);
      } else {
        await page.goto(world.url + (await world.link(who)));
      }
      await page.waitForURL(
        ({ origin, pathname }) => origin === world.url && !pathname.startsWith('/ui/sign-in'),
      );
    };
    await give({
      signInAnew,
      async signIn(who) {
        const known = world.cookies.get(who);
        if (known) return context.addCookies(known);
        await signInAnew(who);
        world.cookies.set(who, await context.cookies());
      },
      async open(path) {
        await page.goto(world.url + path);
      },
      isAccessible: () => passes(page, RULES),
      hasContrast: () => passes(page, COLOURS),
    });
    expect(said).toEqual([]);
  },
});

/** Says at the provider who one is. */
export async function identify(page: Page, who: Who): Promise<void> {
  await page.locator('input[name=login]').fill(who.replace('@provider', ''));
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
}

async function passes(page: Page, runOnly: axe.RunOnly): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (only) => {
    const found = await window.axe?.run({ runOnly: only, resultTypes: ['violations'] });
    return found?.violations.map(({ id, nodes }) => ({ id, at: nodes.map((n) => n.target) }));
  }, runOnly);
  expect(violations?.map(({ id, at }) => `${id}: ${at.join(', ')}`)).toEqual([]);
}

export { expect };
