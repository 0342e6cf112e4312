import type { Page } from '@playwright/test';
import { fileOf, lineOf, routeLine } from './support/lines.js';
import { blockSound, header, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

/** As many alerts as make a flood, each of a gateway of its own. */
const FLOOD = Array.from({ length: 12 }, (_, index) => routeLine({ gateway: `gw-${String(index)}` }));

/** The wall of a demo in a flood, with as much to tell in its row as there can be. */
async function expectWholeStatusRow(page: Page): Promise<void> {
  // A demo has no such flood: the page is told of one.
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      socket.send(typeof message === 'string' ? message.replaceAll('"isDemo":false', '"isDemo":true') : message);
    });
  });
  for (const [width, height] of [
    [1920, 1080],
    [1080, 1920],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.reload();
    const mark = page.getByText('DEMO', { exact: true });
    await expect(mark).toBeVisible();
    await expect(async () => {
      const row = await mark.locator('xpath=..').boundingBox();
      for (const label of [/^(data )?age$/, /^(drops)?\/min$/, 'UTC']) {
        const figure = await page.getByRole('term').filter({ hasText: label }).locator('xpath=..').boundingBox();
        expect(figure?.width, String(label)).toBeGreaterThan(0);
        expect((figure?.y ?? 0) + (figure?.height ?? 0), String(label)).toBeLessThanOrEqual(
          (row?.y ?? 0) + (row?.height ?? 0) + 1,
        );
      }
    }).toPass();
  }
}

test('[SCR-4] a flood is said on every page with since when, counts in alarm health, and leaves the wall its figures', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: fileOf(FLOOD) });
  for (const path of ['', 'alerts', 'tunnels', 'sources']) {
    await page.goto(server.url + path);
    await expect(page.getByText('ALERT FLOOD')).toBeVisible();
  }
  await page.goto(`${server.url}alerts`);
  const rows = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  // By the order of the list it would be the last one: it is the oldest.
  await expect(rows.first()).toContainText('First alert of the flood');
  await expect(rows.first()).toContainText('gw-0');
  await expect(page.getByText('First alert of the flood')).toHaveCount(1);
  await page.getByRole('link', { name: 'View first alert' }).click();
  await expect(page.getByRole('main')).toContainText('gw-0');
  await page.goto(`${server.url}wall`);
  await expect(page.getByText(/FIRST ALERT/)).toBeVisible();
  await expect(page.getByText(/ALERT FLOOD since \d\d:\d\d:\d\d/)).toBeVisible();
  await expectWholeStatusRow(page);
  await page.goto(`${server.url}alerts/health`);
  const figures = page.getByRole('list', { name: 'Key figures and targets' });
  await expect(figures.getByRole('listitem').filter({ hasText: 'Peak in 10 minutes' })).toContainText(
    '12Target missed',
  );
  await expect(figures.getByRole('listitem').filter({ hasText: 'Chattering' })).toContainText('0Target met');
  await expect(page.getByRole('main')).toContainText('None acknowledged yet.');
});

test('[SCR-9] alerts with one message are told apart on the wall', async ({ page, serve }) => {
  const server = await serve({ content: fileOf(FLOOD) });
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(`${server.url}wall`);
  const rows = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  for (const row of await rows.all()) await expect(row).toHaveText(/^gw-\d+/);
});

test('a maintenance window suppresses what it covers, is listed, and can be ended', async ({
  page,
  serve,
  newScreen,
}) => {
  const server = await serve({ content: fileOf([lineOf('IPSEC: prio=4 id=00000611 rev=1 iface=wan1')]) });
  const list = await newScreen();
  await list.goto(`${server.url}alerts?state=suppressed`);
  await page.goto(`${server.url}alerts/windows`);
  await expect(page.getByText('No active maintenance window.')).toBeVisible();
  await page.getByRole('button', { name: 'New window' }).click();
  const dialog = page.getByRole('dialog', { name: 'New maintenance window' });
  await dialog.getByRole('button', { name: 'Create window' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter a gateway');
  await dialog.getByLabel('Gateway').fill('gw-north');
  await dialog.getByLabel('Reason').fill('new firmware');
  await dialog.getByRole('button', { name: 'Create window' }).click();
  const open = page.getByRole('list', { name: 'Active maintenance windows' });
  await expect(open).toContainText('All classes of gw-north');
  await expect(open).toContainText('new firmware');
  const suppressed = list.getByRole('list', { name: 'Suppressed alerts' }).getByRole('listitem');
  await expect(suppressed).toHaveCount(1);
  await expect(header(page)).toContainText('No unacknowledged alerts');

  await open.getByRole('button', { name: 'End now' }).click();
  await expect(page.getByRole('list', { name: 'Ended maintenance windows' })).toContainText('new firmware');
  await expect(suppressed).toHaveCount(0);
  await expect(header(page)).toContainText('1 high');
});

test('sound is off until somebody switches it on, and a page opened later says when the browser blocks it', async ({
  page,
  serve,
  complaints,
}) => {
  const server = await serve();
  await page.goto(server.url);
  await untilLive(page);
  await page.getByRole('button', { name: 'Sound off' }).click();
  await expect(page.getByRole('button', { name: 'Sound on' })).toBeVisible();
  complaints.expectBlockedSound();
  const later = await page.context().newPage();
  await blockSound(later);
  await later.goto(server.url);
  await later.getByRole('button', { name: 'Sound is blocked by the browser' }).click();
  await later.getByRole('button', { name: 'Sound on' }).click();
  await expect(later.getByRole('button', { name: 'Sound off' })).toBeVisible();
});

/** What the page has played since it was opened: the tones of the browser itself, counted. */
async function countTones(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when: [number?]) {
      document.documentElement.dataset['tones'] = String(Number(document.documentElement.dataset['tones'] ?? 0) + 1);
      start.apply(this, when);
    };
  });
  return () => page.evaluate(() => Number(document.documentElement.dataset['tones'] ?? 0));
}

test('the wall sounds when it is switched on, and says from afar when the browser blocks it', async ({
  page,
  serve,
  complaints,
}) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  const tones = await countTones(page);
  await page.goto(`${server.url}wall`);
  await expect(page.getByText('1 CRITICAL')).toBeVisible();
  await expect(page.getByText('SOUND BLOCKED')).toHaveCount(0);
  expect(await tones()).toBe(0);

  complaints.expectBlockedSound();
  await blockSound(page);
  await page.goto(`${server.url}wall?sound=on`);
  await expect(page.getByText('1 CRITICAL')).toBeVisible();
  const blocked = page.getByRole('button', { name: 'SOUND BLOCKED by the browser' });
  await expect(blocked).toBeVisible();
  expect(await tones()).toBe(0);
  await blocked.click();
  await expect(blocked).toHaveCount(0);
  await expect.poll(tones, { timeout: 20_000 }).toBeGreaterThan(1);
  // Urgent is heard again while nobody has acknowledged it: four tones.
  await expect.poll(tones, { timeout: 20_000 }).toBeGreaterThanOrEqual(5);

  await page.getByRole('button', { name: 'Sound on' }).click();
  await expect(page.getByRole('button', { name: 'Sound off' })).toHaveAttribute('aria-pressed', 'false');
});
