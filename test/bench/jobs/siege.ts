import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { alertPageSchema } from '@tunnelwatch/shared/api';
import type { ClientToServerEvents, ServerToClientEvents, View } from '@tunnelwatch/shared/protocol';
import { io, type Socket as LiveSocket } from 'socket.io-client';
import { HookReceiver } from '../../support/hook-receiver.js';
import { bearer, tokenFor } from '../../support/known-people.js';
import type { ServeProcess } from '../../support/serve-process.js';
import { type BenchContext, type Job, linesOf, secondsOf } from '../context.js';
import type { Row } from '../report.js';
import { makeStore } from '../support/make-store.js';
import { percentile } from '../support/percentile.js';
import { cpuSecondsOf, statsOf } from '../support/process-stats.js';
import { startServer } from '../support/serve.js';

const EVENTS = 250_000;
const SEARCHERS = 20;
const SOCKETS = 126;
const ROOMS = 16;
const SILENT_CONNECTIONS = 2000;
const USUAL_RATE = 20_000;
const BURST_MS = 10;
const CRITICAL_EVERY_MS = 1000;
const LAST_WAIT_MS = 5000;
const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;

/** Whether a real Critical is seen, told and answered while everybody who can keeps the server from it. */
export const siege: Job = {
  name: 'siege',
  about:
    'a real Critical a second, among 20 endless searches, 126 × 16 live views, 20,000 made-up names a second (--rate) and 2,000 silent connections',
  run: async (context) => [
    {
      title: 'A real Critical a second, under siege',
      rows: await measure(context),
      notes: [
        'Of viewers: 20 who search without end, and one with 126 pages of 16 views each. Of senders: 2,000 silent TCP connections, and UDP datagrams that each name a new tunnel of a new gateway.',
        'The Criticals come over TCP from gateways of the inventory. Times count from the sending of the line; the attackers share the processors with the server.',
      ],
    },
  ],
};

interface Marks {
  sentAt: Map<string, number>;
  onWall: Map<string, number>;
  atHook: Map<string, number>;
  answers: number[];
}

async function measure(context: BenchContext): Promise<Row[]> {
  const { options, cleanup, say } = context;
  const seconds = secondsOf(options, 15, 120);
  const directory = cleanup.folder('siege');
  const dataDirectory = join(directory, 'data');
  mkdirSync(dataDirectory);
  const to = Date.now() - 60_000;
  makeStore({ dataDirectory, events: linesOf(options, EVENTS, EVENTS), from: to - DAY_MS, to, seed: options.seed });
  const hook = await HookReceiver.start();
  cleanup.add(() => hook.end());
  const [udp, tcp] = [await freePort(), await freePort()];
  const secretFile = join(directory, 'secret');
  writeFileSync(secretFile, 'between us\n');
  const channel = {
    name: 'noc',
    kind: 'webhook',
    url: hook.url,
    minPriority: 'urgent',
    secretFile,
    allowPrivate: true,
  };
  const listeners = ['--listen', `udp://127.0.0.1:${String(udp)}`, '--listen', `tcp://127.0.0.1:${String(tcp)}`];
  const flags = [...listeners, '--notifications', JSON.stringify([channel])];
  const server = await startServer(context, { directory, content: '', flags, signIn: true });
  const operator = bearer(tokenFor(server.data, 'operator', 'noc'));
  for (let nr = 0; nr < seconds; nr++) await nameGateway(server, operator, gatewayOf(nr));

  const marks: Marks = { sentAt: new Map(), onWall: new Map(), atHook: new Map(), answers: [] };
  const wall = await openPage(server, tokenFor(server.data, 'wall', 'Hall 2'));
  cleanup.add(() => {
    wall.disconnect();
  });
  watchWall(wall, marks);
  await wall.emitWithAck('subscribe', { view: { view: 'wall' } });

  say('the siege begins');
  const siegeOver = new AbortController();
  cleanup.add(() => {
    siegeOver.abort();
  });
  const attackers = [
    ...Array.from({ length: Math.min(SEARCHERS, options.clients ?? SEARCHERS) }, (_, nr) =>
      search(server, `viewer-${String(nr)}`, siegeOver.signal),
    ),
    flood(udp, options.rate ?? USUAL_RATE, siegeOver.signal),
  ];
  const silent = await holdConnections(tcp);
  const crowd = await openCrowd(server, options.clients ?? SOCKETS);
  await pause(2000);

  say('real Criticals');
  const began = {
    at: performance.now(),
    cpu: { server: cpuSecondsOf(server.pid), attackers: cpuSecondsOf(process.pid) },
  };
  const gateway = connect(tcp, '127.0.0.1');
  await once(gateway, 'connect');
  for (let nr = 0; nr < seconds; nr++) {
    const name = gatewayOf(nr);
    marks.sentAt.set(name, performance.now());
    gateway.write(`${criticalOf(name)}\n`);
    await pause(CRITICAL_EVERY_MS);
    noteHook(hook, marks);
    if (nr % 5 === 4) marks.answers.push(await answerOne(server, operator));
  }
  await pause(LAST_WAIT_MS);
  noteHook(hook, marks);
  const peak = statsOf(server.pid)?.peakRssBytes;
  const elapsed = (performance.now() - began.at) / 1000;
  const use = {
    server: ((cpuSecondsOf(server.pid) - began.cpu.server) / elapsed) * 100,
    attackers: ((cpuSecondsOf(process.pid) - began.cpu.attackers) / elapsed) * 100,
  };
  siegeOver.abort();
  await Promise.allSettled(attackers);
  for (const socket of [...silent, gateway]) socket.destroy();
  for (const page of crowd) page.disconnect();
  wall.disconnect();
  await server.end();

  say('starting again');
  const started = performance.now();
  const again = await startServer(context, { directory, flags, signIn: true });
  const start = (performance.now() - started) / 1000;
  await again.end();
  return rowsOf(marks, { peak, start, use });
}

