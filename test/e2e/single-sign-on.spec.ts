import type { Page } from '@playwright/test';
import { freePort } from '../support/free-port.js';
import { startProvider } from '../support/identity-provider.js';
import { expect, test } from './support/test.js';

/** The provider's own pages want a font of another site and an icon that it has not. */
async function calmProvider(page: Page): Promise<void> {
  await page.context().route(/fonts\.googleapis|favicon\.ico/, (route) => route.fulfill({ status: 200, body: '' }));
}

async function signInAtProvider(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Company sign-in' }).click();
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('somebody signs in at a provider and gets the role of a claim; who has none is turned away', async ({
  page,
  serve,
  newScreen,
}) => {
  const [port, providerPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${String(port)}/`;
  const groups = { 'noc-chief': ['staff', 'noc-admins'], visitor: ['staff'] };
  const provider = await startProvider(providerPort, `${url}api/v1/session/oidc/callback`, groups);
  try {
    const settings = [
      '--oidc-issuer',
      provider.issuer,
      '--oidc-client-id',
      'tunnelwatch',
      '--oidc-admin',
      'noc-admins',
    ];
    await serve({ signIn: true, flags: ['--port', String(port), ...settings, '--oidc-label', 'Company sign-in'] });
    await calmProvider(page);
    await page.goto(`${url}events?severity=error`);
    await signInAtProvider(page, 'noc-chief');
    await expect(page.getByRole('heading', { name: 'Events', exact: true })).toBeVisible();
    expect(page.url()).toContain('severity=error');
    const who: unknown = await (await page.request.get(`${url}api/v1/session`)).json();
    expect(who).toMatchObject({ who: { name: 'noc-chief', role: 'admin', hasPassword: false } });

    const other = await newScreen();
    await calmProvider(other);
    await other.goto(url);
    await signInAtProvider(other, 'visitor');
    await expect(other.getByRole('alert')).toContainText('you have no role in Tunnelwatch');
    // An answer that nobody asked for, as another site could make a browser send one.
    await other.goto(`${url}api/v1/session/oidc/callback?code=x&state=y`);
    await expect(other.getByRole('alert')).toContainText('timed out');
  } finally {
    await provider.close();
  }
});
