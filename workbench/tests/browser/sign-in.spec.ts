import { expect, identify, test } from './fixtures';

test('a link signs in once, and its code leaves the address at once', async ({
  page,
  context,
  world,
}) => {
  const { code, path } = await world.newLink('scientist@acme');
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await page.goto(world.url + path);
  expect((await posted).postDataJSON()).toEqual({ code });
  await expect(page.getByRole('heading', { name: 'Acme Telecom', level: 1 })).toBeVisible();
  const addresses = await page.evaluate(() => performance.getEntries().map(({ name }) => name));
  expect(addresses.filter((address) => address.includes(code))).toEqual([]);
  const cookie = (await context.cookies()).find(({ name }) => name === '__Host-armillary');
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
  expect(await page.evaluate(() => document.cookie)).toBe('');

  await context.clearCookies();
  await page.goto('about:blank');
  await page.goto(world.url + path);
  await expect(page.getByText('sign_in_code_invalid')).toBeVisible();
  await expect(page.getByLabel('the command', { exact: true })).toHaveText('armillary sign-in');
  expect(page.url()).not.toContain(code);
});

test('without a code the page says how to get a link, and sends nothing', async ({
  page,
  desk,
}) => {
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
  });
  await desk.open('/ui/sign-in');
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeFocused();
  await expect(page.getByText('armillary sign-in')).toBeVisible();
  expect(posts).toEqual([]);
});

test('the page leads to the identity provider and back to where one was, and out there too', async ({
  page,
  context,
  desk,
  world,
}) => {
  await world.know('ada', 'acme-lab');
  await desk.open('/ui/t/acme/models?q=ch');
  await expect(page.getByText('armillary sign-in')).toBeVisible();
  await page.getByRole('link', { name: /^Sign in with 127\.0\.0\.1/ }).click();
  await identify(page, 'ada@provider');
  await expect(page).toHaveURL(`${world.url}/ui/t/acme/models?q=ch`);
  await expect(page.getByRole('link', { name: 'churn', exact: true })).toBeVisible();
  const cookie = (await context.cookies(world.url)).find(({ name }) => name === '__Host-armillary');
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });

  await page.getByRole('button', { name: /ada/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
  await page.getByRole('link', { name: /^Sign in with/ }).click();
  await expect(page.locator('input[name=login]')).toBeVisible();
});

test('whom no group lets in is told so, and is nobody', async ({ page, context, desk, world }) => {
  await world.know('eve', 'strangers');
  await desk.open('/ui/sign-in');
  await page.getByRole('link', { name: /^Sign in with/ }).click();
  await identify(page, 'eve@provider');
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
  await expect(
    page.getByText('None of your groups at the identity provider is let in here.'),
  ).toBeVisible();
  expect((await context.cookies(world.url)).map(({ name }) => name)).not.toContain(
    '__Host-armillary',
  );
});

test('whoever could not be signed in is told why, and nothing else is believed', async ({
  page,
  desk,
}) => {
  await desk.open('/ui/sign-in?error=identity_provider_unavailable&request=01jtest');
  await expect(page.getByText('The identity provider does not answer.')).toBeVisible();
  await expect(page.getByText('01jtest')).toBeVisible();
  await desk.isAccessible();
  await desk.open('/ui/sign-in?error=Send%20me%20your%20token');
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
  await expect(page.getByText('Send me your token')).toHaveCount(0);
});

test('whoever must sign in first comes back to the page', async ({ page, desk }) => {
  await desk.open('/ui/t/acme/models?q=ch');
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
  await desk.signInAnew('scientist@acme');
  await expect(page).toHaveURL(/\/ui\/t\/acme\/models\?q=ch$/);
  await expect(page.getByRole('link', { name: 'churn', exact: true })).toBeVisible();
});

test('signing out ends the session, here and on the server', async ({ page, context, desk }) => {
  await desk.signInAnew('viewer@acme');
  await desk.open('/ui/t/acme/models');
  const before = await context.cookies();
  await page.getByRole('button', { name: /viewer/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  await context.addCookies(before);
  await desk.open('/ui/t/acme/models');
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
});

test('a session that was ended elsewhere leads to signing in, by itself', async ({
  page,
  desk,
  world,
}) => {
  await desk.signInAnew('data_owner@acme');
  await desk.open('/ui/t/acme/models');
  await expect(page.getByRole('link', { name: 'churn', exact: true })).toBeVisible();
  const token = await world.token('data_owner@acme');
  const { items } = await world.call<{ items: { id: string }[] }>(token, 'GET', '/api/v1/sessions');
  for (const { id } of items) await world.call(token, 'DELETE', `/api/v1/sessions/${id}`);
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('next')).toBe('/ui/t/acme/models');
});

test('somebody ends a session of theirs that another browser has', async ({
  page,
  browser,
  desk,
  world,
}) => {
  const elsewhere = await browser.newContext({ userAgent: 'Another browser' });
  const other = await elsewhere.newPage();
  await other.goto(world.url + (await world.link('approver@acme')));
  await expect(other.getByRole('heading', { name: 'Acme Telecom', level: 1 })).toBeVisible();
  await desk.signInAnew('approver@acme');
  await page.getByRole('button', { name: /approver/ }).click();
  await page.getByRole('menuitem', { name: 'Your sessions' }).click();
  const row = page.getByRole('row', { name: /Another browser/ });
  await row.getByRole('button', { name: /^End/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End' }).click();
  await expect(row).toBeHidden();
  await other.reload();
  await expect(other.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
  await elsewhere.close();
});

test('the theme is kept for the person, and the last choice wins', async ({
  page,
  desk,
  world,
}) => {
  await desk.signInAnew('auditor@acme');
  const kept = async () => {
    const token = await world.token('auditor@acme');
    return world.call<{ theme: string }>(token, 'GET', '/api/v1/preferences');
  };
  const theme = page.getByRole('combobox', { name: 'Theme' });
  for (const choice of ['light', 'system', 'dark']) await theme.selectOption(choice);
  await expect.poll(async () => (await kept()).theme).toBe('dark');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(theme).toHaveValue('dark');
  await expect(page.locator('html')).toHaveClass(/pf-v6-theme-dark/);
});
