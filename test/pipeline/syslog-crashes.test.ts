import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { linesOf } from '../support/follower.js';
import { freePort } from '../support/free-port.js';
import { eventually, type ServeProcess } from '../support/serve-process.js';
import { type ClientKeys, sendDatagrams, SyslogClient } from '../support/syslog-client.js';
import { type Sender, startRsyslog, startSyslogNg } from '../support/syslog-senders.js';
import { listenerOf, numbers, startSyslogServer, storedNumbers, untilListener } from '../support/syslog-server.js';
import { tempFolders } from '../support/temp-folder.js';

/** Servers and senders are started many times in one test; on a busy machine each start takes seconds. */
const PATIENT = { timeout: 150_000 };

const tempFolder = tempFolders();
let folder = '';
let port = 0;
let server: ServeProcess | undefined;
let sender: Sender | undefined;

beforeEach(async () => {
  folder = tempFolder();
  port = await freePort();
});

afterEach(async () => {
  await sender?.end('SIGKILL');
  await server?.remove();
  sender = undefined;
  server = undefined;
});

/** Starts the server, or starts it again on the same port and data. */
async function start(protocol: 'udp' | 'tcp' | 'tls', keys: Record<string, string> = {}): Promise<ServeProcess> {
  const sources = [{ listen: `${protocol}://127.0.0.1:${String(port)}`, ...keys }];
  server = await startSyslogServer({ directory: join(folder, 'server'), sources });
  return server;
}

describe.each(['tcp', 'tls'] as const)('[DEL-9] [DEL-17] a batch that is sent again over %s', PATIENT, (protocol) => {
  const url = () => `${protocol}://127.0.0.1:${String(port)}`;
  let keys: ClientKeys | undefined;
  let own: Record<string, string> = {};

  beforeEach(() => {
    keys = undefined;
    own = {};
    if (protocol === 'tcp') return;
    const authority = makeAuthority(folder, 'authority');
    own = { ...makeCertificate(folder, 'localhost', authority) };
    keys = { authority };
  });

  it('is stored once after kill -9 of the server', async () => {
    const first = await start(protocol, own);
    const client = await SyslogClient.connect(port, keys);
    await client.lines(linesOf(0, 999));
    await first.untilCount(1000);
    await first.end('SIGKILL');
    const second = await start(protocol, own);
    const again = await SyslogClient.connect(port, keys);
    await again.lines(linesOf(900, 1099));
    await second.untilCount(1100);
    await untilListener(second, url(), { repeated: 100 });
    // And once more, after an orderly stop.
    await second.end('SIGTERM');
    const third = await start(protocol, own);
    const last = await SyslogClient.connect(port, keys);
    await last.lines(linesOf(1050, 1199));
    await third.untilCount(1200);
    await untilListener(third, url(), { repeated: 150 });
    await third.end();
    expect(await storedNumbers(third.data)).toEqual(numbers(0, 1199));
  });

  it('[DEL-15] is stored once after the sender broke off in the middle of a line', async () => {
    const running = await start(protocol, own);
    const client = await SyslogClient.connect(port, keys);
    const lines = linesOf(0, 9);
    await client.lines(lines);
    await client.write('4f3 EFW: IPSEC: prio=2 id=278 seqno=10 match');
    await running.untilCount(10);
    await client.break();
    await untilListener(running, url(), { connections: 0, badFrames: 1 });
    const again = await SyslogClient.connect(port, keys);
    await again.lines(linesOf(5, 19));
    await running.untilCount(20);
    await untilListener(running, url(), { repeated: 5, badFrames: 1 });
    await running.end();
    expect(await storedNumbers(running.data)).toEqual(numbers(0, 19));
  });
});

describe('over one connection', () => {
  it('[DEL-6] equal lines are never taken for repetitions', async () => {
    const running = await start('tcp');
    const client = await SyslogClient.connect(port);
    const lines = Array.from({ length: 50 }, () => linesOf(7, 7)).flat();
    await client.lines(lines);
    await running.untilCount(50);
    await client.lines(lines);
    await running.untilCount(100);
  });

  it('[DEL-11] lines that may be repetitions are stored after a second, when nothing proves that they are', async () => {
    const running = await start('tcp');
    const first = await SyslogClient.connect(port);
    await first.lines(linesOf(0, 9));
    await running.untilCount(10);
    await first.break();
    const second = await SyslogClient.connect(port);
    // Equal to line 3 and 4 of ten: the sender would go on to line 9 if it repeated them.
    await second.lines(linesOf(3, 4));
    await running.untilCount(12);
  });

  it('[DEL-10] the same line over connections of its own, each ended in order, is as many lines', async () => {
    const running = await start('tcp');
    for (let count = 1; count <= 3; count++) {
      const client = await SyslogClient.connect(port);
      await client.lines(linesOf(1, 1));
      await client.end();
      await running.untilCount(count);
    }
  });
});

