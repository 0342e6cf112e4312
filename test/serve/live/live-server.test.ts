import { commandResultSchema } from '@tunnelwatch/shared/alert-command';
import { once } from 'node:events';
import type { LiveServer } from '@tunnelwatch/server/serve/live/live-server';
import {
  type ClientToServerEvents,
  type ServerToClientEvents,
  subscribeResultSchema,
  type View,
} from '@tunnelwatch/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleAlert } from '../../support/samples.js';
import { eventually } from '../../support/serve-process.js';
import { type LiveFixture, openLive } from './live-fixture.js';
import type { Stage } from './stage.js';

type Client = Socket<ServerToClientEvents, ClientToServerEvents>;

let fixture: LiveFixture;
let stage: Stage;
let live: LiveServer;
let errors: unknown[];
const clients: Client[] = [];

beforeEach(async () => {
  fixture = await openLive();
  ({ stage, live } = fixture);
  ({ errors } = stage);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await fixture.close();
});

function connect(options: Parameters<typeof io>[1] = {}): Client {
  const url = `http://127.0.0.1:${String(fixture.port)}`;
  const client: Client = io(url, { path: '/tw/socket.io', transports: ['websocket'], reconnection: false, ...options });
  clients.push(client);
  return client;
}

async function connected(): Promise<Client> {
  const client = connect();
  await once(asEmitter(client), 'connect');
  return client;
}

/** `once` of node:events takes anything that has these two. */
function asEmitter(client: Client): NodeJS.EventEmitter {
  // The client's emitter lacks only methods that `once` does not use.
  return client as unknown as NodeJS.EventEmitter;
}

/** Sends what no typed client could send. */
function emitAnything(client: Client, ...words: unknown[]): void {
  Reflect.apply(client.emit.bind(client), undefined, words);
}

function ask(client: Client, ...words: unknown[]): Promise<unknown> {
  return new Promise((resolve) => {
    emitAnything(client, ...words, resolve);
  });
}

function changeAlert(count: number, message = 'text'): void {
  stage.commit([], [sampleAlert({ id: 1, version: count, count, message })]);
  stage.deliver();
}

const HOSTILE: readonly unknown[] = [
  null,
  [],
  [[[]]],
  {},
  0,
  -1,
  1e308,
  '',
  'x'.repeat(60_000),
  true,
  { view: null },
  { view: 'overview' },
  { view: { view: 'overview', window: '2h' } },
  { view: { view: 'nothing' } },
  { view: { view: 'status', more: 1 } },
  { view: { view: 'tunnel', gateway: 'x'.repeat(9000), matchkey: '', window: '15m' } },
  { view: { view: 'status' }, since: { epoch: 'x'.repeat(65), seq: 1 } },
  { view: { view: 'status' }, since: { epoch: 'e', seq: -1 } },
  { view: { view: 'status' }, since: null },
  { id: '1', body: null },
  { id: 1, body: { version: 1, by: '', comment: '' } },
  { id: 1, body: { version: 1, by: 'x'.repeat(101) } },
  { id: 1, body: { version: 1.5, by: 'ann' } },
  JSON.parse('{"__proto__": {"view": "status"}, "constructor": 1}'),
];

