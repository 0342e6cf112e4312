import type { Browser, Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Goal, Row } from '../report.js';
import { openPage, paintTimes, watchPaint } from './browser.js';
import type { LineFeed } from './line-feed.js';
import {
  ALERT_MARK,
  alertLine,
  EVENT_MARK,
  EVENT_MARK_JSON,
  eventLine,
  MARKED_GATEWAY,
  MARKED_TUNNEL,
  markOf,
} from './markers.js';
import { preciseNow } from './now.js';
import { percentile } from './percentile.js';
import { RawClient } from './raw-client.js';

/** Marked lines come at uneven times between these, so that they do not fall into step with any timer. */
const MIN_PAUSE_MS = 150;
const MAX_PAUSE_MS = 400;
/** So long a line that is under way is waited for. */
const PATIENCE_MS = 60_000;
/** Until the traffic around flows. */
const BEGIN_MS = 2000;

export interface MarkedRun {
  /** Where the pages are that are looked at. The event of `eventLine(0)` has to be there. */
  url: string;
  /** Writes the traffic around, and our lines among it. */
  feed: LineFeed;
  /** Undefined to look with a socket alone. */
  browser: Browser | undefined;
  seconds: number;
  /** For what is painted, p99. */
  goalMs: number;
}

/** Delays by what was waited for. */
type Delays = Record<'event' | 'alert', number[]>;

interface Screens {
  tunnel: Page;
  alerts: Page;
}

interface Sent {
  kind: keyof Delays;
  mark: number;
  at: number;
}

type Arrivals = ReadonlyMap<string, number>;

/** How long lines take from just before they are appended to a client and to the screen, and how many there were. */
export async function markedDelays({ url, feed, browser, seconds, goalMs }: MarkedRun) {
  const heard = new Map<string, number>();
  const client = new RawClient(
    url,
    [{ view: 'tunnel', gateway: MARKED_GATEWAY, matchkey: MARKED_TUNNEL, window: '1h' }, { view: 'alerts' }],
    (text) => {
      const at = preciseNow();
      for (const pattern of [ALERT_MARK, EVENT_MARK_JSON]) {
        for (const [, mark] of text.matchAll(pattern)) if (mark !== undefined && !heard.has(mark)) heard.set(mark, at);
      }
    },
  );
  await client.joined;
  const screens = browser === undefined ? undefined : await openScreens(browser, url);
  feed.begin();
  await pause(BEGIN_MS);
  const sent = await sendMarks(feed, seconds);
  await untilArrived(sent, () => heard);
  const painted = screens === undefined ? undefined : await untilArrived(sent, () => paintedOn(screens));
  await Promise.all([feed.stop(), screens?.tunnel.context().close(), screens?.alerts.context().close()]);
  client.close();
  const goal: Goal = { kind: 'at most', value: goalMs };
  const rows = [
    ...rowsOf('socket.io client', delaysOf(sent, heard), undefined),
    ...(painted === undefined ? [] : rowsOf('painted in Chromium', delaysOf(sent, painted), goal)),
  ];
  const notes = [
    `From before the line is appended; ${String(sent.length)} marked lines, an event of a quiet tunnel or a new alert in turn.`,
    ...(painted === undefined ? ['Chromium was left out.'] : []),
  ];
  return { rows, notes };
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