const PROGRAMS = [
  ['rsyslog', startRsyslog],
  ['syslog-ng', startSyslogNg],
] as const;

describe.each(PROGRAMS)('the real %s while the server ends', PATIENT, (_name, startSender) => {
  const forwarding = () =>
    ({ folder: join(folder, 'sender'), port, transport: 'tcp', framing: 'octet-counted' }) as const;

  it('[DEL-14] loses and repeats nothing when the server is stopped in order', async () => {
    let running = await start('tcp');
    sender = startSender(forwarding());
    for (let stop = 0; stop < 3; stop++) {
      const before = await running.count();
      sender.send(linesOf(stop * 5000, stop * 5000 + 4999));
      const { count } = running;
      await eventually('lines of this round', async () => (await count.call(running)) > before);
      expect(await running.end('SIGTERM')).toBe(0);
      running = await start('tcp');
    }
    await running.untilCount(15_000);
    await running.end();
    expect(await storedNumbers(running.data)).toEqual(numbers(0, 14_999));
  });

  it('[DEL-12] never has a line twice after kill -9, and lacks only what the kernel had confirmed at the kill', async () => {
    let running = await start('tcp');
    sender = startSender(forwarding());
    const kills = 3;
    for (let kill = 0; kill < kills; kill++) {
      const before = await running.count();
      sender.send(linesOf(kill * 10_000, kill * 10_000 + 9999));
      const { count } = running;
      await eventually('lines of this round', async () => (await count.call(running)) > before);
      await running.end('SIGKILL');
      running = await start('tcp');
    }
    const last = kills * 10_000;
    const atEnd = running;
    // A sender whose queue is empty sends this line last.
    sender.send(linesOf(last, last).map((line) => line.replace(/matchkey=\S+/, 'matchkey=last')));
    await eventually('the last line', async () => (await atEnd.count('matchkey=last')) === 1);
    await running.end();
    const stored = await storedNumbers(running.data);
    expect(stored).toEqual([...new Set(stored)].sort((a, b) => a - b));
    const gaps = stored.filter((number, index) => index > 0 && number !== (stored[index - 1] ?? 0) + 1);
    expect(gaps.length).toBeLessThanOrEqual(kills);
    expect(stored.length).toBeGreaterThan(kills);
  });

  it('[DEL-12] has every line once when the server is killed while all is stored', async () => {
    let running = await start('tcp');
    sender = startSender(forwarding());
    for (let kill = 0; kill < 3; kill++) {
      sender.send(linesOf(kill * 100, kill * 100 + 99));
      await running.untilCount((kill + 1) * 100);
      await running.end('SIGKILL');
      running = await start('tcp');
    }
    sender.send(linesOf(300, 399));
    await running.untilCount(400);
    await running.end();
    expect(await storedNumbers(running.data)).toEqual(numbers(0, 399));
  });
});

describe('datagrams while the server ends', PATIENT, () => {
  it('[DEL-5] are stored when they have arrived before a stop in order', async () => {
    const running = await start('udp');
    await sendDatagrams(port, linesOf(0, 4999));
    expect(await running.end('SIGTERM')).toBe(0);
    const again = await start('udp');
    const { kernelDrops, queueDrops } = await listenerOf(again, `udp://127.0.0.1:${String(port)}`);
    expect((await again.count()) + Number(kernelDrops) + queueDrops).toBe(5000);
  });

  it('[DEL-4] are never stored twice after kill -9; what was not yet stored is lost', async () => {
    let running = await start('udp');
    for (let kill = 0; kill < 3; kill++) {
      await sendDatagrams(port, linesOf(kill * 2000, kill * 2000 + 1999));
      await running.end('SIGKILL');
      running = await start('udp');
    }
    await sendDatagrams(
      port,
      linesOf(6000, 6000).map((line) => line.replace(/matchkey=\S+/, 'matchkey=last')),
    );
    const atEnd = running;
    await eventually('the last line', async () => (await atEnd.count('matchkey=last')) === 1);
    await running.end();
    const stored = await storedNumbers(running.data);
    expect(stored).toHaveLength(new Set(stored).size);
  });
});
