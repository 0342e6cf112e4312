import { Activities } from '@tunnelwatch/server/ingest/source/health/activities';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { monitorOf } from '../../../support/monitors.js';
import { join } from 'node:path';
import { parseListenUrl } from '@tunnelwatch/server/config/listen-url';
import { syslogSchema } from '@tunnelwatch/server/config/syslog-schema';
import { SyslogReading } from '@tunnelwatch/server/ingest/source/syslog-reading';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineOf, linesOf, storedLines } from '../../../support/follower.js';
import { freePort } from '../../../support/free-port.js';
import { eventually, type ServeProcess } from '../../../support/serve-process.js';
import { sendDatagrams, SyslogClient } from '../../../support/syslog-client.js';
import { listenerOf, startSyslogServer } from '../../../support/syslog-server.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';
let port = 0;
let server: ServeProcess | undefined;
let store: SqliteWriter | undefined;
let reading: SyslogReading | undefined;

beforeEach(async () => {
  folder = tempFolder();
  port = await freePort();
});

afterEach(async () => {
  reading?.close();
  store?.close();
  await server?.remove();
  reading = undefined;
  store = undefined;
  server = undefined;
});

describe('a flood of datagrams', () => {
  it('[DEL-2] [DEL-3] that overruns a small buffer: what is stored and what the kernel dropped is what was sent', async () => {
    const listen = `udp://127.0.0.1:${String(port)}`;
    const syslog = { receiveBufferBytes: 4096 };
    server = await startSyslogServer({ directory: join(folder, 'server'), sources: [{ listen }], syslog });
    const running = server;
    const sent = 20_000;
    await sendDatagrams(port, linesOf(0, sent - 1));
    const sums = async () => {
      const { kernelDrops, queueDrops, receiveBufferBytes } = await listenerOf(running, listen);
      return { stored: await running.count(), kernelDrops: Number(kernelDrops), queueDrops, receiveBufferBytes };
    };
    await eventually('all is accounted for', async () => {
      const { stored, kernelDrops, queueDrops } = await sums();
      return stored + kernelDrops + queueDrops === sent;
    });
    const { stored, kernelDrops, receiveBufferBytes } = await sums();
    expect(stored).toBeGreaterThan(0);
    expect(kernelDrops).toBeGreaterThan(0);
    // Linux grants twice what is asked for, and counts its own work in it.
    expect(receiveBufferBytes).toBe(8192);
    // It holds across a restart.
    await server.end();
    expect(new Set(await storedLines(running.data)).size).toBe(stored);
    server = await startSyslogServer({ directory: join(folder, 'server'), sources: [{ listen }] });
    const again = server;
    await eventually(
      'the drops are remembered',
      async () => (await listenerOf(again, listen)).kernelDrops === kernelDrops,
    );
  });
});

/** Listeners joined to a store in this very thread: the test decides when something is read. */
function receive(listen: string, queueBytes: number) {
  const address = parseListenUrl(listen);
  if (address === undefined) throw new Error(`${listen} is no URL`);
  store = new SqliteWriter(join(folder, 'data'));
  const state = store.load();
  const monitor = monitorOf(state);
  const batches = new BatchBuilder(monitor, { isWatched: false });
  reading = new SyslogReading({
    intake: monitor,
    listeners: [
      {
        listen,
        ...address,
        gateway: null,
        timeZone: 'UTC',
        format: null,
        allow: null,
        gatewayFrom: 'line',
        senders: [],
        tls: null,
      },
    ],
    limits: syslogSchema.parse({ queueBytes }),
    maxLineBytes: 65_536,
    stored: state.tails ?? [],
    clock: Date.now,
    onChange: () => undefined,
    activities: new Activities(),
    onWarning: () => undefined,
  });
  const joined = reading;
  const health = () => {
    const [only] = joined.listening();
    if (only === undefined) throw new Error('there is no listener');
    return only.reader;
  };
  const commit = () => {
    const taken = batches.takeBatch(Date.now(), { files: [], tails: joined.takeChanges() });
    if (taken !== undefined) store?.commit(taken.batch);
  };
  const counted = () => [...monitor.sources.all()][0]?.counts.lines ?? 0;
  return { counted, health, commit, poll: () => joined.poll(Date.now()) };
}

describe('[DEL-13] while nothing is read', () => {
  it('a connection is paused, memory is bounded, and nothing is lost', async () => {
    const queueBytes = 1_048_576;
    const { counted, health, commit, poll } = receive(`tcp://127.0.0.1:${String(port)}`, queueBytes);
    await eventually('it listens', () => health().state === 'idle');
    const client = await SyslogClient.connect(port);
    const lines = Array.from({ length: 15_000 }, (_, number) => lineOf(number, ` ${'x'.repeat(1000)}`));
    let isWritten = false;
    const writing = client.lines(lines).then(() => {
      isWritten = true;
    });
    await eventually('it is full', () => health().lagBytes > queueBytes / 2);
    // Whatever is on its way has many turns to come.
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(health().lagBytes).toBeLessThan(queueBytes);
    expect(isWritten).toBe(false);
    await eventually('everything is read', () => {
      poll();
      commit();
      return counted() === lines.length;
    });
    await writing;
    expect(health().lagBytes).toBe(0);
    expect(await storedLines(join(folder, 'data'))).toEqual(lines);
    await client.break();
  });

  it('datagrams fill the queue; what finds no room there is counted', async () => {
    const { counted, health, commit, poll } = receive(`udp://127.0.0.1:${String(port)}`, 65_536);
    await eventually('it listens', () => health().state === 'idle');
    await sendDatagrams(port, linesOf(0, 1999));
    await eventually('there are drops', () => health().listenerHealth.queueDrops > 0);
    expect(health().lagBytes).toBeLessThanOrEqual(65_536);
    await eventually('all is accounted for', () => {
      while (poll()) {
        // Until nothing waits.
      }
      commit();
      const { queueDrops, kernelDrops } = health().listenerHealth;
      return counted() + queueDrops + Number(kernelDrops) === 2000;
    });
    const lines = counted();
    expect(await storedLines(join(folder, 'data'))).toHaveLength(lines);
  });
});
