import type { ClientToServerEvents, ServerToClientEvents, View } from '@tunnelwatch/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, tokenFor } from '../../support/known-people.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';

const SOCKETS = 126;
const ROOMS = 16;

let server: ServeProcess;
const tokens: Record<string, string> = {};
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await ServeProcess.start({ signIn: true });
  for (const name of ['crowd', 'other']) tokens[name] = tokenFor(server.data, 'viewer', name);
  tokens['wall'] = tokenFor(server.data, 'wall', 'Hall 2');
});

afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await server.remove();
});

interface Page {
  socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  snapshots: Set<string>;
  displaced: string | null;
}

async function open(name: string): Promise<Page> {
  const { origin, pathname } = new URL(server.url);
  const socket: Page['socket'] = io(origin, {
    path: `${pathname}socket.io`,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: bearer(tokens[name] ?? ''),
  });
  sockets.push(socket);
  const page: Page = { socket, snapshots: new Set(), displaced: null };
  socket.on('snapshot', ({ room }) => page.snapshots.add(room));
  socket.on('displaced', (reason) => {
    page.displaced = reason;
  });
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve);
  });
  return page;
}

const join = ({ socket }: Page, view: View) => socket.timeout(60_000).emitWithAck('subscribe', { view });

async function metric(limit: string): Promise<number> {
  const text = await (await server.fetch('metrics', { headers: bearer(tokens['other'] ?? '') })).text();
  return Number(new RegExp(`limited_total\\{limit="${limit}"\\} (\\d+)`).exec(text)?.[1]);
}

describe('126 pages with 16 rooms each of one viewer', () => {
  it('[LIVE-24] [LIVE-25] close that viewer’s oldest pages, while another viewer and a wall get their state', async () => {
    const wall = await open('wall');
    const crowd: Page[] = [];
    const joining: Promise<unknown>[] = [];
    for (let number = 0; number < SOCKETS; number++) {
      const page = await open('crowd');
      crowd.push(page);
      for (let room = 0; room < ROOMS; room++) {
        const view: View = { view: 'tunnel', gateway: `gw${String(number)}`, matchkey: String(room), window: '1h' };
        joining.push(join(page, view).catch(() => undefined));
      }
    }
    const other = await open('other');
    expect(await join(wall, { view: 'wall' })).toMatchObject({ ok: true });
    expect(await join(other, { view: 'overview', window: '1h' })).toMatchObject({ ok: true });
    const own: View = { view: 'tunnel', gateway: 'gw1', matchkey: 'a', window: '1h' };
    expect(await join(other, own)).toMatchObject({ ok: true });
    await eventually('both have their state', () => wall.snapshots.size === 1 && other.snapshots.size === 2);
    await eventually('the limit has closed pages', () => crowd.filter(({ socket }) => socket.connected).length === 8);
    expect(
      crowd.slice(-8).every(({ socket }) => socket.connected),
      'the newest stay',
    ).toBe(true);
    expect(crowd[0]?.displaced).toContain('too many live pages');
    expect([wall.displaced, other.displaced]).toEqual([null, null]);
    expect((await metric('live-pages')) + (await metric('live-views'))).toBe(SOCKETS - 8);
    for (const { socket } of crowd) socket.disconnect();
    await Promise.all(joining);
  });

  it('[LIVE-29] raise an alert that names whose pages were closed', async () => {
    await eventually('the alert is there', async () => {
      const response = await server.fetch('api/v1/alerts?state=unacknowledged', {
        headers: bearer(tokens['other'] ?? ''),
      });
      const text = await response.text();
      return (
        text.includes('"rule":"people-shut-out"') &&
        text.includes('live view of crowd (viewer)') &&
        text.includes('"priority":"high"')
      );
    });
  });

  it('[LIVE-25] are 32 at most where they show only what all share', async () => {
    const crowd: Page[] = [];
    for (let number = 0; number < 34; number++) crowd.push(await open('crowd'));
    await eventually('two are closed', () => crowd.filter(({ socket }) => socket.connected).length === 32);
    expect(crowd.map(({ displaced }) => displaced !== null)).toEqual([true, true, ...Array<boolean>(32).fill(false)]);
  });
});
