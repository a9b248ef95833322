// Takes a picture of every page of a running demo, light and dark, for docs/pictures:
// pictures.mjs [ADDRESS [FILE OF THE OPERATOR'S TOKEN [FOLDER]]].
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';

const ROOT = path.resolve(import.meta.dirname, '../..');
const [
  address = 'http://127.0.0.1:8080',
  tokenFile = path.join(ROOT, 'build/demo/data/operator.token'),
  folder = path.join(ROOT, 'docs/pictures'),
] = process.argv.slice(2);
const MOST_BYTES = 60 * 1024;
const QUALITIES = [90, 80, 70, 60, 50, 40, 30];
const ADMIN = { name: 'ada@acme.example', role: 'tenant_admin' };
const SCIENTIST = { name: 'lin@acme.example', role: 'scientist' };

const PAGES = [
  { as: ADMIN, name: 'overview', path: '/t/acme' },
  { as: SCIENTIST, name: 'models', path: '/t/acme/models' },
  { as: SCIENTIST, name: 'model', path: '/t/acme/models/churn' },
  { as: SCIENTIST, name: 'version', path: '/t/acme/models/churn/versions/1' },
  { as: SCIENTIST, name: 'admission', path: '/t/acme/models/churn/versions/1?tab=admission' },
  { as: SCIENTIST, name: 'use-it', path: '/t/acme/models/churn/versions/1?tab=use' },
  { as: SCIENTIST, name: 'deployments', path: '/t/acme/deployments' },
  { as: SCIENTIST, name: 'deployment', path: '/t/acme/deployments/churn' },
  { as: SCIENTIST, name: 'forbidden', path: '/t/acme/admin/audit' },
  { as: ADMIN, name: 'people', path: '/t/acme/admin/people' },
  { as: ADMIN, name: 'tokens', path: '/t/acme/admin/tokens' },
  { as: ADMIN, name: 'create-token', path: '/t/acme/admin/tokens', opens: 'Create a token' },
  { as: ADMIN, name: 'audit', path: '/t/acme/admin/audit' },
  { as: ADMIN, name: 'roles', path: '/admin/roles' },
  { as: ADMIN, name: 'sessions', path: '/sessions' },
  { as: undefined, name: 'tenants', path: '/admin/tenants' },
  { as: undefined, name: 'system', path: '/admin/system' },
];

async function call(token, method, place, body, isFine = (answer) => answer.ok) {
  const answer = await fetch(address + place, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!isFine(answer)) throw new Error(`${method} ${place}: ${text}`);
  return JSON.parse(text);
}

/** A link to sign in as somebody of acme, who is admitted where that was not done; or as the operator. */
async function linkOf(person) {
  const operator = (await readFile(tokenFile, 'utf8')).trim();
  let token = operator;
  if (person) {
    const admitted = (answer) => answer.ok || answer.status === 409;
    const body = { ...person, kind: 'user' };
    await call(operator, 'POST', '/api/v1/t/acme/principals', body, admitted);
    const asked = { principal: person.name, expires_in_seconds: 600 };
    ({ token } = await call(operator, 'POST', '/api/v1/t/acme/tokens', asked));
  }
  return (await call(token, 'POST', '/api/v1/sign-in-links', {})).path;
}

/** As WebP, as good as the size allows. */
async function take(page, name) {
  const devtools = await page.context().newCDPSession(page);
  for (const quality of QUALITIES) {
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality });
    const picture = Buffer.from(data, 'base64');
    if (picture.length > MOST_BYTES) continue;
    await writeFile(path.join(folder, `${name}.webp`), picture);
    console.log(`${name}.webp: ${(picture.length / 1024).toFixed(1)} KiB, quality ${quality}`);
    return;
  }
  throw new Error(`${name} is larger than ${MOST_BYTES} bytes at any quality`);
}

async function inBothThemes(page, name) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction((isDark) => {
      const shown = document.documentElement.classList.contains('pf-v6-theme-dark') === isDark;
      return (
        shown && new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0, true)))
      );
    }, colorScheme === 'dark');
    await take(page, `${name}-${colorScheme}`);
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
try {
  await mkdir(folder, { recursive: true });
  const viewport = { width: 1440, height: 900 };
  const stranger = await browser.newPage({ viewport });
  await stranger.goto(`${address}/ui/sign-in`);
  await inBothThemes(stranger, 'sign-in');
  for (const person of [SCIENTIST, ADMIN, undefined]) {
    const page = await (await browser.newContext({ viewport })).newPage();
    await page.goto(address + (await linkOf(person)));
    await page.waitForURL((place) => !place.pathname.startsWith('/ui/sign-in'));
    for (const { name, path: place, opens } of PAGES.filter(({ as }) => as === person)) {
      await page.goto(`${address}/ui${place}`);
      if (place.startsWith('/t/')) await page.getByText('Live updates', { exact: true }).waitFor();
      if (opens) await page.getByRole('button', { name: opens }).click();
      await inBothThemes(page, name);
    }
    await page.context().close();
  }
} finally {
  await browser.close();
}
