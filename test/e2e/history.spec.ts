import type { Page } from '@playwright/test';
import { fileOf, routeLine } from './support/lines.js';
import { header, untilLive } from './support/pages.js';
import { endOfSecond, untilPast } from './support/past-time.js';
import { expect, test } from './support/test.js';

const HOUR_MS = 3_600_000;

/** A line of a gateway that was written just now. */
function line(part: string): string {
  return `${new Date().toISOString()} gw1 EFW: IPSEC: ${part}`;
}

const critical = () => line('prio=5 id=1682 table=main network=192.0.2.0/24 iface=wan');
const refused = (seqno: number) =>
  line(`prio=2 id=278 seqno=${String(seqno)} windowbase=900 windowsize=64 matchkey=north-7`);

function historyBar(page: Page) {
  return page.getByRole('region', { name: 'Time machine' });
}

test('[PAST-6] an operator sees a past moment as it was, marked as such, and comes back to now', async ({
  page,
  newScreen,
  serve,
}) => {
  const server = await serve({ content: `${refused(7)}\n` });
  await server.untilCount(1);
  // A moment with one event and nothing else; it lies in the past once the clock has gone on by the time that is kept back.
  const quiet = await endOfSecond();
  await untilPast(quiet);
  server.append(critical(), refused(8), refused(9));
  await server.untilCount(4);

  await page.goto(`${server.url}alerts`);
  await untilLive(page);
  await expect(page.getByText('Failed to remove dynamic route.').first()).toBeVisible();
  await expect(header(page).getByRole('link', { name: 'Time machine' })).toBeVisible();

  const past = await newScreen();
  await past.goto(`${server.url}?at=${quiet}`);
  const bar = historyBar(past);
  await expect(bar).toContainText('HISTORY');
  await expect(header(past)).toContainText('HISTORY');
  await expect(past.getByText(/^1 failure\b.* in the chart/)).toBeVisible();
  await expect(past.getByText('Failed to remove dynamic route.')).toHaveCount(0);
  await expect(bar).toContainText('Now: 1 unacknowledged, 1 Critical');

  await past.getByRole('link', { name: 'Alerts', exact: true }).click();
  await expect(past).toHaveURL(new RegExp(`alerts\\?.*at=`));
  await expect(bar).toContainText('HISTORY');
  await expect(past.getByRole('heading', { name: 'Alerts' })).toBeVisible();
  await expect(past.getByText('Failed to remove dynamic route.')).toHaveCount(0);

  await past.getByRole('link', { name: 'Events', exact: true }).click();
  await expect(bar).toContainText('This page shows live data');

  await past.getByRole('link', { name: 'Alerts', exact: true }).click();
  await bar.getByRole('button', { name: 'Back to now' }).click();
  await expect(bar).toHaveCount(0);
  await expect(past).not.toHaveURL(/at=/);
  await expect(past.getByText('Failed to remove dynamic route.').first()).toBeVisible();
});

test('[PAST-5] of a time before the record begins a page says when it begins, and leads there', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: `${refused(7)}\n` });
  await server.untilCount(1);
  await untilPast(await endOfSecond());
  const earlier = new Date(Date.now() - HOUR_MS).toISOString();
  await page.goto(`${server.url}wall?at=${earlier}`);
  await expect(page.getByText(/^The record begins at /)).toBeVisible();
  await expect(page.getByText('No data received yet')).toHaveCount(0);
  await page.goto(`${server.url}?at=${earlier}`);
  await expect(page.getByText(/^Nothing is known of this time: the record begins at /)).toBeVisible();
  await expect(page.getByText(/No IPsec events|No unacknowledged|No data received/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Go to the beginning' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

test('[PAST-6] the past is played, and in it nobody can do anything', async ({ page, serve }) => {
  const server = await serve({ content: `${critical()}\n` });
  await server.untilCount(1);
  await page.goto(`${server.url}alerts`);
  await untilLive(page);
  const acknowledge = page.getByRole('button', { name: 'Acknowledge' });
  await expect(acknowledge.first()).toBeVisible();
  const opened = await endOfSecond();
  await untilPast(opened);

  await page.goto(`${server.url}alerts?at=${opened}`);
  const bar = historyBar(page);
  await expect(page.getByText('Failed to remove dynamic route.').first()).toBeVisible();
  await expect(acknowledge).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  const moment = bar.locator('time strong');
  const before = await moment.textContent();
  await bar.getByRole('button', { name: 'Play at 5× speed' }).click();
  await expect(moment).not.toHaveText(before ?? '');
  await expect(bar).toContainText('You have reached the present.', { timeout: 20_000 });
  await bar.getByRole('button', { name: 'Back to now' }).click();
  await expect(acknowledge.first()).toBeVisible();
});

for (const { width, height } of [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 390, height: 844 },
]) {
  test(`[PAST-6] the mark of a replay stands over the wall at ${String(width)}×${String(height)} and hides nothing`, async ({
    newScreen,
    serve,
  }) => {
    const server = await serve({ content: `${refused(7)}\n` });
    await server.untilCount(1);
    const at = await endOfSecond();
    // The last seconds cannot be replayed yet: the time shown would lie before the first event, where there is no wall.
    await untilPast(at);
    const screen = await newScreen({ viewport: { width, height } });
    await screen.goto(`${server.url}wall?at=${at}`);
    const bar = historyBar(screen);
    await expect(bar.getByText('HISTORY', { exact: true })).toBeVisible();
    await expect(screen.getByText('data age')).toBeVisible();
    const edge = await bar.boundingBox();
    // The wall moves by some pixels now and then, so that nothing burns in: its empty edge may go below the bar.
    const contentEnd = await screen.getByRole('main').evaluate((element) => {
      return element.getBoundingClientRect().bottom - Number.parseFloat(getComputedStyle(element).paddingBottom);
    });
    expect(edge).not.toBeNull();
    expect(contentEnd).toBeLessThanOrEqual((edge?.y ?? 0) + 1);
    expect((edge?.x ?? 0) + (edge?.width ?? 0)).toBeLessThanOrEqual(width);
  });
}

test('[SCR-10] on a phone the time machine leaves the page its room, and all of its controls are reached', async ({
  newScreen,
  serve,
}) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await server.untilCount(1);
  const at = await endOfSecond();
  await untilPast(at);
  const phone = await newScreen({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await phone.goto(`${server.url}alerts?at=${at}`);
  const bar = historyBar(phone);
  await expect(bar).toContainText('1 Critical');
  expect((await bar.boundingBox())?.height).toBeLessThanOrEqual(844 / 8);
  await bar.getByRole('button', { name: 'Play at 60× speed' }).scrollIntoViewIfNeeded();
  await expect(bar.getByRole('button', { name: 'Play at 60× speed' })).toBeInViewport({ ratio: 1 });
  await bar.getByRole('button', { name: 'Back to now' }).tap();
  await expect(bar).toHaveCount(0);
});