/** Shares of one core, percent. */
interface Use {
  server: number;
  attackers: number;
}

function rowsOf(marks: Marks, { peak, start, use }: { peak: number | undefined; start: number; use: Use }): Row[] {
  const delays = (seen: ReadonlyMap<string, number>) =>
    [...marks.sentAt].flatMap(([name, at]) => {
      const arrived = seen.get(name);
      return arrived === undefined ? [] : [(arrived - at) / 1000];
    });
  const [wall, hook] = [delays(marks.onWall), delays(marks.atHook)];
  const missed = 2 * marks.sentAt.size - wall.length - hook.length;
  return [
    {
      what: 'Criticals missed on the wall or at the webhook',
      value: missed,
      unit: 'count',
      goal: { kind: 'at most', value: 0 },
    },
    { what: 'on the wall, slowest', value: Math.max(...wall), unit: 's', goal: { kind: 'at most', value: 2 } },
    { what: 'at the webhook, slowest', value: Math.max(...hook), unit: 's', goal: { kind: 'at most', value: 2 } },
    {
      what: 'an operator’s acknowledgement, p99',
      value: percentile(marks.answers, 0.99),
      unit: 'ms',
      goal: { kind: 'at most', value: 300 },
    },
    { what: 'memory, highest', value: peak, unit: 'bytes', goal: { kind: 'at most', value: 600 * MIB } },
    { what: 'processor, server', value: use.server, unit: '% of a core' },
    { what: 'processor, attackers', value: use.attackers, unit: '% of a core' },
    { what: 'next start', value: start, unit: 's', goal: { kind: 'at most', value: 5 } },
  ];
}

function gatewayOf(nr: number): string {
  return `core-${String(nr)}`;
}

function criticalOf(gateway: string): string {
  return `<130>1 ${new Date().toISOString()} ${gateway} EFW - - - IPSEC: prio=5 id=00001682 rev=1 event=failed_to_remove_dynamic_route action=none table=main network=198.51.100.0/24 iface=core`;
}

async function nameGateway(server: ServeProcess, operator: Record<string, string>, gateway: string): Promise<void> {
  await server.fetch('api/v1/inventory', {
    method: 'POST',
    headers: { ...operator, 'content-type': 'application/json' },
    body: JSON.stringify({ gateway, kind: 'iface', pattern: 'core', name: `Core of ${gateway}` }),
  });
}

type Page = LiveSocket<ServerToClientEvents, ClientToServerEvents>;

async function openPage(server: ServeProcess, token: string): Promise<Page> {
  const { origin, pathname } = new URL(server.url);
  const socket: Page = io(origin, {
    path: `${pathname}socket.io`,
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: bearer(token),
  });
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve);
  });
  return socket;
}

