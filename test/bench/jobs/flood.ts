import type { View } from '@tunnelwatch/shared/protocol';
import { setTimeout as pause } from 'node:timers/promises';
import { LiveClient } from '../../support/live-client.js';
import type { ServeProcess } from '../../support/serve-process.js';
import { type BenchContext, type Job, secondsOf } from '../context.js';
import type { Row } from '../report.js';
import { openBrowser } from '../support/browser.js';
import { Crowd, type CrowdReport } from '../support/crowd.js';
import { LineFeed } from '../support/line-feed.js';
import { alertLine } from '../support/markers.js';
import { preciseNow } from '../support/now.js';
import { percentile } from '../support/percentile.js';
import { statsOf } from '../support/process-stats.js';
import { ScreenWatch } from '../support/screen-watch.js';
import { endServer, startServer } from '../support/serve.js';

const USUAL_RATE = 100_000;
const CLIENTS = 10;
const VIEWS: readonly View[] = [{ view: 'status' }, { view: 'overview', window: '1h' }, { view: 'alerts' }];
const ALERTS = { view: 'alerts' } as const satisfies View;
/** A store that has not grown for so long has nothing more to come. */
const STALLED_MS = 30_000;
/** Until the code of a server that has just begun is compiled; each acknowledges once. */
const COLD_SECONDS = 2;

/** A flood while people watch: nothing lost, counts right, the screen up to date, an operator's hand obeyed. */
export const flood: Job = {
  name: 'flood',
  about:
    '100,000 lines/s for 60 s (--seconds) with ten clients and one Chromium: loss, age of the screen, acknowledging, memory',
  run: async (context) => {
    const seconds = secondsOf(context.options, 10, 60);
    const rate = context.options.rate ?? USUAL_RATE;
    const outcome = await pourOut(context, rate, seconds);
    return [
      {
        title: `Flood: ${rate.toLocaleString('en-GB')} lines/s for ${String(seconds)} s, ${String(CLIENTS)} clients`,
        rows: rowsOf(outcome, seconds),
        notes: [
          'The age of the screen is the age of the last line that it has counted.',
          'A newly started server compiles its code in the first two seconds, so they are listed separately.',
          ...(outcome.screen === undefined ? ['Chromium was left out.'] : []),
        ],
      },
    ];
  },
};

interface Outcome {
  written: number;
  stored: number;
  crowd: CrowdReport;
  acknowledgeMs: number[];
  /** Memory of the server, once a second. */
  rssBytes: number[];
  catchUpMs: number;
  /** Undefined without a browser. */
  screen: { ages: number[]; shown: number } | undefined;
}

async function pourOut(context: BenchContext, rate: number, seconds: number): Promise<Outcome> {
  const { cleanup, options } = context;
  const server = await startServer(context);
  const feed = await LineFeed.prepare({ file: server.log, rate, seed: options.seed }, cleanup);
  const operator = new LiveClient(server.url);
  await operator.join(ALERTS);
  const crowd = await Crowd.gather(server.url, CLIENTS, VIEWS, cleanup);
  const browser = await openBrowser(context);
  const screen = browser === undefined ? undefined : await ScreenWatch.open(browser, server.url);
  feed.begin();
  const [acknowledgeMs, rssBytes] = [[] as number[], [] as number[]];
  const end = preciseNow() + seconds * 1000;
  // It ends in time even when an answer takes long.
  const ended = pause(seconds * 1000).then(() => feed.stop());
  for (let mark = 1; preciseNow() < end; mark++) {
    const next = pause(1000);
    rssBytes.push(statsOf(server.pid)?.rssBytes ?? Number.NaN);
    feed.append(alertLine(mark));
    acknowledgeMs.push(await acknowledgeNext(operator, mark));
    await next;
  }
  await ended;
  const written = feed.total;
  const stoppedAt = preciseNow();
  const stored = await untilStored(server, written);
  const catchUpMs = preciseNow() - stoppedAt;
  // Charts tick once a second: two ticks later nothing is under way any more.
  await pause(2500);
  const seen = await screen?.close();
  const report = await crowd.disperse();
  operator.disconnect();
  await browser?.close();
  await endServer(server);
  return {
    written,
    stored,
    acknowledgeMs,
    rssBytes,
    catchUpMs,
    crowd: report,
    screen: seen === undefined ? undefined : { ages: agesOf(seen.samples, feed, stoppedAt), shown: seen.shown },
  };
}

