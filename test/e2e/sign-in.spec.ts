import type { Page } from '@playwright/test';
import { addUser, removeUser } from '@tunnelwatch/server/serve/people/accounts';
import { openPeople, type PeopleStore } from '@tunnelwatch/server/serve/people/people-store';
import { revokeToken } from '@tunnelwatch/server/serve/people/token-keeping';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { TESTER, tokenFor } from '../support/known-people.js';
import type { ServeProcess } from '../support/serve-process.js';
import { expect, test } from './support/test.js';

/** Changes the people of a server as another process would. */
async function beside(server: ServeProcess, change: (store: PeopleStore) => unknown): Promise<void> {
  const store = openPeople(server.data);
  try {
    await change(store);
  } finally {
    store.database.close();
  }
}

const passwordOf = (name: string): string => `a password of ${name}`;

function addPerson(server: ServeProcess, name: string, role: PersonRole): Promise<void> {
  return beside(server, (store) => addUser(store, { name, role, password: passwordOf(name) }, TESTER));
}

/** Opens a page, which asks for a sign-in first. */
async function signIn(page: Page, url: string, name: string, password = passwordOf(name)): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('the first admin signs in, chooses a password, goes where they wanted to, and signs out', async ({
  page,
  serve,
}) => {
  const server = await serve({ signIn: true });
  await page.goto(`${server.url}events?severity=error`);
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(server.firstPassword ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a password' })).toBeVisible();
  await page.getByLabel(/^New password \(/).fill('a password of the admin');
  await page.getByLabel(/^Repeat new password/).fill('a password of the admin');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('heading', { name: 'Events', exact: true })).toBeVisible();
  expect(page.url()).toContain('severity=error');
  await expect(page.getByRole('banner').getByText('admin', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Tunnelwatch' })).toBeVisible();
  expect(page.url()).toContain('/sign-in?to=');
});

test('a wall opens with its token, which leaves the address, and asks for nobody’s hand until it is revoked', async ({
  page,
  serve,
}) => {
  const server = await serve({ signIn: true });
  const token = tokenFor(server.data, 'wall');
  await page.goto(`${server.url}wall?distance=5#token=${token}`);
  await expect(page.getByText('No data received yet')).toBeVisible();
  expect(page.url()).toBe(`${server.url}wall?distance=5`);
  await page.reload();
  await expect(page.getByText('No data received yet')).toBeVisible();
  await page.goto(server.url);
  await expect(page.getByRole('heading', { name: 'This screen shows a wall only' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to the wall' }).click();
  await expect(page.getByText('No data received yet')).toBeVisible();
  await beside(server, (store) => revokeToken(store, 'wall', TESTER));
  await expect(page.getByRole('heading', { name: 'Sign in to Tunnelwatch' })).toBeVisible();
  await expect(page.getByText(/its link has expired or was revoked/)).toBeVisible();
});

test('[PEO-53] an admin makes a wall for some gateways and a link for a screen, which shows that wall only and follows changes', async ({
  page,
  newScreen,
  serve,
}) => {
  const line = (gateway: string) =>
    `${new Date().toISOString()} ${gateway} EFW: IPSEC: prio=5 id=1682 table=main network=192.0.2.0/24 iface=wan\n`;
  const server = await serve({ signIn: true, content: line('edge-1') + line('other') });
  await addPerson(server, 'ada', 'admin');
  await signIn(page, `${server.url}admin/walls`, 'ada');
  await page.getByRole('button', { name: 'New wall' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Edge');
  await dialog.getByLabel(/^Gateways, one/).fill('edge-*');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'New link for Edge' }).click();
  await dialog.getByLabel('Name of the screen').fill('by the door');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await expect(dialog.getByRole('img', { name: 'QR code of the link for by the door' })).toBeVisible();
  const address = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Done' }).click();

  const screen = await newScreen();
  await screen.goto(address);
  await expect(screen.getByRole('alert')).toContainText('1 CRITICAL');
  await expect(screen.getByText('1 Critical elsewhere')).toBeVisible();
  // Nothing leads away from a television, and whoever types another address is told why it is not shown.
  await expect(screen.getByRole('link')).toHaveCount(0);
  await screen.goto(`${server.url}wall/99`);
  await screen.getByRole('link', { name: 'Back to the wall' }).click();
  await expect(screen.getByRole('alert')).toContainText('1 CRITICAL');

  await page.getByRole('button', { name: 'Edit Edge' }).click();
  await dialog.getByLabel(/^Gateways, one/).fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(screen.getByRole('alert')).toContainText('2 CRITICAL');
  await page.getByRole('link', { name: 'Edge', exact: true }).click();
  await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute('href', /\/alerts\/\d+$/);
  await page.goBack();
  await page.getByRole('button', { name: 'Revoke the link by the door' }).click();
  await page.getByRole('button', { name: 'Confirm: revoke the link by the door' }).click();
  await expect(screen.getByText(/its link has expired or was revoked/)).toBeVisible();
});

test('an operator acts in their own name, a viewer only looks, and both see whom an admin has thrown out', async ({
  page,
  newScreen,
  serve,
}) => {
  const line = `${new Date().toISOString()} gw1 EFW: IPSEC: prio=5 id=1682 table=main network=192.0.2.0/24 iface=wan`;
  const server = await serve({ signIn: true, content: `${line}\n` });
  await addPerson(server, 'ann', 'operator');
  await addPerson(server, 'vic', 'viewer');
  const other = await newScreen();
  await signIn(other, `${server.url}admin/rules?rule=rate-integrity`, 'vic');
  await expect(other.getByRole('listitem', { name: 'Integrity failures' })).toContainText('Version 1');
  await expect(other.getByRole('button', { name: /^Edit/ })).toHaveCount(0);
  await expect(other.getByRole('form')).toHaveCount(0);
  await other.goto(`${server.url}alerts`);
  await expect(other.getByRole('link', { name: /route/i }).first()).toBeVisible();
  await expect(other.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
  await signIn(page, `${server.url}alerts`, 'ann');
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByRole('dialog', { name: 'Acknowledged' })).toContainText('Failed to remove dynamic route.');
  await expect(other.getByText(/^ann, /)).toBeVisible();
  await beside(server, (store) => removeUser(store, 'vic', TESTER));
  await expect(other.getByRole('heading', { name: 'Sign in to Tunnelwatch' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Alerts' })).toBeVisible();
});

test('an admin adds people and tokens, sees who is signed in, and takes all of it away again', async ({
  page,
  complaints,
  newScreen,
  serve,
}) => {
  const server = await serve({ signIn: true });
  await addPerson(server, 'ada', 'admin');
  await signIn(page, `${server.url}admin`, 'ada');
  const form = page.getByRole('form', { name: 'Add a person' });
  await form.getByLabel('Name').fill('bob');
  await form.getByLabel('Role').selectOption('operator');
  await form.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText('One-time password for bob (shown only once):')).toBeVisible();
  const oneTimePassword = await page.locator('code').textContent();
  await page.getByRole('button', { name: 'Done' }).click();
  const other = await newScreen();
  await signIn(other, `${server.url}admin`, 'bob', oneTimePassword ?? '');
  await expect(other.getByRole('heading', { name: 'Choose a password' })).toBeVisible();
  await other.getByLabel(/^New password \(/).fill('a password of bob');
  await other.getByLabel(/^Repeat new password/).fill('a password of bob');
  await other.getByRole('button', { name: 'Change password' }).click();
  await expect(other.getByRole('heading', { name: 'Your sessions' })).toBeVisible();
  await expect(other.getByRole('heading', { name: 'Tokens' })).toHaveCount(0);

  await other.getByRole('button', { name: 'Change password' }).click();
  await other.getByLabel('Current password').fill('a password of bob');
  await other.getByLabel(/^New password \(/).fill('another one of bob');
  await other.getByLabel(/^Repeat new password/).fill('another one of bob');
  await other.getByRole('button', { name: 'Change password' }).click();
  await expect(other.getByText('Password changed.')).toBeVisible();

  // The page of somebody whose role changes begins anew, with what is theirs now.
  await page.getByLabel('Role of bob').selectOption('admin');
  await expect(other.getByRole('heading', { name: 'Tokens' })).toBeVisible();
  await page.getByLabel('Role of bob').selectOption('viewer');
  await expect(other.getByRole('heading', { name: 'Your sessions' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove admin' }).click();
  await page.getByRole('button', { name: 'Confirm: remove admin' }).click();
  await expect(page.getByLabel('Role of admin')).toHaveCount(0);
  complaints.expectRefusals();
  await page.getByLabel('Role of ada').selectOption('viewer');
  await expect(page.getByText(/ada is the last admin/i)).toBeVisible();
  await expect(page.getByLabel('Role of ada')).toHaveValue('admin');

  await page.getByRole('button', { name: 'End the session of bob' }).click();
  await page.getByRole('button', { name: 'Confirm: end the session of bob' }).click();
  await expect(other.getByRole('heading', { name: 'Sign in to Tunnelwatch' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove bob' }).click();
  await page.getByRole('button', { name: 'Confirm: remove bob' }).click();
  await expect(page.getByLabel('Role of bob')).toHaveCount(0);

  const tokens = page.getByRole('form', { name: 'Create a token' });
  await tokens.getByLabel('Token name').fill('the big television');
  await tokens.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByText('Wall address for the big television (shown only once):')).toBeVisible();
  const television = await newScreen();
  await television.goto((await page.locator('code').textContent()) ?? '');
  await expect(television.getByText('No data received yet')).toBeVisible();
  await page.getByRole('button', { name: 'Revoke the big television' }).click();
  await page.getByRole('button', { name: 'Confirm: revoke the big television' }).click();
  await expect(television.getByRole('heading', { name: 'Sign in to Tunnelwatch' })).toBeVisible();
});
