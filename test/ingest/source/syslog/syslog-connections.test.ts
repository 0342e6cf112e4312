import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { linesOf } from '../../../support/follower.js';
import { freePort } from '../../../support/free-port.js';
import { eventually, type ServeProcess } from '../../../support/serve-process.js';
import { SyslogClient } from '../../../support/syslog-client.js';
import {
  listenerOf,
  numbers,
  startSyslogServer,
  storedNumbers,
  untilListener,
} from '../../../support/syslog-server.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
const clients: SyslogClient[] = [];
let directory = '';
let port = 0;
let server: ServeProcess;

beforeEach(async () => {
  directory = tempFolder();
  port = await freePort();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.break()));
  await server.remove();
});

const url = (): string => `tcp://127.0.0.1:${String(port)}`;

async function start(syslog: Record<string, number> = {}): Promise<void> {
  server = await startSyslogServer({ directory, sources: [{ listen: url(), gateway: 'gw1' }], syslog });
}

async function connect(from?: string): Promise<SyslogClient> {
  const client = await SyslogClient.connect(port, undefined, from);
  clients.push(client);
  return client;
}

/** Opens connections at once; each brings lines of its own, ten from ten times its number on. */
async function connectAll(count: number, lines = 10): Promise<SyslogClient[]> {
  const opened = await Promise.all(Array.from({ length: count }, () => connect()));
  await Promise.all(opened.map((client, at) => client.lines(linesOf(at * lines, at * lines + lines - 1))));
  return opened;
}

/** A connection that stands in the middle of a line, and so does not make room. It completes the line, and ends. */
async function takePlace(number: number): Promise<{ complete: () => Promise<void> }> {
  const client = await connect();
  const [line = ''] = linesOf(number, number);
  await client.write(line.slice(0, 20));
  await untilListener(server, url(), { connections: 1 });
  return {
    complete: async () => {
      await client.write(`${line.slice(20)}\n`);
      await client.end();
    },
  };
}

const untilStored = (events: number): Promise<void> => server.untilCount(events);

async function storedOnce(last: number): Promise<void> {
  await server.end();
  expect((await storedNumbers(server.data)).sort((a, b) => a - b)).toEqual(numbers(0, last));
}

describe('[DEL-18] with the limits as they are by default', () => {
  it('a relay of one address loses nothing over 500 connections that stay open', async () => {
    await start();
    await connectAll(500);
    await untilStored(5000);
    expect(await listenerOf(server, url())).toMatchObject({ refusedConnections: 0, overLimitConnections: 0 });
    await storedOnce(4999);
  });

  it('a sender loses nothing that opens a connection for every message, 3,000 at once', async () => {
    await start();
    const send = async (number: number) => {
      const client = await SyslogClient.connect(port);
      await client.lines(linesOf(number, number));
      await client.end();
    };
    await Promise.all(numbers(0, 2999).map(send));
    await untilStored(3000);
    expect(await listenerOf(server, url())).toMatchObject({ refusedConnections: 0 });
    await storedOnce(2999);
  });
});

describe('[DEL-18] above the limit', () => {
  it('connections wait and lose nothing, and quiet ones make room; it is told everywhere', async () => {
    await start({ maxConnections: 20 });
    const opened = await connectAll(60);
    await untilStored(600);
    await untilListener(server, url(), { overLimitConnections: 40, refusedConnections: 40, waitingConnections: 0 });
    // Those that made room were told, and closed; the last twenty are open.
    await Promise.all(opened.slice(0, 20).map((client) => client.untilClosed()));
    await eventually('the warning in the log', () => server.errors.includes('the limit of connections is reached'));
    expect(server.errors).toContain('raise syslog.maxConnections (20)');
    const metrics = await (await server.fetch('metrics')).text();
    expect(metrics).toContain(`tunnelwatch_source_over_limit_connections_total{source="${url()}",kind="syslog"} 40`);
    expect(metrics).toContain(`tunnelwatch_source_connections{source="${url()}",kind="syslog"} 20`);
    const alertsSchema = z.object({ items: z.array(z.object({ rule: z.string(), priority: z.string() })) });
    await eventually('the alert', async () => {
      const { items } = alertsSchema.parse(await server.get('alerts'));
      return items.some(({ rule, priority }) => rule === 'connections' && priority === 'high');
    });
    await storedOnce(599);
  });

  it('one address has no more than its own limit, and its other connections wait', async () => {
    await start({ maxConnectionsPerSender: 5 });
    await connectAll(15);
    await untilStored(150);
    await untilListener(server, url(), { overLimitConnections: 10, connections: 5 });
    await eventually('the warning', () => server.errors.includes('raise syslog.maxConnectionsPerSender (5)'));
    await storedOnce(149);
  });

  it('one in the middle of a line is not ended: others wait, which is told, and are read when it has ended', async () => {
    await start({ maxConnections: 1 });
    const first = await takePlace(10);
    await (await connect()).lines(linesOf(0, 9));
    await untilListener(server, url(), { connections: 1, waitingConnections: 1, refusedConnections: 0 });
    await first.complete();
    await untilStored(11);
    await untilListener(server, url(), { waitingConnections: 0, overLimitConnections: 0, badFrames: 0 });
    await storedOnce(10);
  });

  it('the sender with the most makes room, and not one that has fewer and was quiet for longer', async () => {
    await start({ maxConnections: 3 });
    const few = await connect('127.0.0.2');
    await few.lines(linesOf(0, 0));
    await untilStored(1);
    const first = await connect();
    await first.lines(linesOf(1, 1));
    await untilStored(2);
    await (await connect()).lines(linesOf(2, 2));
    await untilStored(3);
    await (await connect()).lines(linesOf(3, 3));
    await first.untilClosed();
    await untilStored(4);
    await few.lines(linesOf(4, 4));
    await untilStored(5);
    await untilListener(server, url(), { overLimitConnections: 1 });
  });

  it('those that never said anything make room first', async () => {
    await start({ maxConnections: 3 });
    const spoken = await connect();
    await spoken.lines(linesOf(0, 0));
    await untilStored(1);
    const silent = [await connect(), await connect()];
    await (await connect()).lines(linesOf(1, 1));
    await Promise.race(silent.map((client) => client.untilClosed()));
    await untilStored(2);
    await spoken.lines(linesOf(2, 2));
    await untilStored(3);
  });

  it('a thousand may wait; one more is refused, which is counted', async () => {
    await start({ maxConnections: 1 });
    await takePlace(1000);
    await Promise.all(Array.from({ length: 1000 }, () => connect()));
    await untilListener(server, url(), { waitingConnections: 1000, overLimitConnections: 0 });
    await (await connect()).untilClosed();
    await untilListener(server, url(), { waitingConnections: 1000, overLimitConnections: 1 });
  });
});

describe('[DEL-19] a stop in order', () => {
  it('stores what connections have sent that still wait', async () => {
    await start({ maxConnections: 1 });
    await takePlace(1000);
    await connectAll(5);
    await untilListener(server, url(), { waitingConnections: 5 });
    expect(await server.end()).toBe(0);
    await storedOnce(49);
  });
});
