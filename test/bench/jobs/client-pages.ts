import type { Browser } from '@playwright/test';
import { type BenchContext, secondsOf } from '../context.js';
import type { Goal, Row, Table } from '../report.js';
import type { Unit } from '../support/format-value.js';
import { LineFeed } from '../support/line-feed.js';
import { gatewayOf, matchkeyOf, TUNNELS } from '../support/log-maker.js';
import { measurePage, type PageFigures } from '../support/page-meter.js';
import type { ServeProcess } from '../../support/serve-process.js';

/** Lines a second while a page is watched. */
const RATE = 200;

/** The tunnel with the most drops of the feed, which has had some thousand within the last hour as well. */
export const BUSIEST = { gateway: gatewayOf(0), matchkey: matchkeyOf(0) };

const PAGES = [
  ['wall', 'wall'],
  ['overview', ''],
  ['tunnels', 'tunnels'],
  ['tunnel', `tunnels/${BUSIEST.gateway}/${BUSIEST.matchkey}`],
  ['gateway', `gateways/${BUSIEST.gateway}`],
  ['alerts', 'alerts'],
  ['events', 'events'],
  ['report', 'report'],
  ['sources', 'sources'],
  ['inventory', 'inventory'],
  ['catalogue', 'catalogue'],
] as const;

/** Goals by page; a page that is not named has the common one. */
interface Figure {
  title: string;
  of: (figures: PageFigures) => number;
  unit: Unit;
  most?: number;
  mostOf?: Readonly<Record<string, number>>;
}

const FIGURES: readonly Figure[] = [
  { title: 'main thread busy', of: ({ busy }) => busy * 100, unit: '%', most: 10 },
  { title: 'longest task', of: ({ longestTaskMs }) => longestTaskMs, unit: 'ms' },
  {
    title: 'layout shift, in thousandths',
    of: ({ layoutShift }) => layoutShift * 1000,
    unit: 'count',
    most: 20,
  },
  { title: 'DOM nodes', of: ({ domNodes }) => domNodes, unit: 'count', mostOf: { tunnel: 3000 } },
  {
    title: 'first paint',
    of: ({ firstPaintMs }) => firstPaintMs,
    unit: 'ms',
    mostOf: { wall: 1000, overview: 800, tunnel: 1000 },
  },
  { title: 'heap', of: ({ heapBytes }) => heapBytes, unit: 'bytes' },
  {
    title: 'JavaScript, gzip',
    of: ({ scriptBytes }) => scriptBytes,
    unit: 'bytes',
    most: 300 * 1024,
    mostOf: { wall: 200 * 1024 },
  },
];

/** Every page in a browser while lines arrive: what it costs to look at it, and whether anything moves. */
export async function measurePages(browser: Browser, server: ServeProcess, context: BenchContext): Promise<Table[]> {
  const { options, cleanup, say } = context;
  const feed = await LineFeed.prepare({ file: server.log, rate: RATE, seed: options.seed, isCalm: true }, cleanup);
  feed.begin();
  const seconds = secondsOf(options, 10, 60);
  const measured: { page: string; figures: PageFigures }[] = [];
  for (const [page, path] of PAGES) {
    say(`${page}, ${String(seconds)} s`);
    measured.push({ page, figures: await measurePage(browser, server.url + path, seconds) });
  }
  await feed.stop();
  return FIGURES.map((figure) => ({
    title: `Client: ${figure.title}, ${TUNNELS.toLocaleString('en-GB')} tunnels, ${String(RATE)} lines/s, ${String(seconds)} s`,
    rows: measured.map(({ page, figures }): Row => {
      const goal = goalOf(figure, page);
      return { what: page, value: figure.of(figures), unit: figure.unit, ...(goal === undefined ? {} : { goal }) };
    }),
  }));
}

function goalOf({ most, mostOf }: Figure, page: string): Goal | undefined {
  const value = mostOf?.[page] ?? most;
  return value === undefined ? undefined : { kind: 'at most', value };
}
