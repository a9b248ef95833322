// Looks at the pages of a running server in Chromium, as two people who are signed in do.
// pages.mjs URL LINK LINK: the links are the paths of two sign-in links. Prints one JSON object;
// times are milliseconds. The server has a tenant `bench` with many models, of which fp32 has two
// versions, the first of them live.
import { createRequire } from 'node:module';

const workbench = new URL('../../workbench/package.json', import.meta.url);
const { chromium } = createRequire(workbench)('@playwright/test');
const [url, ...links] = process.argv.slice(2);
const OPENED = 7;
const STEPS = 41;
const DEPLOYED = 10;
const PATIENCE_MS = 300_000;

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});

/** A browser of its own, empty but for the session, if there is one. */
async function desk(storageState) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...(storageState ? { storageState } : {}),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

async function signedIn(link) {
  const context = await desk();
  const page = await context.newPage();
  await page.goto(url + link);
  await page.waitForURL((address) => !address.pathname.startsWith('/ui/sign-in'));
  await page.close();
  return context;
}

/** From the start of a navigation: until the overview shows its rows, and has answered a key. */
async function open(session) {
  const context = await desk(session);
  const page = await context.newPage();
  await page.goto(`${url}/ui/t/bench`, { waitUntil: 'commit' });
  const took = await page.evaluate(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    const until = async (isSo, act) => {
      while (!isSo()) {
        if (performance.now() > 30_000) throw new Error('the page is not there after 30 s');
        act?.();
        await frame();
      }
      return performance.now();
    };
    const find = (what) => document.querySelector(what);
    const shown = await until(
      () => find('#main h1') && find('#main td') && !find('[aria-busy="true"]'),
    );
    const key = { key: 'k', ctrlKey: true, bubbles: true };
    const answered = await until(
      () => find('input[role="combobox"]'),
      () => document.body.dispatchEvent(new KeyboardEvent('keydown', key)),
    );
    return { shown, answered };
  });
  await context.close();
  return took;
}

/** The same for an answer without a page. */
async function openBare() {
  const context = await desk();
  const page = await context.newPage();
  await page.goto(`${url}/healthz`);
  const took = await page.evaluate(
    () => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
  );
  await context.close();
  return took;
}

/** Steps through the list, here and there: from a key to the next picture; how many rows are in
 * the page at most, and how many were read in the end. */
async function walk(page) {
  return page.getByRole('region', { name: 'Models, scrolls' }).evaluate(async (grid, steps) => {
    const times = [];
    let rows = 0;
    const room = grid.scrollHeight - grid.clientHeight;
    for (let step = 0; step < steps; step += 1) {
      const from = performance.now();
      grid.scrollTop = (room * ((step * 17) % steps)) / steps;
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      times.push(performance.now() - from);
      rows = Math.max(rows, grid.querySelectorAll('tbody tr').length);
    }
    const read = Number(grid.querySelector('table').getAttribute('aria-rowcount')) - 1;
    return { times, rows, read };
  }, STEPS);
}

/** Scrolls until every row was read; how many there are. */
async function readAll(page) {
  return page.getByRole('region', { name: 'Models, scrolls' }).evaluate(async (grid, patience) => {
    const said = grid.parentElement.querySelector('.arm-total').textContent;
    const total = Number(said.replace(/\D/g, ''));
    const read = () => Number(grid.querySelector('table').getAttribute('aria-rowcount')) - 1;
    const started = performance.now();
    while (read() < total) {
      if (performance.now() - started > patience) throw new Error(`${read()} of ${total} rows`);
      grid.scrollTop = grid.scrollHeight;
      await new Promise((later) => setTimeout(later, 20));
    }
    return read();
  }, PATIENCE_MS);
}

async function list(context) {
  const page = await context.newPage();
  await page.goto(`${url}/ui/t/bench/models`);
  await page.getByRole('link', { name: 'columns', exact: true }).waitFor();
  const few = await walk(page);
  const models = await readAll(page);
  const many = await walk(page);
  await page.close();
  const rows = Math.max(few.rows, many.rows);
  return { models, few: few.times, read: few.read, many: many.times, rows };
}

/** When a page shows that a version is live, by the clock that all pages here share; or null. */
function seen(page, version) {
  return page.evaluate(async (wanted) => {
    const started = Date.now();
    while (!document.querySelector(`.arm-facts a[href$="/versions/${wanted}"]`)) {
      if (Date.now() - started > 10_000) return null;
      await new Promise((later) => setTimeout(later, 5));
    }
    return Date.now();
  }, version);
}

/** One deploys with the mouse: from the click until the other's page, and the own, show it. */
async function deploy(one, second) {
  const [page, watching] = [await one.newPage(), await second.newPage()];
  for (const each of [page, watching]) {
    await each.goto(`${url}/ui/t/bench/deployments/fp32`);
    await seen(each, 1);
  }
  const took = { other: [], own: [] };
  for (let number = 0; number < DEPLOYED; number += 1) {
    const version = 2 - (number % 2);
    await page.getByRole('button', { name: 'Deploy another version' }).click();
    await page.getByRole('combobox', { name: 'Version' }).selectOption(String(version));
    const button = page.getByRole('button', { name: `Deploy version ${version}` });
    const [there, here] = [seen(watching, version), seen(page, version)];
    const clicked = await button.evaluate((element) => {
      const now = Date.now();
      element.click();
      return now;
    });
    const shown = [await there, await here];
    const [other, own] = shown.map((at) => at && at - clicked);
    took.other.push(other);
    took.own.push(own);
    if (shown.includes(null)) break;
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  return took;
}

try {
  const [one, other] = [await signedIn(links[0]), await signedIn(links[1])];
  const session = await one.storageState();
  const opened = { shown: [], answered: [], bare: [] };
  for (let number = 0; number < OPENED; number += 1) {
    const { shown, answered } = await open(session);
    opened.shown.push(shown);
    opened.answered.push(answered);
    opened.bare.push(await openBare());
  }
  const deployed = await deploy(one, other);
  const listed = await list(one);
  console.log(JSON.stringify({ opened, deployed, listed }));
} finally {
  await browser.close();
}
