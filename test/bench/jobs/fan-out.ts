import type { View } from '@tunnelwatch/shared/protocol';
import { setTimeout as pause } from 'node:timers/promises';
import { type BenchContext, type Job, secondsOf } from '../context.js';
import type { Row } from '../report.js';
import { Crowd } from '../support/crowd.js';
import { LineFeed } from '../support/line-feed.js';
import { alertLine } from '../support/markers.js';
import { percentile } from '../support/percentile.js';
import { cpuSecondsOf, statsOf } from '../support/process-stats.js';
import { endServer, startServer } from '../support/serve.js';

const CROWDS = [50, 200, 1000, 2000];
const MAX_CLIENTS = 2000;
/** Lines a second around the updates, none of which opens an alert: the charts and lists tick. */
const BUSY_RATE = 1000;
const UPDATES_PER_SECOND = 5;
const LAST_WAIT_MS = 2500;
/** What every page looks at, and what the overview does. */
const VIEWS: readonly View[] = [{ view: 'status' }, { view: 'overview', window: '1h' }];

/** What dashboards cost the server: its own processor time, with the clients in other processes. */
export const fanOut: Job = {
  name: 'fan-out',
  about: '50, 200, 1,000 and 2,000 socket.io clients at 5 updates a second: server CPU, delivery, memory',
  run: async (context) => {
    const { clients: asked } = context.options;
    const notes = [
      'Each client subscribes to the status and the overview; 5 alerts a second are opened, and everything else is updated once a second.',
      'The processor time is that of the whole server, reading and storing included; the row with 0 clients is what that costs alone.',
    ];
    const most = asked ?? MAX_CLIENTS;
    return [
      {
        title: 'Fan-out: 5 updates a second to dashboards',
        rows: await crowdsOf(context, 0, asked === undefined ? CROWDS : [asked]),
        notes,
      },
      {
        title: `Fan-out while ${BUSY_RATE.toLocaleString('en-GB')} other lines a second are read`,
        rows: await crowdsOf(context, BUSY_RATE, [most]),
        notes,
      },
    ];
  },
};

async function crowdsOf(context: BenchContext, rate: number, crowds: readonly number[]): Promise<Row[]> {
  const base = await measureCrowd(context, 0, rate);
  const rows = rowsOf(0, base, rate);
  for (const clients of crowds) rows.push(...rowsOf(clients, await measureCrowd(context, clients, rate), rate, base));
  return rows;
}

export interface CrowdOutcome {
  cpuPercent: number;
  rssBytes: number;
  delays: number[];
  updatesPerClient: number;
  bytesPerClient: number;
  gaps: number;
}

/** The server with so many clients, while so many other lines a second are read. */
export async function measureCrowd(context: BenchContext, clients: number, rate: number): Promise<CrowdOutcome> {
  const { options, cleanup, say } = context;
  say(`${String(clients)} clients, ${String(rate)} lines/s`);
  const seconds = secondsOf(options, 8, 30);
  const server = await startServer(context);
  const feed = await LineFeed.prepare(
    { file: server.log, rate: Math.max(1, rate), seed: options.seed, isCalm: true },
    cleanup,
  );
  if (rate > 0) feed.begin();
  const crowd = await Crowd.gather(server.url, clients, VIEWS, cleanup);
  await pause(1000);
  crowd.forget();
  const before = cpuSecondsOf(server.pid);
  const started = performance.now();
  const sentAt = new Map<number, number>();
  for (let mark = 1; mark <= seconds * UPDATES_PER_SECOND; mark++) {
    sentAt.set(mark, feed.append(alertLine(mark)));
    await pause(Math.max(0, started + (mark * 1000) / UPDATES_PER_SECOND - performance.now()));
  }
  const elapsed = (performance.now() - started) / 1000;
  const cpuSeconds = cpuSecondsOf(server.pid) - before;
  const rssBytes = statsOf(server.pid)?.rssBytes ?? Number.NaN;
  // What is under way still counts as delivered.
  await pause(LAST_WAIT_MS);
  const { heard, arrivals } = await crowd.disperse();
  await feed.stop();
  await endServer(server);
  if (arrivals.length !== clients * sentAt.size) {
    throw new Error(`${String(arrivals.length)} updates arrived of ${String(clients * sentAt.size)}`);
  }
  const each = Math.max(1, clients) * (elapsed + LAST_WAIT_MS / 1000);
  return {
    cpuPercent: (cpuSeconds / elapsed) * 100,
    rssBytes,
    delays: arrivals.map(([mark, at]) => at - (sentAt.get(mark) ?? Number.NaN)),
    updatesPerClient: heard.messages / each,
    bytesPerClient: heard.bytes / each,
    gaps: heard.gaps,
  };
}

function rowsOf(clients: number, outcome: CrowdOutcome, rate: number, base?: CrowdOutcome): Row[] {
  const who = `${clients.toLocaleString('en-GB')} clients`;
  const { cpuPercent, rssBytes, delays, updatesPerClient, bytesPerClient, gaps } = outcome;
  const cpu: Row = { what: `${who}, server`, value: cpuPercent, unit: '% of a core' };
  const memory: Row = { what: `${who}, memory`, value: rssBytes, unit: 'bytes' };
  if (base === undefined) return [cpu, memory];
  const hasGoal = clients >= MAX_CLIENTS && rate === 0;
  return [
    {
      ...cpu,
      beside: { name: 'without clients', value: base.cpuPercent },
      goal: hasGoal ? { kind: 'at most', value: 15 } : undefined,
      note: `${updatesPerClient.toFixed(1)} messages and ${(bytesPerClient / 1024).toFixed(1)} KiB a second each`,
    },
    { ...memory, beside: { name: 'without clients', value: base.rssBytes } },
    {
      what: `${who}, delivery p99`,
      value: percentile(delays, 0.99),
      unit: 'ms',
      note: `p50 ${percentile(delays, 0.5).toFixed(0)} ms, gaps ${String(gaps)}`,
    },
  ];
}
