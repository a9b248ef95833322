import type { Page } from '@playwright/test';
import { type Desk, expect, test } from './fixtures';
import { HOSTILE, type Who } from './server';

interface Looked {
  name: string;
  path: string;
  heading: string;
  as?: Who;
  /** What is there once the data came. */
  shows: string;
}

const ADMIN: Who = 'tenant_admin@acme';
const SCIENTIST: Who = 'scientist@acme';
const OPERATOR: Who = 'operator@house';
const hostile = encodeURIComponent(HOSTILE[0]);

const PAGES: Looked[] = [
  {
    name: 'overview',
    path: '/ui/t/acme',
    heading: 'Acme Telecom',
    as: ADMIN,
    shows: 'Last changes',
  },
  { name: 'models', path: '/ui/t/acme/models', heading: 'Models', shows: 'churn' },
  { name: 'model', path: '/ui/t/acme/models/churn', heading: 'churn', shows: 'Where it is live' },
  {
    name: 'version',
    path: '/ui/t/acme/models/churn/versions/2',
    heading: 'Version 2',
    shows: 'tenure',
  },
  {
    name: 'admission',
    path: '/ui/t/acme/models/churn/versions/2?tab=admission',
    heading: 'Version 2',
    shows: 'passed',
  },
  {
    name: 'use-it',
    path: '/ui/t/acme/models/churn/versions/2?tab=use',
    heading: 'Version 2',
    shows: 'The same call',
  },
  {
    name: 'hostile-model',
    path: `/ui/t/acme/models/${hostile}`,
    heading: HOSTILE[0],
    shows: 'Where it is live',
  },
  {
    name: 'deployments',
    path: '/ui/t/acme/deployments',
    heading: 'Deployments in research',
    shows: 'churn',
  },
  { name: 'deployment', path: '/ui/t/acme/deployments/churn', heading: 'churn', shows: 'History' },
  {
    name: 'people',
    path: '/ui/t/acme/admin/people',
    heading: 'People',
    as: ADMIN,
    shows: 'tenant_admin@acme.example',
  },
  {
    name: 'tokens',
    path: '/ui/t/acme/admin/tokens',
    heading: 'Tokens',
    as: ADMIN,
    shows: 'Last used',
  },
  {
    name: 'audit',
    path: '/ui/t/acme/admin/audit',
    heading: 'Audit',
    as: ADMIN,
    shows: 'deployments.create',
  },
  {
    name: 'tenants',
    path: '/ui/admin/tenants',
    heading: 'Tenants',
    as: OPERATOR,
    shows: 'Acme Telecom',
  },
  { name: 'sessions', path: '/ui/sessions', heading: 'Your sessions', shows: 'this one' },
  { name: 'roles', path: '/ui/admin/roles', heading: 'Roles', shows: 'models.register' },
  { name: 'system', path: '/ui/admin/system', heading: 'System', shows: 'Takes requests' },
  {
    name: 'forbidden',
    path: '/ui/t/acme/admin/audit',
    heading: 'Audit',
    shows: 'You may not see the audit log',
  },
  {
    name: 'not-found',
    path: '/ui/t/acme/models/nothing',
    heading: 'There is nothing here',
    shows: 'Either there is no such thing',
  },
  {
    name: 'other-tenant',
    path: '/ui/t/globex/models',
    heading: 'There is nothing here',
    shows: 'Either there is no such thing',
  },
  {
    name: 'empty',
    path: '/ui/t/initech/models',
    heading: 'Models',
    as: 'scientist@initech',
    shows: 'There are no models yet',
  },
];

for (const { name, path, heading, as = SCIENTIST, shows } of PAGES) {
  test(`${name} is whole, light and dark`, async ({ page, desk }) => {
    await desk.signIn(as);
    await desk.open(path);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await expect(page.getByText(shows).first()).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await inBothThemes(page, desk);
  });
}

test('sign-in is whole, light and dark', async ({ page, desk, world }) => {
  await page.goto(`${world.url}/ui/t/acme/models?q=ch`);
  await expect(page.getByRole('heading', { name: 'Sign in to Armillary' })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('next')).toBe('/ui/t/acme/models?q=ch');
  await inBothThemes(page, desk);
});

test('what nobody could read or hear is found', async ({ page, desk, world }) => {
  await page.goto(`${world.url}/ui/sign-in`);
  const heading = page.getByRole('heading', { name: 'Sign in to Armillary' });
  await heading.evaluate((element) => {
    element.style.color = '#bbb';
    element.after(document.createElement('img'));
  });
  await expect(desk.isAccessible()).rejects.toThrow('image-alt');
  await expect(desk.hasContrast()).rejects.toThrow('color-contrast');
});

async function inBothThemes(page: Page, desk: Desk): Promise<void> {
  const dark = page.locator('html.pf-v6-theme-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(dark).toHaveCount(0);
  await desk.isAccessible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(dark).toHaveCount(1);
  await desk.hasContrast();
}

test('pages work in a narrow window and when text is four times as large', async ({
  page,
  desk,
}) => {
  await desk.signIn(SCIENTIST);
  for (const [width, height] of [
    [1280, 720],
    [360, 720],
    [320, 256],
  ] as const) {
    await page.setViewportSize({ width, height });
    await desk.open('/ui/t/acme/models');
    await expect(page.getByRole('link', { name: 'churn', exact: true })).toBeAttached();
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `${width} px wide`).toBeLessThanOrEqual(0);
  }
});
