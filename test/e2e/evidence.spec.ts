import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { fileOf, integrityLine } from './support/lines.js';
import { expect, test } from './support/test.js';

const SECOND_MS = 1000;
const NAME = '<img src=x onerror=document.title=1>';

test('an alert on a rate says which messages it counts, and its evidence pack opens as a page', async ({
  page,
  serve,
}) => {
  const now = Date.now();
  const lines = Array.from({ length: 150 }, (_, at) =>
    integrityLine({ matchkey: `"${NAME}"`, at: now - (150 - at) * SECOND_MS, seqno: String(at) }),
  );
  const server = await serve({ content: fileOf(lines) });
  await page.goto(`${server.url}alerts`);
  await page.getByRole('link', { name: 'Integrity check failures: 100 or more within 5 minutes' }).click();
  await expect(page.getByRole('heading', { name: 'Message 611' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^View all \d+ events$/ })).toHaveAttribute('href', /class=integrity/);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export evidence' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('tunnelwatch-alert-1.zip');
  const files = unzipSync(readFileSync(await download.path()));
  expect(strFromU8(files['lines.log'] ?? new Uint8Array())).toBe(fileOf(lines));

  const report = await page.context().newPage();
  await report.setContent(strFromU8(files['report.html'] ?? new Uint8Array()));
  await expect(report.getByRole('heading', { level: 1 })).toContainText(NAME);
  await expect(report.getByRole('img', { name: /150 in all/ })).toBeVisible();
  await expect(report.locator('img')).toHaveCount(0);
});
