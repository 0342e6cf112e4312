import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { HookReceiver } from '../../support/hook-receiver.js';
import { LiveClient } from '../../support/live-client.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const LINES = 150_000;
const SEARCHES = 25;

/** Drops of the last hour. */
function longLog(): string {
  const from = Date.now() - LINES * 50;
  return Array.from({ length: LINES }, (_, at) => {
    const time = new Date(from + at * 50).toISOString();
    return `${time} gw${String(at % 7)} EFW: IPSEC: prio=3 id=4294967 matchkey=${String(at % 300)} seqno=${String(at)}\n`;
  }).join('');
}

it('[ALM-74] [ALM-75] tells of a Critical, and shows alerts and live pages, while searches are still running', async () => {
  const receiver = await HookReceiver.start();
  onTestFinished(() => receiver.end());
  const secretFile = join(tempFolder(), 'secret');
  writeFileSync(secretFile, 'between the two of us\n');
  const channel = { name: 'noc', kind: 'webhook', url: receiver.url, secretFile, allowPrivate: true };
  const server = await ServeProcess.start({
    content: longLog(),
    flags: ['--notifications', JSON.stringify([channel])],
  });
  onTestFinished(() => server.remove());
  await server.untilCount(LINES);

  const end = new AbortController();
  let running = SEARCHES;
  const searches = Array.from({ length: SEARCHES }, async (_, at) => {
    // Each reads the stamp of every line: none has this text.
    await server
      .fetch(`api/v1/events/count?q=T99:99:${String(at).padStart(2, '0')}`, { signal: end.signal })
      .catch(() => undefined);
    running -= 1;
  });
  server.append(`${new Date().toISOString()} gw1 EFW: IPSEC: prio=5 id=1682 iface=wan`);
  await eventually('the notification', () => receiver.received.length > 0);
  const left = { told: running, listed: 0, history: 0, channels: 0, wall: 0 };
  await server.get('alerts');
  left.listed = running;
  await server.get('alerts/1/history');
  left.history = running;
  await server.get('notifications');
  left.channels = running;
  const client = new LiveClient(server.url);
  onTestFinished(() => {
    client.disconnect();
  });
  await client.join({ view: 'wall' });
  await client.until('the wall', { view: 'wall' }, ({ alerts }) => alerts !== null);
  left.wall = running;
  end.abort();
  await Promise.all(searches);
  for (const [what, unfinished] of Object.entries(left)) expect(unfinished, what).toBeGreaterThan(0);
});
