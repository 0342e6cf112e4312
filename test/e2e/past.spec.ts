import type { Page } from '@playwright/test';
import { sumLabel } from '../../client/src/charts/chart-rows.js';
import type { ServeProcess } from '../support/serve-process.js';
import { chartSum, header, written } from './support/pages.js';
import { simulate } from './support/simulate.js';
import { expect, test } from './support/test.js';

test.use({ timezoneId: 'Europe/Stockholm' });

/** Fifty minutes of February, one line a second, with Criticals among them. */
const FEBRUARY = ['--start', '2026-02-10T17:00:00Z', '--rate', '1', '--lines', '3000', '--tunnels', '20'];
const ENDS = /10 Feb 2026 18:(?:4\d|50):\d\d/;

function februaryServer(serve: (options: { content: Buffer }) => Promise<ServeProcess>): Promise<ServeProcess> {
  return serve({ content: simulate(...FEBRUARY) });
}

/** Draws with the pressed mouse from one part of the chart's width to another. */
async function drag(page: Page, name: RegExp, from: number, to: number): Promise<void> {
  const chart = page.getByRole('img', { name });
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  if (box === null) throw new Error('the chart is not drawn');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 8 });
  await page.mouse.up();
}

/** What the API counts in the range that the address of the page names. */
async function countOfUrl(page: Page, server: ServeProcess, filter = ''): Promise<number> {
  const { searchParams } = new URL(page.url());
  const range = new URLSearchParams({ from: searchParams.get('from') ?? '', to: searchParams.get('to') ?? '' });
  return server.count(`${range.toString()}${filter}`);
}

/** What the chart says of the range in the address, worked out from the API: failures, and unknown messages apart. */
async function sumOfUrl(page: Page, server: ServeProcess): Promise<string> {
  const unknown = await countOfUrl(page, server, '&class=unknown');
  return `${sumLabel((await countOfUrl(page, server)) - unknown, unknown)} in the chart`;
}

/** The same of everything that is stored. */
async function sumOfAll(server: ServeProcess): Promise<string> {
  const unknown = await server.count('class=unknown');
  return `${sumLabel((await server.count()) - unknown, unknown)} in the chart`;
}

test('a log of February opens on its own time and says so', async ({ page, serve }) => {
  const server = await februaryServer(serve);
  await page.goto(server.url);
  await expect(header(page)).toContainText('OLD DATA');
  await expect(header(page)).toContainText(ENDS);
  await expect(header(page)).toContainText(/\d+ days ago/);
  await expect(chartSum(page)).toContainText(await sumOfAll(server));

  await page.goto(`${server.url}wall`);
  await expect(page.getByText(/^OLD DATA · ends/)).toContainText(ENDS);
});

test('Criticals of an old log are listed as past, and nothing calls for an operator', async ({ page, serve }) => {
  const server = await februaryServer(serve);
  await page.goto(server.url);
  const past = page.locator('section').filter({ hasText: 'Historical critical and error events' });
  await expect(past.getByRole('listitem').filter({ hasText: 'Critical' }).first()).toContainText('10 Feb 2026');
  await expect(page.getByRole('region', { name: 'Unacknowledged alerts' })).toHaveCount(0);
  await expect(header(page)).toContainText('No unacknowledged alerts');

  await page.goto(`${server.url}alerts`);
  await expect(page.getByText('No active alerts.')).toBeVisible();
  await page.getByRole('navigation', { name: 'Alert lists' }).getByRole('link', { name: 'Late arrivals' }).click();
  const rows = page.getByRole('list', { name: 'Late arrivals' }).getByRole('listitem');
  await expect(rows.filter({ hasText: 'Critical' }).first()).toContainText('Late arrival');
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);

  await page.goto(`${server.url}wall`);
  await expect(page.getByText(/^OLD DATA/)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('dragging over the chart zooms; the address keeps it, and the counts are those of the API', async ({
  page,
  serve,
}) => {
  const server = await februaryServer(serve);
  await page.goto(server.url);
  await expect(chartSum(page)).toBeVisible();
  await drag(page, /^Failures over time by class/, 0.4, 0.6);
  await expect(page).toHaveURL(/[?&]from=2026-02-10T.*&to=2026-02-10T/);
  const count = await countOfUrl(page, server);
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(await server.count());
  await expect(chartSum(page)).toContainText(await sumOfUrl(page, server));

  const replays = await countOfUrl(page, server, '&class=replay');
  await expect(page.getByRole('button', { name: `Replay ${written(replays)}` })).toBeVisible();

  const address = page.url();
  const sum = await sumOfUrl(page, server);
  await page.reload();
  await expect(chartSum(page)).toContainText(sum);
  expect(page.url()).toBe(address);

  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(chartSum(page)).toContainText(await sumOfAll(server));

  // Each zoom is a step that the browser's own Back undoes.
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(chartSum(page)).toContainText(sum);
});

test('zooming a tunnel shows the events of that time', async ({ page, serve }) => {
  const server = await februaryServer(serve);
  await page.goto(`${server.url}tunnels?sort=replay`);
  await page.getByRole('table', { name: 'Tunnels' }).getByRole('link').first().click();
  await expect(page.getByRole('img', { name: /^Replay and integrity failures over time/ })).toBeVisible();
  // A rate of that time is not called one of now.
  await expect(page.getByText(/^over 5 minutes up to/)).toContainText(ENDS);
  await expect(page.getByText(/\bnow\b/i)).toHaveCount(0);
  await drag(page, /^Replay and integrity failures over time/, 0.2, 0.9);
  await expect(page).toHaveURL(/[?&]from=/);
  const names = new URL(page.url()).pathname.split('/').slice(-2).map(decodeURIComponent);
  const filter = new URLSearchParams({ gateway: names[0] ?? '', matchkey: names[1] ?? '' });
  const count = await countOfUrl(page, server, `&${filter.toString()}`);
  expect(count).toBeGreaterThan(0);
  const events = page.getByRole('list', { name: 'Events of the tunnel in this time range' }).getByRole('listitem');
  await expect(events.first()).toHaveAttribute('aria-setsize', String(Math.min(100, count)));
});
