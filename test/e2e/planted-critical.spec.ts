import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { alertPageSchema } from '@tunnelwatch/shared/api';
import { HookReceiver } from '../support/hook-receiver.js';
import { eventually, type ServeProcess } from '../support/serve-process.js';
import { lineOf, routeLine } from './support/lines.js';
import { untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

const HOUR_MS = 3_600_000;

/** What the receiver was told of an alert, newest last. */
interface Told {
  readonly occasion: string;
  readonly alert: { readonly id: number; readonly subject: { readonly gateway?: string } };
}

function toldTo(receiver: HookReceiver): Told[] {
  // The test reads what the server itself has written.
  return receiver.received.map(({ body }) => JSON.parse(body) as Told);
}

async function post(server: ServeProcess, path: string, body: unknown): Promise<void> {
  const response = await server.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBeLessThan(300);
}

/** The open group of a server, as the API lists it. */
async function groupOf(server: ServeProcess): Promise<{ id: number; version: number }> {
  const { items } = alertPageSchema.parse(await server.get('alerts?limit=200'));
  const group = items.find(({ members }) => members > 0);
  if (group === undefined) throw new Error('nothing is grouped');
  return group;
}

/** Flags of a server that tells a receiver of what is urgent. */
function toldBy({ url }: HookReceiver, secretFile: string): string[] {
  writeFileSync(secretFile, 'between us\n');
  const channel = { name: 'noc', kind: 'webhook', url, minPriority: 'urgent', secretFile, allowPrivate: true };
  return ['--notifications', JSON.stringify([channel])];
}

async function openWall(page: Page, server: ServeProcess): Promise<void> {
  await page.goto(`${server.url}wall`);
  await expect(page.getByText('Waiting for the server…')).toHaveCount(0);
}

test.describe('[ALM-50] a Critical that nobody has seen', () => {
  test('is back on wall and inbox, and told, when its group was acknowledged before it came', async ({
    serve,
    newScreen,
  }, info) => {
    const receiver = await HookReceiver.start();
    try {
      const server = await serve({ flags: toldBy(receiver, info.outputPath('secret')) });
      const wall = await newScreen({ viewport: { width: 1920, height: 1080 } });
      await openWall(wall, server);
      const inbox = await newScreen();
      await inbox.goto(`${server.url}alerts`);
      await untilLive(inbox);

      server.append(...['a', 'b', 'c', 'd', 'e'].map((iface) => routeLine({ iface })));
      await expect(wall.getByRole('alert')).toContainText('1 CRITICAL');
      const { id, version } = await groupOf(server);
      await post(server, `api/v1/alerts/${String(id)}/acknowledge`, { version, by: 'Ada', comment: 'on it' });
      await expect(wall.getByRole('alert')).toHaveCount(0);

      // From a gateway whose clock is forty minutes slow.
      server.append(routeLine({ iface: 'f', at: Date.now() - 40 * 60_000 }));
      await expect(wall.getByRole('alert')).toContainText('1 CRITICAL');
      await expect(inbox.getByText('1 new', { exact: true })).toBeVisible();
      await eventually('the notification', () => toldTo(receiver).at(-1)?.occasion === 'newCritical');
      expect(toldTo(receiver).at(-1)?.alert.id).toBe(id);
      await wall.screenshot({ path: info.outputPath('wall.png') });
      await inbox.screenshot({ path: info.outputPath('inbox.png') });
    } finally {
      await receiver.end();
    }
  });

  test('[ALM-52] [ALM-54] stands before six hundred forged ones of the year 2090, within a maintenance window too', async ({
    serve,
    newScreen,
  }, info) => {
    const receiver = await HookReceiver.start();
    try {
      const server = await serve({ flags: toldBy(receiver, info.outputPath('secret')) });
      const wall = await newScreen({ viewport: { width: 1920, height: 1080 } });
      await openWall(wall, server);
      const subject = { gateway: 'gw-north', kind: 'iface', pattern: 'core' };
      await post(server, 'api/v1/inventory', { ...subject, name: 'Core' });
      const times = { from: new Date().toISOString(), until: new Date(Date.now() + HOUR_MS).toISOString() };
      const scope = { gateway: 'gw-north', matchkey: null, class: null };
      await post(server, 'api/v1/maintenance-windows', { ...times, ...scope, comment: 'works' });

      const at = Date.UTC(2090, 0, 1);
      const forged = Array.from({ length: 600 }, (_, nr) => routeLine({ gateway: `forged-${String(nr)}`, at }));
      server.append(...forged);
      await expect(wall.getByRole('alert')).toContainText('501 CRITICAL');
      server.append(routeLine({ iface: 'core' }), lineOf('IPSEC: prio=2 id=278 iface=core'));
      await expect(wall.getByRole('alert')).toContainText('502 CRITICAL');
      await expect(wall.getByRole('alert')).toContainText('gw-north');
      await expect(wall.getByRole('alert')).toContainText('in maintenance');
      // Alone or in a digest.
      await eventually('the notification', () => receiver.received.some(({ body }) => body.includes('gw-north')));
      await wall.screenshot({ path: info.outputPath('flooded.png') });
    } finally {
      await receiver.end();
    }
  });
});
