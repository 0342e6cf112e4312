import type { Browser, Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { type BenchContext, type Job, secondsOf } from '../context.js';
import type { Goal, Row, Table } from '../report.js';
import { openBrowser, openPage, paintTimes, watchPaint } from '../support/browser.js';
import { LineFeed } from '../support/line-feed.js';
import {
  ALERT_MARK,
  alertLine,
  EVENT_MARK,
  EVENT_MARK_JSON,
  eventLine,
  MARKED_GATEWAY,
  MARKED_TUNNEL,
  markOf,
} from '../support/markers.js';
import { preciseNow } from '../support/now.js';
import { percentile } from '../support/percentile.js';
import { RawClient } from '../support/raw-client.js';
import { endServer, startServer } from '../support/serve.js';

/** Lines a second of the traffic around, and what an operator may wait at the most, p99, milliseconds. */
const LOADS = [
  { rate: 100, goalMs: 50 },
  { rate: 5000, goalMs: 150 },
];
/** Marked lines come at uneven times between these, so that they do not fall into step with any timer. */
const MIN_PAUSE_MS = 150;
const MAX_PAUSE_MS = 400;
/** So long a line that is under way is waited for. */
const PATIENCE_MS = 60_000;

/** How long a line takes from the file to a client and to the screen. */
export const latency: Job = {
  name: 'latency',
  about: 'appended line to socket.io client and to painted in Chromium, at 100 and 5,000 lines/s',
  run: async (context) => {
    const browser = await openBrowser(context);
    const tables: Table[] = [];
    for (const load of LOADS) tables.push(await measure(context, browser, load));
    await browser?.close();
    return tables;
  },
};

/** Delays by what was waited for. */
type Delays = Record<'event' | 'alert', number[]>;

interface Screens {
  tunnel: Page;
  alerts: Page;
}

async function measure(
  context: BenchContext,
  browser: Browser | undefined,
  { rate, goalMs }: (typeof LOADS)[number],
): Promise<Table> {
  const { cleanup, options } = context;
  const server = await startServer(context);
  const feed = await LineFeed.prepare({ file: server.log, rate, seed: options.seed }, cleanup);
  feed.append(eventLine(0));
  await server.untilCount(1);
  const heard = new Map<string, number>();
  const client = new RawClient(
    server.url,
    [{ view: 'tunnel', gateway: MARKED_GATEWAY, matchkey: MARKED_TUNNEL, window: '1h' }, { view: 'alerts' }],
    (text) => {
      const at = preciseNow();
      for (const pattern of [ALERT_MARK, EVENT_MARK_JSON]) {
        for (const [, mark] of text.matchAll(pattern)) if (mark !== undefined && !heard.has(mark)) heard.set(mark, at);
      }
    },
  );
  await client.joined;
  const screens = browser === undefined ? undefined : await openScreens(browser, server.url);
  feed.begin();
  await pause(2000);
  const sent = await sendMarks(feed, secondsOf(options, 12, 60));
  await untilArrived(sent, () => heard);
  const painted = screens === undefined ? undefined : await untilArrived(sent, () => paintedOn(screens));
  await Promise.all([feed.stop(), screens?.tunnel.context().close(), screens?.alerts.context().close()]);
  client.close();
  await endServer(server);
  const goal: Goal = { kind: 'at most', value: goalMs };
  return {
    title: `Live latency at ${rate.toLocaleString('en-GB')} lines/s`,
    rows: [
      ...rowsOf('socket.io client', delaysOf(sent, heard), undefined),
      ...(painted === undefined ? [] : rowsOf('painted in Chromium', delaysOf(sent, painted), goal)),
    ],
    notes: [
      `From before the line is appended; ${String(sent.length)} marked lines, an event of a quiet tunnel or a new alert in turn.`,
      ...(painted === undefined ? ['Chromium was left out.'] : []),
    ],
  };
}

async function openScreens(browser: Browser, url: string): Promise<Screens> {
  const tunnel = await openPage(browser, (page) => watchPaint(page, EVENT_MARK));
  await tunnel.goto(`${url}tunnels/${MARKED_GATEWAY}/${MARKED_TUNNEL}`);
  await tunnel.getByRole('list', { name: 'Newest events of the tunnel' }).getByRole('listitem').first().waitFor();
  const alerts = await openPage(browser, (page) => watchPaint(page, ALERT_MARK));
  await alerts.goto(`${url}alerts`);
  await alerts.getByText('LIVE', { exact: true }).first().waitFor();
  return { tunnel, alerts };
}

interface Sent {
  kind: keyof Delays;
  mark: number;
  at: number;
}

async function sendMarks(feed: LineFeed, seconds: number): Promise<Sent[]> {
  const sent: Sent[] = [];
  const end = preciseNow() + seconds * 1000;
  for (let mark = 1; preciseNow() < end; mark++) {
    const kind = mark % 2 === 0 ? 'alert' : 'event';
    sent.push({ kind, mark, at: feed.append(kind === 'alert' ? alertLine(mark) : eventLine(mark)) });
    await pause(MIN_PAUSE_MS + Math.random() * (MAX_PAUSE_MS - MIN_PAUSE_MS));
  }
  return sent;
}

async function paintedOn({ tunnel, alerts }: Screens): Promise<Map<string, number>> {
  return new Map([...(await paintTimes(tunnel)), ...(await paintTimes(alerts))]);
}

type Arrivals = ReadonlyMap<string, number>;

/** Presence until all lines are there, or hope is given up. */
async function untilArrived(sent: readonly Sent[], poll: () => Arrivals | Promise<Arrivals>): Promise<Arrivals> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const arrived = await poll();
    const marks = new Set([...arrived.keys()].map(markOf));
    if (sent.every(({ mark }) => marks.has(mark)) || performance.now() > end) return arrived;
    await pause(50);
  }
}

/** @throws when a line never arrived: then no percentile means anything */
function delaysOf(sent: readonly Sent[], arrived: ReadonlyMap<string, number>): Delays {
  const byMark = new Map([...arrived].map(([found, at]) => [markOf(found), at]));
  const delays: Delays = { event: [], alert: [] };
  for (const { kind, mark, at } of sent) {
    const there = byMark.get(mark);
    if (there === undefined || Number.isNaN(there)) throw new Error(`${kind} ${String(mark)} never arrived`);
    delays[kind].push(there - at);
  }
  return delays;
}

function rowsOf(where: string, delays: Delays, goal: Goal | undefined): Row[] {
  const names = { event: 'newest event of a tunnel', alert: 'new alert' } as const;
  return (['event', 'alert'] as const).flatMap((kind): Row[] => [
    { what: `${where}, ${names[kind]}, p50`, value: percentile(delays[kind], 0.5), unit: 'ms' },
    { what: `${where}, ${names[kind]}, p99`, value: percentile(delays[kind], 0.99), unit: 'ms', goal },
  ]);
}
