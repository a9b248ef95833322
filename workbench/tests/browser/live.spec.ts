import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Who, World } from './server';
import { Wire } from './wire';

/** A model of two versions, the first of them live, that no other test knows. */
async function deployed(world: World, model: string): Promise<(version: number) => Promise<void>> {
  for (let version = 1; version <= 2; version += 1) await world.register('acme', model);
  const token = await world.token('scientist@acme');
  const deploy = async (version: number) => {
    await world.call(token, 'POST', `/api/v1/t/acme/deployments/${model}`, { version });
  };
  await deploy(1);
  return deploy;
}

/** Waits for the stream, and makes the page tell later whether it was loaded anew. */
async function isLive(page: Page): Promise<void> {
  await expect(page.getByText('Live updates', { exact: true })).toBeVisible();
  await page.evaluate(() => {
    document.body.dataset['seen'] = 'yes';
  });
}

async function isTheSame(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.body.dataset['seen'])).toBe('yes');
}

/** When the page has it, to the next picture. */
async function appears(page: Page, selector: string): Promise<number> {
  const has = (sought: string) => document.querySelector(sought) !== null;
  await page.waitForFunction(has, selector, { polling: 'raf' });
  return Date.now();
}

test('a deployment made elsewhere is in a second browser within a second', async ({
  page,
  browser,
  desk,
  world,
}) => {
  const deploy = await deployed(world, 'told');
  const elsewhere = await browser.newContext();
  const second = await elsewhere.newPage();
  await second.goto(world.url + (await world.link('viewer@acme')));
  await second.waitForURL('**/ui/t/acme');
  await second.goto(`${world.url}/ui/t/acme/deployments`);
  await desk.signIn('scientist@acme');
  await desk.open('/ui/t/acme/deployments');
  for (const each of [page, second]) await isLive(each);

  const took: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const version = round % 2 === 0 ? 2 : 1;
    const shown = `[aria-label="Version ${version} of told"]`;
    const began = Date.now();
    const seen = [page, second].map((each) => appears(each, shown));
    await deploy(version);
    took.push(...(await Promise.all(seen)).map((at) => at - began));
  }
  took.sort((one, other) => one - other);
  console.log(
    `10 deployments in 2 browsers: seen after ${took[0] ?? 0} ms at best, ${took[10] ?? 0} ms in the middle, ${took.at(-1) ?? 0} ms at worst`,
  );
  // From the request on. Looser than what is promised: this machine does other things too.
  expect(took[10]).toBeLessThan(1_000);
  for (const each of [page, second]) await isTheSame(each);
  await elsewhere.close();
});

test('a stream that is cut says so, and goes on where it was', async ({ page, desk, world }) => {
  const deploy = await deployed(world, 'cut');
  const wire = await Wire.to(world.url);
  await desk.signIn('scientist@acme');
  await page.goto(`${wire.url}/ui/t/acme/deployments`);
  await expect(page.getByLabel('Version 1 of cut')).toBeVisible();
  await isLive(page);
  wire.cut();
  await expect(page.getByText(/Live updates lost \d+ s ago, retrying/)).toBeVisible();
  await desk.isAccessible();
  await deploy(2);
  await expect(page.getByLabel('Version 1 of cut')).toBeVisible();
  const again = page.waitForRequest((request) => request.url().includes('/api/v1/stream?'));
  wire.mend();
  expect(new URL((await again).url()).searchParams.get('since')).toMatch(/^\d+$/);
  await expect(page.getByLabel('Version 2 of cut')).toBeVisible();
  await expect(page.getByText('Live updates', { exact: true })).toBeVisible();
  await isTheSame(page);
  wire.close();
});

test('a hidden page has no stream, and is told all when somebody looks at it', async ({
  page,
  desk,
  world,
}) => {
  const deploy = await deployed(world, 'hidden');
  await desk.signIn('scientist@acme');
  await desk.open('/ui/t/acme/deployments');
  await isLive(page);
  const turn = async (hidden: boolean) =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'hidden', { value: now, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  const ended = page.waitForEvent('requestfailed', (request) => request.url().includes('/stream'));
  await turn(true);
  await ended;
  await deploy(2);
  const again = page.waitForRequest((request) => request.url().includes('/api/v1/stream?'));
  await turn(false);
  expect(new URL((await again).url()).searchParams.get('since')).toMatch(/^\d+$/);
  await expect(page.getByLabel('Version 2 of hidden')).toBeVisible();
  await isTheSame(page);
});

interface Change {
  what: string;
  who: Who;
  path: string;
  shows: string;
  make: (world: World) => Promise<unknown>;
}

const ADMIN: Who = 'tenant_admin@acme';
const NEWCOMER = 'newcomer@acme.example';

const CHANGES: Change[] = [
  {
    what: 'a version',
    who: 'scientist@acme',
    path: '/ui/t/acme/models',
    shows: 'arrived',
    make: (world) => world.register('acme', 'arrived'),
  },
  {
    what: 'a member',
    who: ADMIN,
    path: '/ui/t/acme/admin/people',
    shows: NEWCOMER,
    make: (world) =>
      world.call(world.operator, 'POST', '/api/v1/t/acme/principals', {
        name: NEWCOMER,
        kind: 'user',
        role: 'viewer',
      }),
  },
  {
    what: 'a token',
    who: ADMIN,
    path: '/ui/t/acme/admin/tokens',
    shows: NEWCOMER,
    make: (world) =>
      world.call(world.operator, 'POST', '/api/v1/t/acme/tokens', { principal: NEWCOMER }),
  },
  {
    what: 'a tenant',
    who: 'operator@house',
    path: '/ui/admin/tenants',
    shows: 'umbrella',
    make: (world) => world.call(world.operator, 'POST', '/api/v1/tenants', { name: 'umbrella' }),
  },
];

for (const { what, who, path, shows, make } of CHANGES) {
  test(`${what} made elsewhere appears in the open page`, async ({ page, desk, world }) => {
    await desk.signIn(who);
    await desk.open(path);
    await isLive(page);
    await expect(page.getByText(shows, { exact: true })).toHaveCount(0);
    await make(world);
    await expect(page.getByText(shows, { exact: true }).first()).toBeVisible();
    await isTheSame(page);
  });
}
