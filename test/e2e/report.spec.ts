import type { Page } from '@playwright/test';
import { addUser } from '@tunnelwatch/server/serve/people/accounts';
import { openPeople } from '@tunnelwatch/server/serve/people/people-store';
import { TESTER } from '../support/known-people.js';
import type { ServeProcess } from '../support/serve-process.js';
import { fileOf, memoryLine, replayLine, routeLine } from './support/lines.js';
import { expect, test } from './support/test.js';

const passwordOf = (name: string): string => `a password of ${name}`;

async function addOperator(server: ServeProcess, name: string): Promise<void> {
  const store = openPeople(server.data);
  await addUser(store, { name, role: 'operator', password: passwordOf(name) }, TESTER);
  store.database.close();
}

async function signIn(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(passwordOf(name));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Opens an alert from the list and carries out an action with a comment; `asked` is the button of its dialog. */
async function act(
  page: Page,
  url: string,
  alert: string,
  action: string,
  comment: string,
  asked = action,
): Promise<void> {
  await page.goto(`${url}alerts`);
  await page.getByRole('link', { name: alert }).first().click();
  await page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: asked, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Comment').fill(comment);
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

const ROUTE = 'Failed to remove dynamic route.';
const HOSTILE = '<img src=x onerror=alert(1)> they rekeyed';

test('the report names what each of two people did, and is printed without the rest of the page', async ({
  page,
  newScreen,
  serve,
}) => {
  const server = await serve({ signIn: true, content: fileOf([routeLine(), memoryLine(), replayLine()]) });
  await addOperator(server, 'ann');
  await addOperator(server, 'bob');
  await signIn(page, server.url, 'ann');
  await act(page, server.url, ROUTE, 'Acknowledge', 'on it', 'Acknowledge with comment');
  await act(page, server.url, ROUTE, 'Comment', HOSTILE);
  const other = await newScreen();
  await signIn(other, server.url, 'bob');
  await act(other, server.url, 'Out of memory', 'Close alert', 'rebooted it');

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Report' }).click();
  await page.getByRole('button', { name: 'Last 8 h' }).click();
  const activities = page.getByRole('list', { name: 'Chronological' }).getByRole('listitem');
  await expect(activities).toHaveCount(3);
  await expect(activities.nth(0)).toContainText(`ann acknowledged ${ROUTE}`);
  await expect(activities.nth(1)).toContainText(HOSTILE);
  await expect(activities.nth(2)).toContainText('bob closed');
  await expect(activities.nth(2)).toContainText('rebooted it');
  await expect(page.getByRole('list', { name: 'By person' })).toContainText('ann: 2 actions');
  await expect(page.getByText('1 alert is active at the end, all of them acknowledged.')).toBeVisible();
  const open = page.getByRole('list', { name: 'Active at end' }).getByRole('listitem');
  await expect(open).toHaveCount(1);
  await expect(open).toContainText(HOSTILE);
  await expect(open.getByRole('link', { name: /^Wall at/ })).toHaveAttribute('href', /\/wall\?at=\d{4}-.*Z$/);

  await page.getByLabel('Note for the next shift').fill('Branch 7 calls back\n<b>soon</b>');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByLabel('Notes for the next shift')).toContainText('<b>soon</b>');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('banner')).toHaveCount(0);
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByText(/^Printed .* by ann .* Tunnelwatch \d/)).toBeVisible();
  await expect(page.getByText('Branch 7 calls back')).toBeVisible();
  await expect(activities.nth(2)).toBeVisible();
  const colours = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color];
  });
  expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
});

test('the report says where nothing happened, what cannot be reported, and when it fails', async ({
  page,
  complaints,
  serve,
}) => {
  const server = await serve();
  await page.goto(`${server.url}report`);
  await expect(page.getByText('No alerts opened.', { exact: true })).toBeVisible();
  await expect(page.getByText('No active alerts at the end.')).toBeVisible();
  await expect(page.getByText('No failures logged in this time range.')).toBeVisible();
  await expect(
    page.getByText('No operator activity on alerts, maintenance windows or rules in this time range.'),
  ).toBeVisible();

  await page.goto(`${server.url}report?from=2026-01-01T00:00:00Z&to=2026-01-20T00:00:00Z`);
  await expect(page.getByRole('alert')).toHaveText('A report covers at most seven days.');
  await page.getByLabel('Shift start times').fill('07:00 19:00');
  await page.getByLabel('Shift start times').blur();
  await page.getByRole('button', { name: 'Last shift' }).click();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  await expect(page.getByLabel('Until')).toHaveValue(/T(07|19):00/);
  await page.reload();
  await expect(page.getByLabel('Shift start times')).toHaveValue('07:00 19:00');

  complaints.expectLostConnections();
  await page.route('**/api/v1/report?*', (route) => route.abort('connectionrefused'));
  await page.getByRole('button', { name: 'Last 24 h' }).click();
  await expect(page.getByRole('alert').getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.unroute('**/api/v1/report?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
});
