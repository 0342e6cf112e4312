import type { Browser } from '@playwright/test';
import { type BenchContext, type Job, secondsOf } from '../context.js';
import type { Table } from '../report.js';
import { openBrowser } from '../support/browser.js';
import { LineFeed } from '../support/line-feed.js';
import { markedDelays } from '../support/marked-delays.js';
import { eventLine } from '../support/markers.js';
import { endServer, startServer } from '../support/serve.js';

/** Lines a second of the traffic around, and what an operator may wait at the most, p99, milliseconds. */
const LOADS = [
  { rate: 100, goalMs: 50 },
  { rate: 5000, goalMs: 150 },
];

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
  const seconds = secondsOf(options, 12, 60);
  const { rows, notes } = await markedDelays({ url: server.url, feed, browser, seconds, goalMs });
  await endServer(server);
  return { title: `Live latency at ${rate.toLocaleString('en-GB')} lines/s`, rows, notes };
}
