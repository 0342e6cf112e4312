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

/** Whom the provider knows, and their groups. */
const GROUPS = {
  'noc-chief': ['staff', 'noc-admins'],
  'noc-chief@2': ['noc-admins'],
  visitor: ['staff'],
  busy: 'too many',
} as const;

const withProvider = test.extend<{ url: string }>({
  /** The address of a server whose admins sign in at a provider. */
  url: async ({ serve }, use) => {
    const [port, providerPort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${String(port)}/`;
    const provider = await startProvider(providerPort, `${url}api/v1/session/oidc/callback`, GROUPS);
    const client = ['--oidc-issuer', provider.issuer, '--oidc-client-id', 'tunnelwatch', '--oidc-admin', 'noc-admins'];
    const pages = ['--port', String(port), '--public-url', url, '--oidc-label', 'Company sign-in'];
    await serve({ signIn: true, flags: [...client, ...pages] });
    await use(url);
    await provider.close();
  },
});

withProvider(
  '[PEO-6] somebody signs in at a provider and gets the role of a claim; who has none, or too many groups, is turned away with the reason',
  async ({ page, url, newScreen }) => {
    await calmProvider(page);
    await page.goto(`${url}events?severity=error`);
    await signInAtProvider(page, 'noc-chief');
    await expect(page.getByRole('heading', { name: 'Events', exact: true })).toBeVisible();
    expect(page.url()).toContain('severity=error');
    const who: unknown = await (await page.request.get(`${url}api/v1/session`)).json();
    expect(who).toMatchObject({ who: { name: 'noc-chief', role: 'admin', hasPassword: false } });

    for (const [name, reason] of [
      ['visitor', 'you have no role in Tunnelwatch'],
      ['busy', 'you are in too many groups for the provider to list'],
    ] as const) {
      const other = await newScreen();
      await calmProvider(other);
      await other.goto(url);
      await signInAtProvider(other, name);
      await expect(other.getByRole('alert')).toContainText(reason);
    }
    const trail = await (await page.request.get(`${url}api/v1/audit?target=single%20sign-on`)).text();
    expect(trail).toContain(
      'busy is in more groups than the provider lists in a token, so the claim groups is missing',
    );
    // An answer that nobody asked for, as another site could make a browser send one.
    await page.goto(`${url}api/v1/session/oidc/callback?code=x&state=y`);
    await expect(page.getByRole('alert')).toContainText('timed out');
  },
);

withProvider(
  '[PEO-1] [PEO-5] [PEO-10] signing in anew replaces the session, signing out reaches the provider, and another one of the same name is another',
  async ({ page, url }) => {
    await calmProvider(page);
    await page.goto(url);
    await signInAtProvider(page, 'noc-chief');
    await expect(page.getByRole('banner').getByText('noc-chief', { exact: true })).toBeVisible();
    // The provider knows the browser and sends it back at once, without our cookie: it comes from another site.
    await page.goto(`${url}sign-in`);
    await page.getByRole('link', { name: 'Company sign-in' }).click();
    await expect(page.getByRole('banner').getByText('noc-chief', { exact: true })).toBeVisible();
    const sessions: unknown = await (await page.request.get(`${url}api/v1/sessions`)).json();
    expect(sessions).toMatchObject({ items: [{ name: 'noc-chief', isOwn: true }] });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Tunnelwatch' })).toBeVisible();
    // The provider no longer knows the browser, and asks again.
    await signInAtProvider(page, 'noc-chief@2');
    await expect(page.getByRole('banner').getByText('noc-chief-2', { exact: true })).toBeVisible();
    await page.goto(`${url}admin`);
    await expect(page.getByRole('row', { name: /^noc-chief-2 admin noc-chief@2/ })).toBeVisible();
    await page.getByRole('button', { name: 'Remove noc-chief', exact: true }).click();
    await page.getByRole('button', { name: 'Confirm: remove noc-chief', exact: true }).click();
    await expect(page.getByRole('row', { name: /^noc-chief admin/ })).toHaveCount(0);
  },
);
