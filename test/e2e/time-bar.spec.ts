import type { Page } from '@playwright/test';
import { fileOf, integrityLine, replayLine } from './support/lines.js';
import { chartSum } from './support/pages.js';
import { expect, test } from './support/test.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Draws with the pressed mouse over the first chart of a page. */
async function drag(page: Page, name: RegExp, from: number, to: number): Promise<void> {
  const box = await page.getByRole('img', { name }).boundingBox();
  if (box === null) throw new Error('the chart is not drawn');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 8 });
  await page.mouse.up();
}

test('[LIVE-70] [SCR-1] [SCR-5] one time bar moves chart, figures and tables of a page, by dragging, by hand and back, beside yesterday in one click', async ({
  page,
  serve,
}) => {
  const now = Date.now();
  const at = (minutesAgo: number) => now - minutesAgo * MINUTE;
  const lines = [
    ...Array.from({ length: 7 }, (_, index) => replayLine({ matchkey: 'old', at: at(24 * 60 + 20) + index * 1000 })),
    ...Array.from({ length: 5 }, (_, index) => replayLine({ matchkey: 'early', at: at(50) + index * 1000 })),
    ...Array.from({ length: 3 }, (_, index) => integrityLine({ matchkey: 'late', at: at(5) + index * 1000 })),
  ];
  const server = await serve({ content: fileOf(lines) });
  await server.untilCount(15);
  await page.goto(server.url);
  await expect(chartSum(page)).toContainText('8 failures in the chart');

  // Compared in one click, in the chart, its sum and its table.
  await page.getByRole('button', { name: 'Yesterday' }).click();
  await expect(chartSum(page)).toContainText('8 failures in the chart, 7 a day earlier');
  await page.getByRole('button', { name: /^Table: Failures over time by class/ }).click();
  const table = page.getByRole('region', { name: /^Failures over time by class/ });
  await expect(table.getByRole('columnheader', { name: 'Compared' })).toBeVisible();
  await expect(table).toContainText('Highest:');
  await page.getByRole('button', { name: /^Table: Failures over time by class/ }).click();
  await page.getByRole('button', { name: 'Yesterday' }).click();

  // Dragging selects a time for the chart and the lists.
  await drag(page, /^Failures over time by class/, 0.6, 0.99);
  await expect(chartSum(page)).toContainText('3 failures in the chart');
  const replays = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Most replay failures' }) });
  await expect(replays).toContainText('No replay failures in this time range.');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(chartSum(page)).toContainText('8 failures in the chart');
  await expect(replays.getByRole('link', { name: /early/ })).toBeVisible();

  // By hand.
  await page.getByRole('button', { name: 'From – to' }).click();
  const dialog = page.getByRole('dialog', { name: 'Time range' });
  const field = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 19);
  await dialog.getByLabel('From').fill(field(now - DAY - 30 * MINUTE));
  await dialog.getByLabel('To').fill(field(now - DAY));
  await dialog.getByRole('button', { name: 'Show' }).click();
  await expect(chartSum(page)).toContainText('7 failures in the chart');
  await expect(replays.getByRole('link', { name: /old/ })).toBeVisible();

  // The scale is that of all charts of a page, and in its address.
  const log = page.getByRole('button', { name: /^Log scale: Failures over time by class/ });
  await log.click();
  await expect(page).toHaveURL(/scale=log/);
  await page.reload();
  await expect(log).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('per min, log scale')).toBeVisible();

  // The figures of a tunnel and of a gateway are of the time of their page.
  const figure = (name: string) =>
    page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd[1]');
  await page.goto(`${server.url}tunnels/gw-north/early?window=15m`);
  await expect(figure('Failures, last 15 minutes of data')).toHaveText('0');
  await page.getByRole('button', { name: '1h', exact: true }).click();
  await expect(figure('Failures, last 60 minutes of data')).toHaveText('5');
  const dayEarlier = new URLSearchParams({ from: `${field(now - DAY - 30 * MINUTE)}Z`, to: `${field(now - DAY)}Z` });
  await page.goto(`${server.url}gateways/gw-north?${dayEarlier.toString()}`);
  await expect(figure('Failures, this time range')).toHaveText('7');
  await page.goto(`${server.url}?${dayEarlier.toString()}`);
  await expect(chartSum(page)).toContainText('7 failures in the chart');

  // The zone is that of the person's settings.
  await page.getByLabel('Time zone').selectOption('utc');
  await expect(page.getByLabel('Time zone')).toHaveValue('utc');
  await page.reload();
  await expect(page.getByLabel('Time zone')).toHaveValue('utc');
  await expect(chartSum(page)).toContainText('7 failures in the chart');
});

test('[LIVE-74] an event has an address that shows it with its raw line and its neighbours, to anybody', async ({
  page,
  newScreen,
  serve,
}) => {
  const now = Date.now();
  const lines = Array.from({ length: 60 }, (_, index) =>
    replayLine({
      matchkey: index % 2 === 0 ? '4711' : '4712',
      seqno: String(1000 + index),
      at: now - (60 - index) * 1000,
    }),
  );
  const server = await serve({ content: fileOf(lines) });
  await server.untilCount(60);
  await page.goto(`${server.url}tunnels/gw-north/4711`);
  const row = page.getByRole('list', { name: 'Newest events of the tunnel' }).getByRole('listitem');
  await row.filter({ hasText: 'seqno=1056' }).getByRole('button', { expanded: false }).click();
  await expect(row.getByRole('button', { name: 'Copy link to this event' })).toBeVisible();
  const address = await row.getByRole('link', { name: /^Event \d+ and its neighbours$/ }).getAttribute('href');

  const other = await newScreen();
  await other.goto(new URL(address ?? '', server.url).href);
  const around = other.getByRole('list', { name: 'Events around it' }).getByRole('listitem');
  const marked = around.and(other.locator('[aria-current]'));
  await expect(marked).toContainText('seqno=1056');
  await expect(marked.getByLabel('raw line', { exact: true })).toContainText('seqno=1056');
  await expect(around.filter({ hasText: 'seqno=1058' })).toHaveCount(1);
  await expect(around.filter({ hasText: 'seqno=1054' })).toHaveCount(1);
  await expect(around.filter({ hasText: 'seqno=1057' })).toHaveCount(0);
  await other.getByRole('button', { name: 'This gateway' }).click();
  await expect(around.filter({ hasText: 'seqno=1057' })).toHaveCount(1);
  await other.goto(`${server.url}events/1700000000000.999999`);
  await expect(other.getByText('This event is not stored')).toBeVisible();
});