describe('what a client may send', () => {
  it('may be anything: it is refused and nothing breaks', async () => {
    const client = await connected();
    for (const event of ['subscribe', 'act']) {
      const schema = event === 'subscribe' ? subscribeResultSchema : commandResultSchema;
      for (const hostile of HOSTILE) {
        const answer = schema.parse(await ask(client, event, hostile));
        expect([answer.ok, !answer.ok && answer.problem.code]).toEqual([false, 'bad-request']);
      }
    }
    expect(errors).toEqual([]);
  });

  it('may lack an answer function, or have other things in its place', async () => {
    const client = await connected();
    for (const event of ['subscribe', 'unsubscribe', 'act', 'actOnAll', 'nothing', 'error', '']) {
      emitAnything(client, event);
      for (const hostile of [...HOSTILE, { view: 'status' }, { view: { view: 'status' } }]) {
        emitAnything(client, event, hostile);
        emitAnything(client, event, hostile, 'no function', { more: 1 });
      }
    }
    expect(await ask(client, 'subscribe', { view: { view: 'status' } })).toMatchObject({ ok: true });
    expect(errors).toEqual([]);
  });

  it('ends the connection when it is larger than 64 KiB', async () => {
    const client = await connected();
    const left = once(asEmitter(client), 'disconnect');
    client.emit(
      'subscribe',
      { view: { view: 'tunnel', gateway: 'x'.repeat(70_000), matchkey: '', window: '15m' } },
      () => undefined,
    );
    await left;
    const other = await connected();
    expect(await ask(other, 'subscribe', { view: { view: 'status' } })).toMatchObject({ ok: true });
  });

  it('is an acknowledgement that is answered when the store does not', async () => {
    const client = await connected();
    const rest = { action: 'acknowledge', version: 1, by: 'ann' };
    expect(await ask(client, 'act', { id: 12, ...rest })).toMatchObject({ ok: true, alert: { id: 12 } });
    expect(await ask(client, 'act', { id: 13, ...rest })).toMatchObject({
      ok: false,
      problem: { code: 'store-unavailable', status: 503 },
    });
    expect(errors).toHaveLength(1);
  });
});

describe('views', () => {
  it('[LIVE-5] are sixteen at the most at one time; leaving one makes room', async () => {
    const client = await connected();
    const view = (messageId: number): View => ({ view: 'events', messageId });
    for (let at = 0; at < 16; at++)
      expect(await ask(client, 'subscribe', { view: view(at) })).toMatchObject({ ok: true });
    expect(await ask(client, 'subscribe', { view: view(3) }), 'one that it has').toMatchObject({ ok: true });
    expect(await ask(client, 'subscribe', { view: view(16) })).toMatchObject({
      ok: false,
      problem: { status: 400, detail: 'more than 16 views at once' },
    });
    client.emit('unsubscribe', view(0));
    expect(await ask(client, 'subscribe', { view: view(16) })).toMatchObject({ ok: true });
  });

  it('are heard of only by those who look at them', async () => {
    const [looking, left] = [await connected(), await connected()];
    const heard: string[] = [];
    looking.on('delta', () => heard.push('looking'));
    left.on('delta', () => heard.push('left'));
    for (const client of [looking, left]) await ask(client, 'subscribe', { view: { view: 'alerts' } });
    left.emit('unsubscribe', { view: 'alerts' });
    await ask(left, 'subscribe', { view: { view: 'sources' } });
    changeAlert(1);
    await eventually('the delta', () => heard.length > 0);
    await ask(left, 'subscribe', { view: { view: 'sources' } });
    expect(heard).toEqual(['looking']);
  });

  it('are told again from the beginning when they are asked for again', async () => {
    const client = await connected();
    const heard: string[] = [];
    client.on('snapshot', ({ room, seq }) => heard.push(`${room} ${String(seq)}`));
    for (let visit = 0; visit < 3; visit++) await ask(client, 'subscribe', { view: { view: 'alerts' } });
    expect(heard).toEqual(['alerts 0', 'alerts 0', 'alerts 0']);
  });

  it('are refused with a reason while the store does not answer, and open once it does', async () => {
    const client = await connected();
    stage.isStoreBroken = true;
    expect(await ask(client, 'subscribe', { view: { view: 'events' } })).toMatchObject({
      ok: false,
      problem: { code: 'store-unavailable' },
    });
    stage.isStoreBroken = false;
    expect(await ask(client, 'subscribe', { view: { view: 'events' } })).toMatchObject({ ok: true });
  });
});

