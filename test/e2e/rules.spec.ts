import type { Page } from '@playwright/test';
import { fileOf, integrityLine } from './support/lines.js';
import { expect, test } from './support/test.js';

const TWO_DAYS_MS = 2 * 86_400_000;
const SECOND_MS = 1000;

/** Sixty integrity failures of a tunnel, one a second: fewer than the hundred that the rule asks for at first. */
function failures(matchkey: string, from: number, seqno: number): string[] {
  return Array.from({ length: 60 }, (_, at) =>
    integrityLine({ matchkey, at: from + at * SECOND_MS, seqno: String(seqno + at) }),
  );
}

function editor(page: Page) {
  return page.getByRole('form', { name: 'Settings of Integrity failures' });
}

function budget(page: Page) {
  return page.getByRole('region', { name: 'Alert budget' });
}

test('[ALM-38] [ALM-39] an admin sees what a threshold would have raised, saves it, and what is over it raises an alert', async ({
  page,
  serve,
  newScreen,
  complaints,
}) => {
  const server = await serve({ content: fileOf(failures('4711', Date.now() - TWO_DAYS_MS, 1)) });
  await page.goto(`${server.url}admin`);
  await page.getByRole('link', { name: 'Alert rules' }).click();
  const row = page.getByRole('listitem', { name: 'Integrity failures' });
  await expect(row).toContainText('Version 1as configured');
  await row.getByRole('button', { name: 'Edit Integrity failures' }).click();
  await expect(budget(page)).toContainText('This would have raised 0 alerts in the last 7 days (now: 0)');

  const threshold = editor(page).getByLabel('Threshold');
  await threshold.fill('0');
  await expect(editor(page).getByRole('alert')).toHaveText('Must be 1 to 1,000,000,000 events.');
  await expect(editor(page).getByRole('button', { name: 'Save' })).toBeDisabled();
  await threshold.fill('50');
  await expect(budget(page)).toContainText('This would have raised 1 alert in the last 7 days (now: 0)');
  await expect(budget(page).getByRole('list', { name: 'Tunnels with most alerts' })).toContainText('gw-north 4711');

  complaints.expectRefusals();
  const other = await newScreen();
  await other.goto(`${server.url}admin/rules?rule=rate-integrity`);
  await editor(other).getByLabel('Window').fill('7');
  await editor(page).getByRole('button', { name: 'Save' }).click();
  await expect(editor(page)).toContainText('Saved as version 2.');
  await expect(row).toContainText('Version 2set here since');

  await editor(other).getByRole('button', { name: 'Save' }).click();
  const told = editor(other).getByRole('alert');
  await expect(told).toContainText('Not saved: ');
  await expect(told).toContainText('Version 2 is now in effect:');
  await expect(told).toContainText('Threshold 50 events');
  await told.getByRole('button', { name: 'Use their version' }).click();
  await expect(editor(other).getByLabel('Window')).toHaveValue('5');

  await other.goto(`${server.url}alerts`);
  server.append(...failures('4712', Date.now() - 61 * SECOND_MS, 1000));
  await expect(other.getByRole('main')).toContainText('Integrity check failures: 50 or more within 5 minutes');

  await editor(page).getByRole('button', { name: 'Reset to default' }).click();
  await expect(budget(page)).toContainText('This would have raised 0 alerts in the last 7 days (now: 2)');
  await editor(page).getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('Version 3as configured since');
});

test('/admin/rules says that there are none where nothing is followed, and what went wrong', async ({
  page,
  serve,
  complaints,
}) => {
  const server = await serve();
  await page.route('**/api/v1/rules', (route) => route.fulfill({ json: { items: [], nextCursor: null } }));
  await page.goto(`${server.url}admin/rules`);
  await expect(page.getByRole('main')).toContainText('No rules: this server reads no sources');
  await page.unroute('**/api/v1/rules');
  complaints.expectLostConnections();
  await page.route('**/api/v1/rules/overflow/budget', (route) => route.abort('connectionrefused'));
  await page.goto(`${server.url}admin/rules?rule=overflow`);
  await expect(budget(page).getByRole('alert')).toContainText('The server cannot be reached');
  await page.unroute('**/api/v1/rules/overflow/budget');
  await budget(page).getByRole('button', { name: 'Try again' }).click();
  await expect(budget(page)).toContainText('This would have raised 0 alerts in the last 7 days (now: 0)');
});
