import { expect, test } from './fixtures';

test('a model is found, asked, deployed and rolled back', async ({ page, desk, world }) => {
  await desk.signIn('scientist@acme');
  await desk.open('/ui');
  await expect(page).toHaveURL(/\/ui\/t\/acme$/);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Models' })
    .click();
  await page.getByRole('textbox', { name: 'Filter by name' }).fill('churn');
  await expect(page).toHaveURL(/churn/); // The list stands still from here on.
  await page.getByRole('link', { name: 'churn', exact: true }).click();
  await page
    .getByRole('region', { name: 'Versions, scrolls' })
    .getByRole('link', { name: '2', exact: true })
    .click();
  await page.getByRole('tab', { name: 'Use it' }).click();
  await expect(page).toHaveURL(/tab=use/);
  await page.getByRole('textbox', { name: 'tenure' }).fill('60');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByText(/Version 2 of churn answers No/)).toBeVisible();
  await expect(page.getByText('{"records":[{"tenure":60}]}')).toBeVisible();

  await desk.open('/ui/t/acme/deployments/churn');
  await page.getByRole('button', { name: 'Deploy another version' }).click();
  await page.getByRole('combobox', { name: 'Version' }).selectOption('3');
  await expect(page.getByText(/Version 2 answers there now/)).toBeVisible();
  await page.getByRole('button', { name: 'Deploy version 3' }).click();
  await expect(page.getByRole('button', { name: 'Roll back to version 2' })).toBeVisible();
  await page.getByRole('button', { name: 'Roll back to version 2' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Roll back to version 2' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('roll back').first()).toBeVisible();
  const live = await world.call<{ version: number; action: string }>(
    await world.token('viewer@acme'),
    'GET',
    '/api/v1/t/acme/deployments/churn',
  );
  expect(live).toMatchObject({ version: 2, action: 'rollback' });
});

test('a model is asked with a session of our own pages, and not by who may not', async ({
  page,
  desk,
}) => {
  const use = '/ui/t/acme/models/churn/versions/1?tab=use';
  await desk.signIn('viewer@acme');
  await desk.open(use);
  await expect(page.getByText(/Your role asks no models/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Predict', exact: true })).toBeDisabled();
  await desk.isAccessible();
  await desk.signIn('scientist@acme');
  await desk.open(use);
  await page.getByRole('textbox', { name: 'tenure' }).fill('many');
  await expect(page.getByText(/^a number/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Predict', exact: true })).toBeDisabled();
  await page.getByRole('textbox', { name: 'tenure' }).fill('2');
  const asked = page.waitForRequest((request) => request.url().endsWith('/predict'));
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const headers = await (await asked).allHeaders();
  expect(headers['authorization']).toBeUndefined();
  expect(headers['x-csrf-token']).toMatch(/^[0-9a-f]{64}$/);
  await expect(page.getByText(/of churn answers Yes/)).toBeVisible();
  await desk.isAccessible();
});

test('what was live at a moment is in the address', async ({ page, desk }) => {
  await desk.signIn('scientist@acme');
  await desk.open('/ui/t/acme/deployments/churn?at=2020-01-01T00:00:00.000Z');
  await expect(page.getByText('nothing of this model answered here')).toBeVisible();
  await page.getByLabel(/Date and time/).fill('2099-01-01T00:00');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText(/version \d+ answered/)).toBeVisible();
  await expect(page).toHaveURL(/at=2099/);
});

test('somebody else deployed in between: nothing is overwritten', async ({ page, desk, world }) => {
  await desk.signIn('scientist@acme');
  await desk.open('/ui/t/acme/deployments/churn');
  await page.getByRole('button', { name: 'Deploy another version' }).click();
  const token = await world.token('scientist@acme');
  await world.call(token, 'POST', '/api/v1/t/acme/deployments/churn', { version: 3 });
  await page.getByRole('combobox', { name: 'Version' }).selectOption('1');
  await page.getByRole('button', { name: 'Deploy version 1' }).click();
  await expect(page.getByRole('dialog').getByText('conflict', { exact: true })).toBeVisible();
  await desk.isAccessible();
});

test('a token is shown once, then revoked', async ({ page, desk, world }) => {
  await desk.signIn('tenant_admin@acme');
  await desk.open('/ui/t/acme/admin/tokens');
  await page.getByRole('button', { name: 'Create a token' }).click();
  await page.getByRole('combobox', { name: 'Role' }).selectOption('viewer');
  await page.getByRole('combobox', { name: 'Ends after' }).selectOption('86400');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const secret = await page.getByTestId('secret').textContent();
  expect(secret).toMatch(/^arm_/);
  await desk.isAccessible();
  const who = await world.call<{ role: string }>(secret ?? '', 'GET', '/api/v1/whoami');
  expect(who.role).toBe('viewer');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('secret')).toBeVisible();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  expect(await page.content()).not.toContain(secret);

  const id = (secret ?? '').split('_')[1] ?? '';
  await page.getByRole('button', { name: `Revoke token ${id}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect
    .poll(() => world.call(secret ?? '', 'GET', '/api/v1/whoami').catch(() => 'refused'))
    .toBe('refused');
});

test('somebody is admitted', async ({ page, desk }) => {
  await desk.signIn('tenant_admin@acme');
  await desk.open('/ui/t/acme/admin/people');
  await page.getByRole('button', { name: 'Admit somebody' }).click();
  await page.getByRole('textbox', { name: /^Name/ }).fill('grace@acme.example');
  await page.getByRole('button', { name: 'Admit', exact: true }).click();
  await expect(page.getByText('grace@acme.example')).toBeVisible();
  await page.getByRole('button', { name: 'Admit somebody' }).click();
  await page.getByRole('textbox', { name: /^Name/ }).fill('grace@acme.example');
  await page.getByRole('button', { name: 'Admit', exact: true }).click();
  await expect(page.getByText('already_exists')).toBeVisible();
});

test('a program is admitted, with a token for some of its role and until a moment', async ({
  page,
  desk,
  world,
}) => {
  await desk.signIn('tenant_admin@acme');
  await desk.open('/ui/t/acme/admin/people');
  await page.getByRole('button', { name: 'Admit somebody' }).click();
  await page.getByRole('textbox', { name: /^Name/ }).fill('nightly');
  await page.getByRole('combobox', { name: 'Is a' }).selectOption('service');
  await page.getByRole('dialog').getByRole('combobox', { name: /^Role/ }).selectOption('scientist');
  await page.getByRole('button', { name: 'Admit', exact: true }).click();

  const dialog = page.getByRole('dialog', { name: 'Create a token of nightly' });
  const create = dialog.getByRole('button', { name: 'Create', exact: true });
  await dialog.getByRole('combobox', { name: 'May do' }).selectOption('some');
  await expect(create).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'models.list', exact: true }).check();
  await dialog.getByRole('combobox', { name: 'Ends after' }).selectOption('until');
  await dialog.getByLabel(/^Ends at/).fill('2020-01-01T00:00');
  await expect(dialog.getByText('a moment that is still to come')).toBeVisible();
  await expect(create).toBeDisabled();
  const tomorrow = new Date(Date.now() + 86_400_000);
  tomorrow.setSeconds(0, 0);
  const local = new Date(tomorrow.getTime() - tomorrow.getTimezoneOffset() * 60_000);
  await dialog.getByLabel(/^Ends at/).fill(local.toISOString().slice(0, 16));
  await desk.isAccessible();
  await create.click();
  const secret = (await page.getByTestId('secret').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have copied it' }).click();

  await world.call(secret, 'GET', '/api/v1/t/acme/models');
  const refused = world.call(secret, 'GET', '/api/v1/t/acme/deployments');
  await expect(refused).rejects.toThrow(/scopes leave out deployments\.list/);
  const admin = await world.token('tenant_admin@acme');
  const filter = encodeURIComponent("principal_name = 'nightly'");
  const { items } = await world.call<{
    items: { role: string; scopes: string[]; expires_at: string }[];
  }>(admin, 'GET', `/api/v1/t/acme/tokens?filter=${filter}`);
  expect(items).toMatchObject([{ role: 'scientist', scopes: ['models.list'] }]);
  const away = Date.parse(items[0]?.expires_at ?? '') - tomorrow.getTime();
  expect(Math.abs(away)).toBeLessThan(20_000);
});

test('a scientist makes a token for themselves, no longer than the session', async ({
  page,
  desk,
  world,
}) => {
  await desk.signIn('scientist@acme');
  await desk.open('/ui/t/acme/admin/tokens');
  await page.getByRole('button', { name: 'Create a token' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  const secret = (await page.getByTestId('secret').textContent()) ?? '';
  const who = await world.call<{ role: string }>(secret, 'GET', '/api/v1/whoami');
  expect(who.role).toBe('scientist');
});

test('the chain of the audit log is checked', async ({ page, desk }) => {
  await desk.signIn('auditor@acme');
  await desk.open('/ui/t/acme/admin/audit');
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await expect(page.getByText(/The chain is whole: \d+ events/)).toBeVisible();
  await desk.isAccessible();
});

test('a tenant is suspended and made active again', async ({ page, desk }) => {
  await desk.signIn('operator@house');
  await desk.open('/ui/admin/tenants');
  await page.getByRole('button', { name: 'Suspend initech' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('button', { name: 'Activate initech' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
  await expect(page.getByRole('button', { name: 'Suspend initech' })).toBeVisible();
});
