import { tokenFor } from '../people/known-people.js';
import { expect, test } from './support/test.js';

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
  await page.getByLabel(/^New password again/).fill('a password of the admin');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('heading', { name: 'Events', exact: true })).toBeVisible();
  expect(page.url()).toContain('severity=error');
  await expect(page.getByText('admin', { exact: true })).toBeVisible();
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
  await expect(page.getByRole('heading', { name: 'Sign in to Tunnelwatch' })).toBeVisible();
});
