import type { Browser } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type BenchContext, type Job, secondsOf } from '../context.js';
import type { Row } from '../report.js';
import { openBrowser, openPage, paintTimes, watchDrawing } from '../support/browser.js';
import { LineFeed } from '../support/line-feed.js';
import { TUNNELS } from '../support/log-maker.js';
import { percentile } from '../support/percentile.js';
import { endServer, startServer } from '../support/serve.js';
import { BUSIEST, measurePages } from './client-pages.js';
import type { ServeProcess } from '../../support/serve-process.js';

const LOADS = 5;
/** Lines a second while the page is watched: every tick has something to tell. */
const RATE = 1000;
/** The chart of the worst tunnel: a canvas gets its size when it is drawn. */
const CHART = 'main canvas[width]';

/** The wall in a browser: how soon it stands, and what it costs while it hangs there; then every page. */
export const client: Job = {
  name: 'client',
  about: 'every page with 10,000 tunnels: first paint, main thread busy, layout shift, DOM nodes, heap, JavaScript',
  run: async (context) => {
    const browser = await openBrowser(context);
    if (browser === undefined) return [];
    const server = await serveTunnels(context);
    const loads: Load[] = [];
    for (let load = 0; load < LOADS; load++) loads.push(await openWall(browser, server.url));
    const busy = await busyShare(browser, server, context);
    const pages = await measurePages(browser, server, context);
    await browser.close();
    await endServer(server);
    const wall = `Client: the wall with ${TUNNELS.toLocaleString('en-GB')} tunnels`;
    return [{ title: wall, rows: rowsOf(loads, busy) }, ...pages];
  },
};

async function serveTunnels(context: BenchContext): Promise<ServeProcess> {
  const lines = Array.from({ length: TUNNELS }, (_, tunnel) => {
    const time = new Date(Date.now() - (tunnel % 240) * 1000).toISOString();
    const head = `<133>1 ${time} stream-gw-${String((tunnel % 4) + 1)} EFW - - - IPSEC: prio=2 id=00000278 rev=1`;
    return `${head} action=drop seqno=1200 windowbase=1300 windowsize=64 matchkey=${String(tunnel)}\n`;
  });
  const server = await startServer(context, { content: lines.join('') + dropsOfBusiest() });
  await server.untilCount(TUNNELS + DROPS);
  return server;
}

/** Drops of one tunnel within its last hour: as many marks as its page can have to draw. */
const DROPS = 6000;
const DROP_EVERY_MS = 600;

function dropsOfBusiest(): string {
  const end = Date.now();
  const lines = Array.from({ length: DROPS }, (_, index) => {
    const time = new Date(end - (DROPS - index) * DROP_EVERY_MS).toISOString();
    const head = `<133>1 ${time} ${BUSIEST.gateway} EFW - - - IPSEC: prio=2 id=00000278 rev=1`;
    const base = 1_000_000 + index * 60;
    const seqno = base - ((index * index) % 1900) - 1;
    const numbers = `seqno=${String(seqno)} windowbase=${String(base)} windowsize=64`;
    return `${head} action=drop ${numbers} matchkey=${BUSIEST.matchkey}\n`;
  });
  return lines.join('');
}

interface Load {
  firstPaintMs: number;
  chartMs: number;
  scriptBytes: number;
}

/** Opens the wall as a screen that was never here. */
async function openWall(browser: Browser, url: string): Promise<Load> {
  const scripts: Promise<Buffer>[] = [];
  const page = await openPage(browser, (fresh) => watchDrawing(fresh, CHART));
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body());
  });
  await page.goto(`${url}wall`);
  await page.locator(CHART).first().waitFor();
  await pause(500);
  const start = await page.evaluate(() => performance.timeOrigin);
  const firstPaintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  const chartMs = ((await paintTimes(page)).get(CHART) ?? Number.NaN) - start;
  const bodies = await Promise.all(scripts);
  await page.context().close();
  return { firstPaintMs, chartMs, scriptBytes: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) };
}

/** Share of the time in which the page's main thread is busy, 0 to 1. */
async function busyShare(browser: Browser, server: ServeProcess, { cleanup, options }: BenchContext): Promise<number> {
  const feed = await LineFeed.prepare({ file: server.log, rate: RATE, seed: options.seed, isCalm: true }, cleanup);
  const page = await openPage(browser);
  await page.goto(`${server.url}wall`);
  await page.locator(CHART).first().waitFor();
  feed.begin();
  await pause(2000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const taskSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const valueOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { task: valueOf('TaskDuration'), at: valueOf('Timestamp') };
  };
  const before = await taskSeconds();
  await pause(secondsOf(options, 8, 30) * 1000);
  const after = await taskSeconds();
  await page.context().close();
  await feed.stop();
  return (after.task - before.task) / (after.at - before.at);
}

function rowsOf(loads: readonly Load[], busy: number): Row[] {
  const median = (of: (load: Load) => number) => percentile(loads.map(of), 0.5);
  return [
    { what: 'first paint', value: median((load) => load.firstPaintMs), unit: 'ms' },
    {
      what: 'charts painted',
      value: median((load) => load.chartMs),
      unit: 'ms',
      goal: { kind: 'at most', value: 1000 },
      note: `median of ${String(LOADS)} loads with an empty cache`,
    },
    { what: 'main thread busy', value: busy * 100, unit: '%', goal: { kind: 'at most', value: 20 } },
    {
      what: 'JavaScript, gzip',
      value: median((load) => load.scriptBytes),
      unit: 'bytes',
      goal: { kind: 'at most', value: 250 * 1024 },
    },
  ];
}
