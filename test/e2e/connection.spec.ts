import type { Page } from '@playwright/test';
import { sumLabel } from '../../client/src/charts/chart-rows.js';
import type { ServeProcess } from '../support/serve-process.js';
import { Cable } from './support/cable.js';
import { fileOf, integrityLine, replayLine, routeLine } from './support/lines.js';
import { chartSum, header, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

/** Marks the page's own memory: a page that was loaded again has forgotten it. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isOldPage: true }));
}

async function expectNotReloaded(page: Page): Promise<void> {
  expect(await page.evaluate(() => Reflect.get(window, 'isOldPage'))).toBe(true);
}

async function expectRightCount(page: Page, server: ServeProcess, count: number): Promise<void> {
  await expect(chartSum(page)).toContainText(`${sumLabel(count, 0)} in the chart`);
  expect(await server.count()).toBe(count);
}

test('a server that is gone for a while is said to be, and missed by nobody afterwards', async ({
  page,
  serve,
  newScreen,
  complaints,
}) => {
  complaints.expectLostConnections();
  const server = await serve({ content: fileOf([replayLine(), replayLine()]) });
  const wall = await newScreen();
  await page.goto(server.url);
  await wall.goto(`${server.url}wall`);
  await untilLive(page);
  await expectRightCount(page, server, 2);
  await mark(page);
  await mark(wall);

  await server.end('SIGKILL');
  await expect(header(page).getByText(/^DISCONNECTED [1-9]\d* s$/)).toBeVisible();
  await expect(header(page).getByRole('link', { name: /^Lag/ })).toHaveCount(0);
  await expect(wall.getByRole('alert').filter({ hasText: 'DISCONNECTED' })).toContainText(/for [1-9]\d* s/);

  server.append(replayLine(), integrityLine(), routeLine());
  const again = await serve({ directory: server.directory, flags: ['--port', String(server.port)] });
  await untilLive(page);
  await expectRightCount(page, again, 5);
  await expect(page.getByRole('button', { name: 'Integrity 1' })).toBeVisible();
  await expect(wall.getByRole('alert')).toContainText('1 CRITICAL');
  await expectNotReloaded(page);
  await expectNotReloaded(wall);
});

test('a browser without a network catches up when it is back', async ({ page, context, serve, complaints }) => {
  complaints.expectLostConnections();
  const server = await serve({ content: fileOf([replayLine()]) });
  const cable = await Cable.plugInto(server.port);
  try {
    await page.goto(cable.url);
    await expectRightCount(page, server, 1);
    await mark(page);

    await context.setOffline(true);
    cable.cut();
    await expect(header(page)).toContainText('DISCONNECTED');
    server.append(...Array.from({ length: 300 }, (_, index) => replayLine({ seqno: String(index) })), routeLine());
    await server.untilCount(302);

    await context.setOffline(false);
    await untilLive(page);
    await expectRightCount(page, server, 302);
    await expect(header(page)).toContainText('1 urgent');
    server.append(integrityLine());
    await expectRightCount(page, server, 303);
    await expectNotReloaded(page);
  } finally {
    cable.close();
  }
});

test('a link that stands but says nothing is noticed and replaced', async ({ page, serve, complaints }) => {
  complaints.expectLostConnections();
  const server = await serve({ content: fileOf([replayLine()]) });
  const cable = await Cable.plugInto(server.port);
  try {
    await page.clock.install();
    await page.goto(cable.url);
    await expectRightCount(page, server, 1);
    await mark(page);
    cable.silence(true);
    server.append(integrityLine());
    await server.untilCount(2);
    // The page's own clock goes on, so that nobody has to wait for the limit of half a minute.
    await page.clock.fastForward(40_000);
    await expect(header(page)).toContainText('DISCONNECTED');
    cable.silence(false);
    cable.cut();
    await page.clock.fastForward(10_000);
    await untilLive(page);
    await expectRightCount(page, server, 2);
    await expectNotReloaded(page);
  } finally {
    cable.close();
  }
});

/** Makes the pages of a screen name another protocol version in their handshakes, as an old page in an open tab would. */
async function pretendOtherVersion(page: Page, { onlyOnce }: { readonly onlyOnce: boolean }): Promise<void> {
  await page.addInitScript((once) => {
    if (once && sessionStorage.getItem('wasOld') !== null) return;
    sessionStorage.setItem('wasOld', 'true');
    const send = (socket: WebSocket, data: Parameters<WebSocket['send']>[0]): void => original.call(socket, data);
    const original = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      send(this, typeof data === 'string' ? data.replace(/^40{"protocol":\d+}/, '40{"protocol":999999}') : data);
    };
  }, onlyOnce);
}

test('[LIVE-9] a page of another version says that a new version is running, and connects after a reload', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: fileOf([replayLine()]) });
  await pretendOtherVersion(page, { onlyOnce: true });
  const handshakes: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).startsWith('40')) handshakes.push(String(payload));
    }),
  );
  await page.goto(server.url);
  const banner = page.getByRole('alert').filter({ hasText: 'A new version is running: reload this page' });
  await expect(banner).toBeVisible();
  await expect(header(page).getByText('NEW VERSION')).toBeVisible();
  // Whoever tried again would do so on each of these occasions.
  await page.evaluate(() => {
    window.dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  await expect(banner).toBeVisible();
  expect(handshakes).toEqual(['40{"protocol":999999}']);

  await banner.getByRole('button', { name: 'Reload' }).click();
  await untilLive(page);
  await expect(banner).toBeHidden();
});

test('a page whose program could not be loaded loads itself again', async ({ page, serve, complaints }) => {
  complaints.expectMissingProgram();
  const server = await serve({ content: fileOf([replayLine()]) });
  let asked = 0;
  await page.route(/\/assets\/start-[^/]*\.js/, (route) => {
    asked += 1;
    return asked === 1 ? route.abort() : route.continue();
  });
  await page.goto(server.url);
  await untilLive(page);
  expect(asked).toBe(2);
});

test('[LIVE-9] a wall of another version reloads by itself, and not in a loop', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([replayLine()]) });
  await pretendOtherVersion(page, { onlyOnce: false });
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.clock.install();
  await page.goto(`${server.url}wall`);
  await expect.poll(() => loads).toBe(2);
  await expect(page.getByRole('alert').filter({ hasText: 'NEW VERSION' })).toBeVisible();
  await page.clock.fastForward(50_000);
  await expect(page.getByRole('alert').filter({ hasText: 'NEW VERSION' })).toBeVisible();
  expect(loads).toBe(2);
  await page.clock.fastForward(15_000);
  await expect.poll(() => loads).toBe(3);
});
