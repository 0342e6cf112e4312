import type { Page } from '@playwright/test';
import type { ServeProcess } from '../support/serve-process.js';
import { fileOf, replayLine, routeLine } from './support/lines.js';
import { expect, test } from './support/test.js';

const HEAD = 'gateway,matchkey,iface,name,site,peer,note,priority';

function file(rows: readonly string[]) {
  return { name: 'inventory.csv', mimeType: 'text/csv', buffer: Buffer.from([HEAD, ...rows, ''].join('\r\n')) };
}

/** A large file takes its time; a test that would never end is ended by this. */
const READING_MS = 60_000;

/** Imports a file by hand, from the preview to the end. */
async function importRows(page: Page, rows: readonly string[], preview: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import entries from a CSV file' });
  await dialog.getByLabel('File').setInputFiles(file(rows));
  await expect(dialog.getByRole('status')).toHaveText(preview, { timeout: READING_MS });
  await dialog.getByRole('button', { name: /^Import/ }).click();
  await expect(dialog.getByText(/^Imported:/)).toBeVisible({ timeout: READING_MS });
  await dialog.getByRole('button', { name: 'Close' }).click();
}

async function named(server: ServeProcess, name: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ kind: 'matchkey', pattern: '4711', name });
  expect((await server.fetch('api/v1/inventory', { method: 'POST', headers, body })).status).toBe(200);
}

test.describe('the inventory', () => {
  test('[INV-9] begins with a sample, takes a file, and its names stand on every page', async ({ page, serve }) => {
    const server = await serve({ content: fileOf([replayLine(), routeLine({ iface: 'wan1' })]) });
    await server.untilCount(2);
    await page.goto(`${server.url}inventory`);
    await expect(page.getByRole('link', { name: 'Download sample' })).toBeVisible();
    const rows = ['*,47*,,Riga office,Riga,198.51.100.7,,', 'gw-north,,wan*,Core uplink,,,,', 'gw-north,x,,,,,,'];
    await importRows(
      page,
      rows,
      /Of 3 rows: 2 added, 0 changed, 0 unchanged; 1 rejected:Line 4, name: a name is needed/,
    );
    await expect(page.getByRole('table', { name: 'Inventory entries' }).getByRole('link')).toHaveText([
      'Core uplink',
      'Riga office',
    ]);
    for (const path of ['', 'wall', 'tunnels', 'events', 'tunnels?q=198.51.100.7']) {
      await page.goto(`${server.url}${path}`);
      await expect(page.getByText('Riga office').first(), path).toBeVisible();
      await expect(page.getByText('4711').first(), path).toBeVisible();
    }
    for (const path of ['alerts', 'alerts/1', 'wall', 'events']) {
      await page.goto(`${server.url}${path}`);
      await expect(page.getByText('Core uplink').first(), path).toBeVisible();
    }
    await page.goto(`${server.url}tunnels/gw-north/4711`);
    await expect(page.getByRole('heading', { name: 'Riga office' })).toBeVisible();
    await expect(page.getByText(/named by the pattern 47\* on any gateway/)).toBeVisible();
  });

  test('[INV-5] names a tunnel on its own page, with what a pattern would fit', async ({ page, serve }) => {
    const lines = ['k:1', 'k:2', 'k*'].map((matchkey) => replayLine({ matchkey }));
    const server = await serve({ content: fileOf(lines) });
    await server.untilCount(3);
    await page.goto(`${server.url}tunnels/gw-north/${encodeURIComponent('k:1')}`);
    await page.getByRole('button', { name: 'Add name' }).click();
    const dialog = page.getByRole('dialog', { name: 'New inventory entry' });
    await expect(dialog.getByLabel('Pattern')).toHaveValue('k:1');
    await expect(dialog.getByRole('status')).toContainText('Matches 1 known tunnel:');
    await dialog.getByLabel('Pattern').fill('k:*');
    await expect(dialog.getByRole('status')).toContainText('Matches 2 known tunnels:');
    await dialog.getByLabel('Name', { exact: true }).fill('<b>Riga</b> & "office"');
    await dialog.getByLabel('Name', { exact: true }).press('Enter');
    await expect(page.getByRole('heading', { name: '<b>Riga</b> & "office"' })).toBeVisible();
    server.append(replayLine({ matchkey: 'k:3' }));
    await page.goto(`${server.url}tunnels/gw-north/${encodeURIComponent('k:3')}`);
    await expect(page.getByRole('heading', { name: '<b>Riga</b> & "office"' })).toBeVisible();
    await page.goto(`${server.url}tunnels/gw-north/${encodeURIComponent('k*')}`);
    await page.getByRole('button', { name: 'Add name' }).click();
    await expect(dialog.getByRole('status')).toContainText('Matches 1 known tunnel:');
  });

  test('[INV-9] [INV-6] renames live in every browser, and keeps nobody from seeing that somebody was faster', async ({
    page,
    serve,
    newScreen,
    complaints,
  }) => {
    complaints.expectRefusals();
    const server = await serve({ content: fileOf([replayLine()]) });
    await server.untilCount(1);
    await named(server, 'Riga');
    const other = await newScreen();
    await other.goto(`${server.url}events`);
    await expect(other.getByText('Riga', { exact: true })).toBeVisible();
    const third = await newScreen();
    await third.goto(`${server.url}inventory?entry=1`);
    await third.getByLabel('Name', { exact: true }).fill('Typed meanwhile');

    await page.goto(`${server.url}inventory`);
    await page.getByRole('link', { name: 'Riga' }).click();
    const dialog = page.getByRole('dialog', { name: 'Entry 1: Riga' });
    await dialog.getByLabel('Name', { exact: true }).fill('Riga office');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('link', { name: 'Riga office' })).toBeVisible();
    await expect(other.getByText('Riga office')).toBeVisible();

    await third.getByRole('button', { name: 'Save' }).click();
    await expect(third.getByRole('dialog').getByRole('alert')).toContainText(
      'Somebody else changed this entry. It now says: Riga office',
    );
    await third.getByRole('button', { name: 'Use their version' }).click();
    await expect(third.getByLabel('Name', { exact: true })).toHaveValue('Riga office');
    await third.getByRole('button', { name: 'Remove' }).click();
    await third.getByRole('button', { name: 'Confirm removal' }).click();
    await expect(other.getByText('Riga office')).toHaveCount(0);
    await expect(page.getByText('No entries yet.')).toBeVisible();
  });

  test('takes 100,000 entries, and its list scrolls to the end of them', async ({ page, serve }) => {
    test.slow();
    const server = await serve({ content: fileOf([replayLine()]) });
    await server.untilCount(1);
    await page.goto(`${server.url}inventory`);
    const rows = Array.from(
      { length: 100_000 },
      (_each, at) => `gw-north,k${String(at)},,N${String(at).padStart(5, '0')},,,,`,
    );
    await importRows(page, rows, /Of 100,000 rows: 100,000 added/);
    await expect(page.getByRole('heading', { name: '100,000 entries' })).toBeVisible();
    const table = page.getByRole('table', { name: 'Inventory entries' });
    await table.getByRole('link', { name: 'N00000' }).focus();
    await page.keyboard.press('End');
    await expect(table.getByRole('link', { name: 'N99999' })).toBeVisible();
    expect(await table.getByRole('link').count()).toBeLessThan(150);
    await page.getByRole('searchbox', { name: 'Search' }).fill('k4242');
    await expect(page.getByRole('heading', { name: '11 entries found' })).toBeVisible();
  });
});
