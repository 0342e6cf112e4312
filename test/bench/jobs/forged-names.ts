import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type BenchContext, type Job, linesOf } from '../context.js';
import type { Row } from '../report.js';
import { preciseNow } from '../support/now.js';
import { cpuSecondsOf, statsOf } from '../support/process-stats.js';
import { startServer } from '../support/serve.js';

const USUAL_RATE = 20_000;
const BURST_MS = 10;
/** Each hundredth datagram is of the one real tunnel. */
const REAL_EVERY = 100;
const STALLED_MS = 5000;
const MIB = 1024 * 1024;

/** What a sender costs that makes up the name of a tunnel in each datagram: memory meanwhile, and at the next start. */
export const forgedNames: Job = {
  name: 'forged-names',
  about:
    'made-up tunnel names over UDP, 20,000/s (--rate), 300,000 or 1,000,000 (--lines): memory, disk, and the next start',
  run: async (context) => {
    const names = linesOf(context.options, 300_000, 1_000_000);
    const rate = context.options.rate ?? USUAL_RATE;
    return [
      {
        title: `${names.toLocaleString('en-GB')} made-up names over UDP at ${rate.toLocaleString('en-GB')}/s`,
        rows: await measure(context, names, rate),
        notes: [
          'Each datagram names a tunnel that no other does; the kernel drops what the server does not take in time.',
          'A start counts from the launch of the process until it serves pages.',
        ],
      },
    ];
  },
};

async function measure(context: BenchContext, names: number, rate: number): Promise<Row[]> {
  const { cleanup, say } = context;
  const directory = cleanup.folder('forged-names');
  const port = await freeUdpPort();
  const flags = ['--listen', `udp://127.0.0.1:${String(port)}`];
  const content = '';
  const server = await startServer(context, { directory, content, flags });
  const before = statsOf(server.pid)?.rssBytes;
  say('sending made-up names');
  const socket = createSocket('udp4');
  await send(socket, port, names, rate);
  socket.close();
  let stored = -1;
  for (let count = await server.count(); count > stored; count = await server.count()) {
    stored = count;
    await pause(STALLED_MS);
  }
  const flooded = statsOf(server.pid);
  await server.end();

  say('starting again');
  const started = performance.now();
  const again = await startServer(context, { directory, flags });
  const seconds = (performance.now() - started) / 1000;
  const cpu = cpuSecondsOf(again.pid);
  await pause(STALLED_MS);
  const restarted = statsOf(again.pid);
  await again.end();
  return [
    { what: 'stored', value: stored, unit: 'lines', note: `${names.toLocaleString('en-GB')} sent` },
    { what: 'memory before', value: before, unit: 'bytes' },
    {
      what: 'memory, highest',
      value: flooded?.peakRssBytes,
      unit: 'bytes',
      goal: { kind: 'at most', value: 600 * MIB },
    },
    {
      what: 'next start',
      value: seconds,
      unit: 's',
      goal: { kind: 'at most', value: 5 },
      note: `${cpu.toFixed(1)} s of processor time`,
    },
    {
      what: 'memory after the start',
      value: restarted?.rssBytes,
      unit: 'bytes',
      goal: { kind: 'at most', value: 500 * MIB },
    },
  ];
}

async function send(socket: Socket, port: number, names: number, rate: number): Promise<void> {
  const began = preciseNow();
  for (let sent = 0; sent < names;) {
    const due = Math.min(names, Math.ceil(((preciseNow() - began) / 1000) * rate));
    for (; sent < due; sent++) {
      const matchkey = sent % REAL_EVERY === 0 ? 'real' : `made-up-${String(sent)}`;
      socket.send(lineOf(matchkey, sent), port, '127.0.0.1');
    }
    await pause(BURST_MS);
  }
}

function lineOf(matchkey: string, seqno: number): string {
  return `<133>1 ${new Date().toISOString()} gw-1 EFW - - - IPSEC: prio=2 id=00000278 rev=1 event="Anti-replay check failed." action=drop seqno=${String(seqno + 1000)} windowbase=1300 windowsize=64 matchkey=${matchkey}`;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
