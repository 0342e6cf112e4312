import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../../../support/certificates.js';
import { linesOf } from '../../../support/follower.js';
import { freePort } from '../../../support/free-port.js';
import { lacks } from '../../../support/programs.js';
import { eventually, type ServeProcess } from '../../../support/serve-process.js';
import { type ClientKeys, sendDatagrams, SyslogClient } from '../../../support/syslog-client.js';
import { type Sender, startRsyslog, startSyslogNg } from '../../../support/syslog-senders.js';
import {
  listenerOf,
  numbers,
  startSyslogServer,
  storedNumbers,
  untilListener,
} from '../../../support/syslog-server.js';

/**
 * Servers are started many times in one test, and on a busy machine each start takes seconds. So the tests of a block go on
 * with what the one before has left, each with lines of its own.
 */
const PATIENT = { timeout: 150_000 };

let folder = '';
let server: ServeProcess | undefined;
let senders: Sender[] = [];

function makeFolder(): void {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-crashes-'));
}

async function endAll(): Promise<void> {
  await Promise.all(senders.map((sender) => sender.end('SIGKILL')));
  await server?.remove();
  rmSync(folder, { recursive: true });
  senders = [];
  server = undefined;
}

interface Stream {
  protocol: 'udp' | 'tcp' | 'tls';
  port: number;
  /** Of the server, for TLS. */
  own?: Record<string, string>;
  /** Of the clients. */
  keys?: ClientKeys;
}

const urlOf = ({ protocol, port }: Stream) => `${protocol}://127.0.0.1:${String(port)}`;

/** Starts the server, or starts it again on the same ports and data. */
async function start(...streams: readonly Stream[]): Promise<ServeProcess> {
  const sources = streams.map((stream) => ({ listen: urlOf(stream), ...stream.own }));
  server = await startSyslogServer({ directory: join(folder, 'server'), sources });
  return server;
}

/** The numbers of stored events that are no less than one and less than another. */
async function storedBetween({ data }: ServeProcess, least: number, end: number): Promise<number[]> {
  return (await storedNumbers(data)).filter((number) => number >= least && number < end);
}

describe.skipIf(lacks('openssl'))('[DEL-9] [DEL-17] a batch that is sent again over TCP and TLS', PATIENT, () => {
  let tcp: Stream;
  let tls: Stream;
  let running: ServeProcess;
  let clients: SyslogClient[] = [];
  /** Where the numbers of the lines over TLS begin. */
  const TLS_FROM = 10_000;

  /** Sends lines with these numbers over a new connection each. */
  async function send(first: number, last: number): Promise<void> {
    clients = [await SyslogClient.connect(tcp.port), await SyslogClient.connect(tls.port, tls.keys)];
    await clients[0]?.lines(linesOf(first, last));
    await clients[1]?.lines(linesOf(TLS_FROM + first, TLS_FROM + last));
  }

  async function until(events: number, health: Parameters<typeof untilListener>[2]): Promise<void> {
    await running.untilCount(2 * events);
    for (const stream of [tcp, tls]) await untilListener(running, urlOf(stream), health);
  }

  beforeAll(async () => {
    makeFolder();
    const authority = makeAuthority(folder, 'authority');
    const own = { ...makeCertificate(folder, 'localhost', authority) };
    tcp = { protocol: 'tcp', port: await freePort() };
    tls = { protocol: 'tls', port: await freePort(), own, keys: { authority } };
    running = await start(tcp, tls);
  });

  afterAll(endAll);

  it('is stored once after kill -9 of the server', async () => {
    await send(0, 999);
    await until(1000, { repeated: 0 });
    await running.end('SIGKILL');
    running = await start(tcp, tls);
    await send(900, 1099);
    await until(1100, { repeated: 100 });
  });

  it('is stored once after a stop in order', async () => {
    await running.end('SIGTERM');
    running = await start(tcp, tls);
    await send(1050, 1199);
    await until(1200, { repeated: 150 });
    for (const client of clients) await client.end();
  });

  it('[DEL-15] is stored once after the sender broke off in the middle of a line', async () => {
    await send(1200, 1209);
    for (const client of clients) await client.write('4f3 EFW: IPSEC: prio=2 id=278 seqno=10 match');
    await running.untilCount(2420);
    for (const client of clients) await client.break();
    await until(1210, { connections: 0, badFrames: 1 });
    await send(1205, 1219);
    await until(1220, { repeated: 155, badFrames: 1 });
  });

  it('leaves every line in the store once, in order', async () => {
    await running.end();
    expect(await storedBetween(running, 0, TLS_FROM)).toEqual(numbers(0, 1219));
    expect(await storedBetween(running, TLS_FROM, 2 * TLS_FROM)).toEqual(numbers(TLS_FROM, TLS_FROM + 1219));
    expect(await storedNumbers(running.data)).toHaveLength(2440);
  });
});

