import type { Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { HookReceiver } from '../support/hook-receiver.js';
import { fileOf, lineOf, replayLine } from './support/lines.js';
import { expect, test } from './support/test.js';

const SCRIPT = '<script>document.title = "taken over"; alert(1)</script>';
const IMAGE = '<img src=x onerror=alert(2)>';
const PROTO = '__proto__=1 constructor=2 toString=3';

const EVENT = replayLine({ matchkey: '4711', seqno: `"${IMAGE}"` });
const UNKNOWN = lineOf(`IPSEC: prio=2 id=99999 event="${SCRIPT}" ${PROTO} matchkey=4711`);
const UNREADABLE = `${SCRIPT}${IMAGE}<a href="javascript:alert(3)">press</a>`;

/** Nothing of a line has become a part of the page. */
async function expectOnlyText(page: Page): Promise<void> {
  const planted = page.locator('main :is(script, img, iframe, object, embed, a[href^="javascript:"], [onerror])');
  await expect(planted).toHaveCount(0);
  expect(await page.title()).toContain('Tunnelwatch');
  const prototype = await page.evaluate(() => [typeof Object.prototype.toString, Object.keys(Object.prototype).length]);
  expect(prototype).toEqual(['function', 0]);
}

test.describe('lines that attack their reader', () => {
  test('are text on the page of their tunnel', async ({ page, serve }) => {
    const server = await serve({ content: fileOf([EVENT, UNKNOWN]) });
    await page.goto(`${server.url}tunnels/gw-north/4711`);
    const newest = page.getByRole('list', { name: 'Newest events of the tunnel' }).getByRole('listitem');
    await expect(newest).toHaveCount(2);
    for (const line of [EVENT, UNKNOWN]) {
      const item = newest.filter({ hasText: line === EVENT ? 'Anti-replay check failed.' : '99999' });
      await item.getByRole('button', { expanded: false }).click();
      await expect(item.getByLabel('raw line', { exact: true })).toHaveText(line);
    }
    for (const [name, value] of [
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', '3'],
    ] as const) {
      const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
      await expect(row.getByRole('cell').first()).toHaveText(value);
    }
    await expectOnlyText(page);
  });

  test('are text on the page of events', async ({ page, serve }) => {
    const server = await serve({ content: fileOf([EVENT]) });
    await page.goto(`${server.url}events`);
    await expect(page.getByRole('main')).toContainText(`seqno=${IMAGE}`);
    server.append(UNKNOWN);
    await expect(page.getByRole('main')).toContainText('99999');
    await expect(page.getByRole('main')).toContainText(/__proto__=1\s+constructor=2\s+toString=3/);
    // The same from the store as from the live tail.
    await page.goto(`${server.url}events?q=99999`);
    await expect(page.getByRole('main')).toContainText(/__proto__=1\s+constructor=2\s+toString=3/);
    await page.getByRole('listitem').filter({ hasText: '99999' }).getByRole('button', { expanded: false }).click();
    await expect(page.getByLabel('raw line', { exact: true })).toHaveText(UNKNOWN);
    await expectOnlyText(page);
  });

  test('are text among the samples of the sources', async ({ page, serve }) => {
    const server = await serve({ content: fileOf([EVENT, UNKNOWN, UNREADABLE]) });
    await page.goto(`${server.url}sources`);
    const main = page.getByRole('main');
    await expect(main).toContainText('gw1.log');
    await expect(main).toContainText(UNREADABLE);
    await expectOnlyText(page);
  });

  test('are text on every page of alerts, and so is what people write', async ({ page, serve }) => {
    const hostile = `"${IMAGE}"`;
    const line = lineOf(`IPSEC: prio=4 id=1696 matchkey=${hostile}`, { gateway: 'gw-north' });
    const server = await serve({ content: fileOf([line]) });
    await page.goto(`${server.url}alerts`);
    const row = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
    await expect(row).toContainText(IMAGE);
    const headers = { 'Content-Type': 'application/json' };
    for (const [action, version, said] of [
      ['assign', 1, { assignee: SCRIPT }],
      ['acknowledge', 2, { comment: SCRIPT }],
    ] as const) {
      const body = JSON.stringify({ version, by: IMAGE, ...said });
      const answer = await fetch(`${server.url}api/v1/alerts/1/${action}`, { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
    }
    await expect(row).toContainText(SCRIPT);
    await expectOnlyText(page);
    await page.goto(`${server.url}alerts/1`);
    const history = page.getByRole('list', { name: 'History of the alert' });
    await expect(history).toContainText(SCRIPT);
    await expect(history).toContainText(IMAGE);
    await expectOnlyText(page);
    for (const path of ['', 'wall', 'admin', 'alerts/health']) {
      await page.goto(server.url + path);
      await expect(page.locator('main')).toBeVisible();
      await expectOnlyText(page);
    }
  });

  test('are text where a receiver of notifications answers with them', async ({ page, serve }, info) => {
    const receiver = await HookReceiver.start();
    try {
      receiver.answer(400, SCRIPT + IMAGE);
      const secretFile = info.outputPath('secret');
      writeFileSync(secretFile, 'between us\n');
      const channel = { name: 'noc', kind: 'webhook', url: receiver.url, secretFile, allowPrivate: true };
      const server = await serve({ flags: ['--notifications', JSON.stringify([channel])] });
      await page.goto(`${server.url}admin`);
      await page.getByRole('button', { name: 'Send a test to noc' }).click();
      await expect(page.getByRole('row', { name: 'noc' })).toContainText(SCRIPT + IMAGE);
      await expectOnlyText(page);
    } finally {
      await receiver.end();
    }
  });
});