describe('a client that does not read', () => {
  it('[LIVE-5] is taken out, costs a bounded buffer, and gets the whole state when it has caught up', async () => {
    const client = await connected();
    let state: { seq: number; count: number; jumps: number } = { seq: -1, count: 0, jumps: 0 };
    let snapshots = 0;
    const countOf = (changes: readonly object[]) => Number(Reflect.get(Object(changes[0]), 'alerts')?.[0]?.count);
    client.on('snapshot', ({ seq, changes }) => {
      snapshots += 1;
      state = { ...state, seq, count: countOf(changes) };
    });
    client.on('delta', ({ prev, seq, changes }) => {
      state = { seq, count: countOf(changes), jumps: state.jumps + (prev === state.seq ? 0 : 1) };
    });
    stage.commit([], [sampleAlert({ id: 1, count: 1 })]);
    stage.deliver();
    await ask(client, 'subscribe', { view: { view: 'alerts' } });
    const wire = wireOf(client);
    wire.pause();
    const room = await stage.publisher.enter({ view: 'alerts' }, 'person one');
    if (room === undefined) throw new Error('no room');
    let longest = 0;
    for (let count = 2; count <= 100; count++) {
      changeAlert(count, 'x'.repeat(400_000));
      stage.publisher.flushRoom(room);
      longest = Math.max(longest, longestBuffer());
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(longest).toBeGreaterThan(10);
    expect(longest).toBeLessThanOrEqual(22);
    wire.resume();
    await eventually('the state of the end', () => state.count === 100);
    expect(snapshots).toBe(2);
    expect(state.jumps, 'gaps').toBe(0);
    changeAlert(101);
    await eventually('the next delta', () => state.count === 101);
  });
});

describe('a client that asks and does not read', () => {
  it('[LIVE-5] costs no more however often it asks, and gets the answer when it reads', async () => {
    const client = await connected();
    // More than the buffers of both kernels take: what is sent behind it stays in ours, however busy the machine is.
    stage.commit([], [sampleAlert({ id: 1, count: 7, message: 'x'.repeat(50_000_000) })]);
    stage.deliver();
    const wire = wireOf(client);
    wire.pause();
    for (let asked = 0; asked < 200; asked++) client.emit('subscribe', { view: { view: 'alerts' } }, () => undefined);
    await eventually('all to be asked', () => buffers().some((buffer) => buffer.length >= 150));
    const waiting = buffers()
      .flat()
      .filter(({ data }) => (data?.length ?? 0) > 1_000_000);
    expect(waiting.length).toBeLessThanOrEqual(3);
    const snapshots: number[] = [];
    client.on('snapshot', ({ seq }) => snapshots.push(seq));
    wire.resume();
    await eventually('a snapshot', () => snapshots.length > 0);
    expect(await ask(client, 'subscribe', { view: { view: 'alerts' } })).toMatchObject({ ok: true });
  });

  it('[LIVE-5] is thrown out when it never stops', async () => {
    const client = await connected();
    const wire = wireOf(client);
    wire.pause();
    stage.commit([], [sampleAlert({ id: 1, message: 'x'.repeat(3_000_000) })]);
    stage.deliver();
    await eventually('the server to have enough', () => {
      for (let asked = 0; asked < 500; asked++) {
        client.emit('subscribe', { view: { view: 'alerts' } }, () => undefined);
      }
      return live.clients === 0;
    });
    wire.resume();
    const other = await connected();
    expect(await ask(other, 'subscribe', { view: { view: 'status' } })).toMatchObject({ ok: true });
  });
});

/** The longest of the server's buffers of packets that wait for a client. */
function longestBuffer(): number {
  return Math.max(0, ...buffers().map((buffer) => buffer.length));
}

function buffers(): { data?: string }[][] {
  const server: unknown = Reflect.get(live, 'io');
  // Private to the compiler: what the test proves is just that this stays short.
  const { sockets } = (server as { of: (name: string) => { sockets: Map<string, { conn: object }> } }).of('/');
  return [...sockets.values()].map(({ conn }) => Reflect.get(conn, 'writeBuffer') as { data?: string }[]);
}

/** The WebSocket below a client, which can stop reading. */
function wireOf(client: Client): { pause: () => void; resume: () => void } {
  // The engine's types hide the socket; in Node it is one of ws, which has these methods.
  return Reflect.get(client.io.engine.transport, 'ws') as { pause: () => void; resume: () => void };
}
