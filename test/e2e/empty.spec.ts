import type { Page } from '@playwright/test';
import { replayLine } from './support/lines.js';
import { chartSum, header, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

/** A zero that stands alone: what was never heard of is not a zero. */
const LONE_ZERO = /(?:^|\s)0(?:\s|$)/;

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await untilLive(page);
}

test.describe('a server over an empty file', () => {
  test('says on the overview that nothing was ever received', async ({ page, serve }) => {
    const server = await serve();
    await open(page, server.url);
    await expect(header(page)).toContainText('No data received yet');
    await expect(page.getByText('No unacknowledged alerts')).toHaveCount(0);
    await expect(page.getByText('No IPsec events received yet.')).toBeVisible();
    await expect(page.getByText('No replay failures received yet.')).toBeVisible();
    await expect(page.getByText('No integrity failures received yet.')).toBeVisible();
    await expect(page.getByText('No gateways seen yet.')).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(LONE_ZERO);
  });

  test('says what to do first, until the first event is there', async ({ page, serve }) => {
    const server = await serve();
    await open(page, server.url);
    const steps = page.locator('section').filter({ has: page.getByRole('heading', { name: 'First steps' }) });
    await expect(steps).toContainText('Following');
    await steps.getByLabel('Log line').fill(replayLine({ matchkey: '4711' }));
    await steps.getByRole('button', { name: 'Explain line' }).click();
    await expect(steps).toContainText('4711');
    server.append(replayLine());
    await expect(chartSum(page)).toContainText('1 failure');
    await expect(steps).toHaveCount(0);
  });

  test('[SCR-7] shows dashes on the wall and not zeros', async ({ page, serve }) => {
    const server = await serve();
    await page.goto(`${server.url}wall`);
    await expect(page.getByText('No data received yet')).toBeVisible();
    await expect(page.getByText('No unacknowledged alerts')).toHaveCount(0);
    await expect(page.getByText('Waiting for the first line from 1 source')).toBeVisible();
    const numbers = page.getByRole('definition');
    await expect(numbers.filter({ hasText: '–' })).toHaveCount(2);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('explains on the list of tunnels that silence proves nothing', async ({ page, serve }) => {
    const server = await serve();
    await open(page, `${server.url}tunnels`);
    await expect(page.getByText('No tunnels seen yet.')).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: 'View sources' })).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(LONE_ZERO);
  });

  test('explains a tunnel that was never seen', async ({ page, serve }) => {
    const server = await serve();
    await open(page, `${server.url}tunnels/gw-north/4711`);
    await expect(page.getByRole('heading', { name: 'Never seen' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('This page fills automatically with the first one.');
  });

  test('[SCR-7] says on the other pages that there is nothing yet', async ({ page, serve }) => {
    const server = await serve();
    await open(page, `${server.url}alerts`);
    await expect(page.getByText('No alerts yet.')).toBeVisible();
    await open(page, `${server.url}events`);
    await expect(page.getByText('No IPsec events received yet.')).toBeVisible();
    await expect(page.getByText('Nothing to count yet.')).toBeVisible();
    await open(page, `${server.url}alerts/health`);
    await expect(page.getByText('No data received yet: there is nothing to measure.')).toBeVisible();
    await expect(page.getByText('Target met')).toHaveCount(0);
    await open(page, `${server.url}report`);
    await expect(page.getByText('No data has been received yet:')).toBeVisible();
    await expect(page.getByText('no silence')).toHaveCount(0);
    await open(page, `${server.url}sources`);
    await expect(page.getByText('All lines could be decoded.')).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText('gw1.log');
    await expect(page.getByRole('main')).toContainText('never');
  });
});

test('a line that is appended appears on every page that is open, with its fields and as it was', async ({
  serve,
  newScreen,
}) => {
  const server = await serve();
  const overview = await newScreen();
  const tunnel = await newScreen();
  const events = await newScreen();
  await open(overview, server.url);
  await open(tunnel, `${server.url}tunnels/gw-north/4711`);
  await open(events, `${server.url}events`);
  await expect(tunnel.getByRole('heading', { name: 'Never seen' })).toBeVisible();

  const line = replayLine({ seqno: '0xffffffffffffffff' });
  server.append(line);

  await expect(overview.getByRole('button', { name: 'Replay 1' })).toBeVisible();
  await expect(chartSum(overview)).toContainText('1 failure in the chart');
  await expect(header(overview)).toContainText('Data age');

  const newest = tunnel.getByRole('list', { name: 'Newest events of the tunnel' }).getByRole('listitem');
  await expect(newest).toHaveCount(1);
  await expect(newest).toContainText('Anti-replay check failed.');
  await newest.getByRole('button', { expanded: false }).click();
  const field = newest.getByRole('row').filter({ has: tunnel.getByRole('rowheader', { name: 'seqno' }) });
  await expect(field.getByRole('cell')).toHaveText([
    '0xffffffffffffffff',
    '18446744073709551615',
    '0xffffffffffffffff',
  ]);
  await expect(newest.getByLabel('raw line', { exact: true })).toHaveText(line);
  await expect(newest).toContainText('Explanation');

  const tail = events.getByRole('list', { name: 'Events' }).getByRole('listitem');
  await expect(tail).toHaveCount(1);
  await expect(tail).toContainText('Anti-replay check failed.');
  await expect(tail).toContainText('seqno=0xffffffffffffffff');
  await expect(tail.getByRole('link', { name: '4711' })).toHaveAttribute('href', '/tunnels/gw-north/4711');
  await expect(events.getByText('Following')).toBeVisible();
});