describe('over one connection', () => {
  let port = 0;
  let running: ServeProcess;

  beforeAll(async () => {
    makeFolder();
    port = await freePort();
    running = await start({ protocol: 'tcp', port });
  });

  afterAll(endAll);

  it('[DEL-6] equal lines are never taken for repetitions', async () => {
    const client = await SyslogClient.connect(port);
    const lines = Array.from({ length: 50 }, () => linesOf(7, 7)).flat();
    await client.lines(lines);
    await running.untilCount(50);
    await client.lines(lines);
    await running.untilCount(100);
  });

  it('[DEL-11] lines that may be repetitions are stored after a second, when nothing proves that they are', async () => {
    const before = await running.count();
    const first = await SyslogClient.connect(port);
    await first.lines(linesOf(10, 19));
    await running.untilCount(before + 10);
    await first.break();
    const second = await SyslogClient.connect(port);
    // Equal to line 3 and 4 of ten: the sender would go on to line 9 if it repeated them.
    await second.lines(linesOf(13, 14));
    await running.untilCount(before + 12);
  });

  it('[DEL-10] the same line over connections of its own, each ended in order, is as many lines', async () => {
    const before = await running.count();
    for (let count = 1; count <= 3; count++) {
      const client = await SyslogClient.connect(port);
      await client.lines(linesOf(20, 20));
      await client.end();
      await running.untilCount(before + count);
    }
  });
});

const PROGRAMS = [
  ['rsyslog', startRsyslog],
  ['syslog-ng', startSyslogNg],
] as const;

/** Starts a real sender of lines to a port. */
function startSender([name, begin]: (typeof PROGRAMS)[number], port: number): Sender {
  const forwarding = { folder: join(folder, name), port, transport: 'tcp', framing: 'octet-counted' } as const;
  const sender = begin(forwarding);
  senders.push(sender);
  return sender;
}

