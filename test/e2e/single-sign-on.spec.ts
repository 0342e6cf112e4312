import type { Page } from '@playwright/test';
import { freePort } from '../support/free-port.js';
import { startProvider } from '../support/identity-provider.js';
import { z } from 'zod';
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

test('[PEO-1] [PEO-5] [PEO-6] [PEO-10] somebody signs in at a provider and gets the role of a claim, and signs out there too; who has none is turned away with the reason', async ({
  page,
  serve,
  newScreen,
}) => {
  const [port, providerPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${String(port)}/`;
  const groups = {
    'noc-chief': ['staff', 'noc-admins'],
    'noc-chief@2': ['noc-admins'],
    visitor: ['staff'],
    busy: 'too many' as const,
  };
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
    const pages = ['--port', String(port), '--public-url', url, '--oidc-label', 'Company sign-in'];
    await serve({ signIn: true, flags: [...pages, ...settings] });
    await calmProvider(page);
    await page.goto(`${url}events?severity=error`);
    await signInAtProvider(page, 'noc-chief');
    await expect(page.getByRole('heading', { name: 'Events', exact: true })).toBeVisible();
    expect(page.url()).toContain('severity=error');
    const who: unknown = await (await page.request.get(`${url}api/v1/session`)).json();
    expect(who).toMatchObject({ who: { name: 'noc-chief', role: 'admin', hasPassword: false } });
    // A new sign-in in this browser replaces the session, although the provider sends it back without our cookie.
    const sessionSchema = z.object({ items: z.array(z.object({ name: z.string() })) });
    const sessions = async () =>
      sessionSchema.parse(await (await page.request.get(`${url}api/v1/sessions`)).json()).items.map(({ name }) => name);
    await page.goto(`${url}sign-in`);
    await page.getByRole('link', { name: 'Company sign-in' }).click();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    expect(await sessions()).toEqual(['noc-chief']);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Tunnelwatch' })).toBeVisible();
    // The provider no longer knows the browser: it asks again, and another one of the same name comes.
    await signInAtProvider(page, 'noc-chief@2');
    await expect(page.getByText('noc-chief-2', { exact: true })).toBeVisible();
    await page.goto(`${url}admin`);
    await expect(page.getByRole('row', { name: /^noc-chief-2 admin noc-chief@2/ })).toBeVisible();
    await page.getByRole('button', { name: 'Remove noc-chief', exact: true }).click();
    await page.getByRole('button', { name: 'Confirm: remove noc-chief', exact: true }).click();
    await expect(page.getByRole('row', { name: /^noc-chief admin/ })).toHaveCount(0);

    const other = await newScreen();
    await calmProvider(other);
    await other.goto(url);
    await signInAtProvider(other, 'visitor');
    await expect(other.getByRole('alert')).toContainText('you have no role in Tunnelwatch');
    const third = await newScreen();
    await calmProvider(third);
    await third.goto(url);
    await signInAtProvider(third, 'busy');
    await expect(third.getByRole('alert')).toContainText('you are in too many groups for the provider to list');
    const trail = await (await page.request.get(`${url}api/v1/audit?target=single%20sign-on`)).text();
    expect(trail).toContain('is in more groups than the provider lists in a token, so the claim groups is missing');
    // An answer that nobody asked for, as another site could make a browser send one.
    await other.goto(`${url}api/v1/session/oidc/callback?code=x&state=y`);
    await expect(other.getByRole('alert')).toContainText('timed out');
  } finally {
    await provider.close();
  }
});