/** Notes when the wall first shows each gateway's alert. */
function watchWall(wall: Page, { onWall }: Marks): void {
  const note = (changes: Parameters<ServerToClientEvents['delta']>[0]['changes']): void => {
    for (const change of changes) {
      if (change.kind !== 'alerts') continue;
      for (const { subject } of change.alerts) {
        if ('gateway' in subject && !onWall.has(subject.gateway)) onWall.set(subject.gateway, performance.now());
      }
    }
  };
  wall.on('delta', ({ changes }) => {
    note(changes);
  });
  wall.on('snapshot', ({ changes }) => {
    note(changes);
  });
}

function noteHook({ received }: HookReceiver, { atHook }: Marks): void {
  for (const { body, at } of received) {
    for (const [, name = ''] of body.matchAll(/"gateway":"(core-\d+)"/g)) if (!atHook.has(name)) atHook.set(name, at);
  }
}

/** One operator acknowledges the first alert that waits; milliseconds until it is done. */
async function answerOne(server: ServeProcess, operator: Record<string, string>): Promise<number> {
  const response = await fetchAgain(server, 'api/v1/alerts?state=unacknowledged&limit=1', { headers: operator });
  const [alert] = alertPageSchema.parse(await response.json()).items;
  if (alert === undefined) throw new Error('no alert waits');
  const began = performance.now();
  const done = await fetchAgain(server, `api/v1/alerts/${String(alert.id)}/acknowledge`, {
    method: 'POST',
    headers: { ...operator, 'content-type': 'application/json' },
    body: JSON.stringify({ version: alert.version, comment: 'on it' }),
  });
  if (done.status !== 200) throw new Error(`acknowledge: ${String(done.status)} ${await done.text()}`);
  return performance.now() - began;
}

/** The status of an answer; 0 for a connection that was refused or cut, which is what an attacker may meet. */
async function searchOnce(server: ServeProcess, headers: Record<string, string>, over: AbortSignal): Promise<number> {
  try {
    const response = await server.fetch('api/v1/events?q=T99:99:9', { headers, signal: over });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    if (error instanceof TypeError) return 0;
    throw error;
  }
}

/** As browsers do, asks once more where the server closed a kept connection while the request was on its way. */
async function fetchAgain(server: ServeProcess, path: string, request: RequestInit): Promise<Response> {
  try {
    return await server.fetch(path, request);
  } catch (error) {
    const isClosed = error instanceof TypeError && request.signal?.aborted !== true;
    if (!isClosed) throw error;
    return server.fetch(path, request);
  }
}

async function search(server: ServeProcess, name: string, over: AbortSignal): Promise<void> {
  const headers = bearer(tokenFor(server.data, 'viewer', name));
  while (!over.aborted) {
    const status = await searchOnce(server, headers, over);
    if (status !== 200) await pause(CRITICAL_EVERY_MS);
  }
}

/** Datagrams that each name a new tunnel of a new gateway. */
async function flood(port: number, rate: number, over: AbortSignal): Promise<void> {
  const socket = createSocket('udp4');
  const began = performance.now();
  for (let sent = 0; !over.aborted;) {
    const due = Math.ceil(((performance.now() - began) / 1000) * rate);
    for (; sent < due; sent++) {
      const line = `<133>1 ${new Date().toISOString()} forged-${String(sent)} EFW - - - IPSEC: prio=5 id=00001682 rev=1 event=x action=none table=main network=192.0.2.0/24 iface=if-${String(sent)}`;
      socket.send(line, port, '127.0.0.1');
    }
    await pause(BURST_MS);
  }
  socket.close();
}

async function holdConnections(port: number): Promise<Socket[]> {
  const sockets = Array.from({ length: SILENT_CONNECTIONS }, () =>
    connect(port, '127.0.0.1').on('error', () => undefined),
  );
  await Promise.all(sockets.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')])));
  return sockets;
}

async function openCrowd(server: ServeProcess, sockets: number): Promise<Page[]> {
  const token = tokenFor(server.data, 'viewer', 'crowd');
  const pages: Page[] = [];
  for (let page = 0; page < sockets; page++) {
    const socket = await openPage(server, token);
    pages.push(socket);
    for (let room = 0; room < ROOMS; room++) {
      const view: View = { view: 'tunnel', gateway: `gw${String(page)}`, matchkey: String(room), window: '1h' };
      socket.emit('subscribe', { view }, () => undefined);
    }
  }
  return pages;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