describe.skipIf(lacks('rsyslogd', 'syslog-ng')).each(PROGRAMS)(
  'the real %s while the server ends',
  PATIENT,
  (...program) => {
    let stream: Stream;
    let sender: Sender;
    let running: ServeProcess;

    beforeAll(async () => {
      makeFolder();
      stream = { protocol: 'tcp', port: await freePort() };
      running = await start(stream);
      sender = startSender(program, stream.port);
    });

    afterAll(endAll);

    /** Sends lines, and ends the server when some of them are there. */
    async function endWhileSending(first: number, last: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
      const before = await running.count();
      sender.send(linesOf(first, last));
      await eventually('lines of this round', async () => (await running.count()) > before);
      const code = await running.end(signal);
      running = await start(stream);
      return code;
    }

    it('[DEL-14] loses and repeats nothing when the server is stopped in order', async () => {
      for (let stop = 0; stop < 3; stop++) {
        expect(await endWhileSending(stop * 5000, stop * 5000 + 4999, 'SIGTERM')).toBe(0);
      }
      await running.untilCount(15_000);
      expect(await storedNumbers(running.data)).toEqual(numbers(0, 14_999));
    });

    it('[DEL-12] never has a line twice after kill -9, and lacks only what the kernel had confirmed at the kill', async () => {
      const [from, kills] = [15_000, 3];
      for (let kill = 0; kill < kills; kill++) {
        const first = from + kill * 10_000;
        await endWhileSending(first, first + 9999, 'SIGKILL');
      }
      const last = from + kills * 10_000;
      // A sender whose queue is empty sends this line last.
      sender.send(linesOf(last, last).map((line) => line.replace(/matchkey=\S+/, 'matchkey=last')));
      await eventually('the last line', async () => (await running.count('matchkey=last')) === 1);
      await running.end();
      const stored = await storedNumbers(running.data);
      expect(stored).toEqual([...new Set(stored)].sort((a, b) => a - b));
      expect(stored.slice(0, from)).toEqual(numbers(0, from - 1));
      const gaps = stored.filter((number, index) => index > 0 && number !== (stored[index - 1] ?? 0) + 1);
      expect(gaps.length).toBeLessThanOrEqual(kills);
      expect(stored.length).toBeGreaterThan(from + kills);
    });
  },
);

describe.skipIf(lacks('rsyslogd', 'syslog-ng'))('the real rsyslog and syslog-ng', PATIENT, () => {
  beforeAll(makeFolder);
  afterAll(endAll);

  it('[DEL-12] have every line stored once when the server is killed while all is stored', async () => {
    const streams: Stream[] = [];
    for (const _program of PROGRAMS) streams.push({ protocol: 'tcp', port: await freePort() });
    let running = await start(...streams);
    for (const [at, { port }] of streams.entries()) startSender(PROGRAMS[at] ?? PROGRAMS[0], port);
    const send = (first: number, last: number) => {
      for (const [at, sender] of senders.entries()) sender.send(linesOf(at * 1000 + first, at * 1000 + last));
    };
    for (let kill = 0; kill < 3; kill++) {
      send(kill * 100, kill * 100 + 99);
      await running.untilCount((kill + 1) * 200);
      await running.end('SIGKILL');
      running = await start(...streams);
    }
    send(300, 399);
    await running.untilCount(800);
    await running.end();
    for (const from of [0, 1000]) {
      expect(await storedBetween(running, from, from + 1000)).toEqual(numbers(from, from + 399));
    }
  });
});

describe('datagrams while the server ends', PATIENT, () => {
  let stream: Stream;
  let running: ServeProcess;

  beforeAll(async () => {
    makeFolder();
    stream = { protocol: 'udp', port: await freePort() };
    running = await start(stream);
  });

  afterAll(endAll);

  it('[DEL-5] are stored when they have arrived before a stop in order', async () => {
    await sendDatagrams(stream.port, linesOf(0, 4999));
    expect(await running.end('SIGTERM')).toBe(0);
    running = await start(stream);
    const { kernelDrops, queueDrops } = await listenerOf(running, urlOf(stream));
    expect((await running.count()) + Number(kernelDrops) + queueDrops).toBe(5000);
  });

  it('[DEL-4] are never stored twice after kill -9; what was not yet stored is lost', async () => {
    for (let kill = 0; kill < 3; kill++) {
      const first = 5000 + kill * 2000;
      await sendDatagrams(stream.port, linesOf(first, first + 1999));
      await running.end('SIGKILL');
      running = await start(stream);
    }
    await sendDatagrams(
      stream.port,
      linesOf(20_000, 20_000).map((line) => line.replace(/matchkey=\S+/, 'matchkey=last')),
    );
    await eventually('the last line', async () => (await running.count('matchkey=last')) === 1);
    await running.end();
    const stored = await storedNumbers(running.data);
    expect(stored).toHaveLength(new Set(stored).size);
  });
});
