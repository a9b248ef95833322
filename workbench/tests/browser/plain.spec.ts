import { expect, test } from '@playwright/test';
import { call, Stand } from './server';

test('a server as `armillary up` starts it, without TLS or a provider, lets in by a link', async ({
  page,
  context,
}) => {
  const stand = await Stand.start('plain');
  try {
    await page.goto(`${stand.url}/ui/sign-in`);
    await expect(page.getByText('armillary sign-in')).toBeVisible();
    await expect(page.getByRole('link', { name: /^Sign in with/ })).toHaveCount(0);
    const links = `${stand.url}/api/v1/sign-in-links`;
    const link = await call<{ path: string }>(links, stand.operator, 'POST', {});
    await page.goto(stand.url + link.path);
    await expect(page.getByRole('heading', { name: 'Tenants', level: 1 })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Tenants', level: 1 })).toBeVisible();
    const cookie = (await context.cookies(stand.url)).find(
      ({ name }) => name === '__Host-armillary',
    );
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
  } finally {
    await stand.stop();
  }
});