/** Waits for the alert of a marked line and acknowledges it; how long the answer took. */
async function acknowledgeNext(operator: LiveClient, mark: number): Promise<number> {
  const iface = `ipsec-mark-${String(mark).padStart(6, '0')}`;
  const find = () =>
    operator
      .state(ALERTS)
      .alerts?.alerts.find(({ subject }) => subject.kind === 'interface' && subject.iface === iface);
  await operator.until(`the alert of ${iface}`, ALERTS, () => find() !== undefined);
  const alert = find();
  if (alert === undefined) throw new Error(`the alert of ${iface} went away`);
  const asked = performance.now();
  const result = await operator.acknowledge(alert.id, alert.version, 'bench');
  if (!result.ok) throw new Error(`acknowledging was refused: ${result.problem.detail}`);
  return performance.now() - asked;
}

async function untilStored(server: ServeProcess, lines: number): Promise<number> {
  let stored = await server.count();
  let grownAt = preciseNow();
  while (stored < lines && preciseNow() - grownAt < STALLED_MS) {
    await pause(50);
    const before = stored;
    stored = await server.count();
    if (stored > before) grownAt = preciseNow();
  }
  return stored;
}

function agesOf(samples: readonly [number, number][], feed: LineFeed, stoppedAt: number): number[] {
  const first = (samples.find(([, shown]) => shown > 0)?.[0] ?? 0) + COLD_SECONDS * 1000;
  const used = samples.filter(([at]) => at >= first && at <= stoppedAt);
  const reached = feed.reached(used.map(([, shown]) => shown));
  return used.map(([at], index) => at - (reached[index] ?? Number.NaN));
}

function rowsOf(outcome: Outcome, seconds: number): Row[] {
  const { written, stored, screen, crowd, acknowledgeMs, rssBytes, catchUpMs } = outcome;
  const [cold, warm] = [acknowledgeMs.slice(0, COLD_SECONDS), acknowledgeMs.slice(COLD_SECONDS)];
  const screenRows: Row[] =
    screen === undefined
      ? []
      : [
          { what: 'age of the screen, p50', value: percentile(screen.ages, 0.5), unit: 'ms' },
          {
            what: 'age of the screen, highest',
            value: Math.max(...screen.ages),
            unit: 'ms',
            // It ticks once a second: just before a tick the picture is a second old, with nothing late.
            goal: { kind: 'at most', value: 2000 },
            note: 'one second between two ticks and at most one second behind',
          },
          { what: 'lines missing in the chart', value: written - screen.shown, unit: 'lines', goal: NONE },
        ];
  return [
    { what: 'written', value: written / seconds, unit: 'lines/s', note: `${written.toLocaleString('en-GB')} lines` },
    { what: 'lost', value: Math.max(0, written - stored), unit: 'lines', goal: NONE },
    { what: 'counted twice', value: Math.max(0, stored - written), unit: 'lines', goal: NONE },
    { what: 'behind at the end', value: catchUpMs, unit: 'ms', goal: { kind: 'at most', value: 1000 } },
    ...screenRows,
    { what: 'gaps in the streams of the clients', value: crowd.heard.gaps, unit: 'count', goal: NONE },
    {
      what: 'acknowledging, p99',
      value: percentile(warm, 0.99),
      unit: 'ms',
      goal: { kind: 'at most', value: 200 },
      note: `p50 ${percentile(warm, 0.5).toFixed(0)} ms, slowest ${Math.max(...warm).toFixed(0)} ms`,
    },
    { what: 'acknowledging, in the first two seconds', value: Math.max(...cold), unit: 'ms' },
    memoryRow(rssBytes),
  ];
}

/** The first third warms up; then memory stays where it is, or it grows with every line. */
function memoryRow(rssBytes: readonly number[]): Row {
  const third = Math.floor(rssBytes.length / 3);
  const what = 'memory, last third';
  const value = Math.max(...rssBytes.slice(-Math.max(1, third)));
  if (third < 2) return { what, value, unit: 'bytes' };
  const middle = Math.max(...rssBytes.slice(third, -third));
  return {
    what,
    value,
    unit: 'bytes',
    beside: { name: 'in the middle third', value: middle },
    goal: { kind: 'at most', value: 1.15, isRatio: true },
  };
}

const NONE = { kind: 'at most', value: 0 } as const;
