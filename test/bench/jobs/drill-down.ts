import { apiSeriesResponseSchema, eventPageSchema } from '@tunnelwatch/shared/api';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../support/random.js';
import { type BenchContext, type Job, linesOf } from '../context.js';
import type { Row } from '../report.js';
import { type FilledStore, fillStore } from '../support/fill-store.js';
import { gatewayOf, matchkeyOf, TUNNELS } from '../support/log-maker.js';
import { percentile } from '../support/percentile.js';
import { startServer } from '../support/serve.js';

const HOUR_MS = 3_600_000;
const GOAL_MS = 50;
const TOP = 20;
const PAGE = 100;
/** Tunnels beyond this rank have few events. */
const RARE_FROM = 9000;
const POINTS = 300;

/** Questions of a person who looks for a cause, to a store that holds a day. */
export const drillDown: Job = {
  name: 'drill-down',
  about:
    'one tunnel over an hour, top 20, newest 100 of a rare tunnel, Critical events, in 20,000,000 events (--lines for more)',
  run: async (context) => {
    const events = linesOf(context.options, 2_000_000, 20_000_000);
    context.say(`filling a store with ${String(events)} events`);
    const folder = context.cleanup.folder('drill-down');
    const store = await fillStore({ folder, events, seed: context.options.seed }, context.cleanup);
    // A store of a few lines is a trial of the job itself.
    const times = Math.min(context.options.isFull ? 200 : 40, Math.ceil(events / 1000));
    const direct = await askDirectly(store, times);
    const overHttp = await askOverHttp(context, folder, store, times);
    return [
      {
        title: `Drill-down in ${events.toLocaleString('en-GB')} events`,
        rows: [...rowsOf('over HTTP', overHttp, true), ...rowsOf('reader alone', direct, false)],
        notes: [`${String(times)} queries of each kind, each for a different tunnel and hour where it names them.`],
      },
    ];
  },
};

const QUESTIONS = {
  drill: 'one tunnel, an hour, by class',
  page: 'one tunnel, an hour, newest 100 events',
  top: 'top 20 tunnels of an hour',
  topAll: 'top 20 tunnels of all time',
  rare: 'newest 100 of a rare tunnel',
  critical: 'newest 100 Critical events',
} as const;

type Question = keyof typeof QUESTIONS;

interface Asked {
  gateway: string;
  matchkey: string;
  rare: { gateway: string; matchkey: string };
  from: number;
  to: number;
}

type Times = Record<Question, number[]>;

/** Tunnels of every rank alike on a logarithmic scale, since it is the busy ones that people open. */
function questionsOf({ facts }: FilledStore, count: number): Asked[] {
  const random = seededRandom(7);
  const span = Math.max(0, facts.lastTime - facts.firstTime - HOUR_MS);
  return Array.from({ length: count }, () => {
    const rank = Math.min(TUNNELS - 1, Math.floor(TUNNELS ** random()) - 1);
    const rare = RARE_FROM + Math.floor(random() * (TUNNELS - RARE_FROM));
    const from = facts.firstTime + Math.floor(random() * span);
    return {
      gateway: gatewayOf(rank),
      matchkey: matchkeyOf(rank),
      rare: { gateway: gatewayOf(rare), matchkey: matchkeyOf(rare) },
      from,
      to: from + HOUR_MS,
    };
  });
}

async function timed(asked: readonly Asked[], ask: Record<Question, (asked: Asked) => Promise<unknown>>) {
  const times: Times = { drill: [], page: [], top: [], topAll: [], rare: [], critical: [] };
  for (const each of asked) {
    // The compiler knows the keys of a literal only as texts.
    for (const question of Object.keys(ask) as Question[]) {
      const started = performance.now();
      await ask[question](each);
      times[question].push(performance.now() - started);
    }
  }
  return times;
}

async function askDirectly(store: FilledStore, count: number): Promise<Times> {
  const reader = new SqliteReader(store.data);
  const { firstTime, lastTime } = store.facts;
  const stepMs = Math.ceil((lastTime - firstTime + 1) / POINTS);
  const hour = { stepMs: HOUR_MS / POINTS, buckets: POINTS };
  const all = { from: firstTime, stepMs, buckets: POINTS };
  try {
    return await timed(questionsOf(store, count), {
      drill: ({ gateway, matchkey, from }) =>
        reader.series({ filter: { gateway, matchkey }, by: 'class', top: 11, from, ...hour }),
      page: ({ gateway, matchkey, from, to }) => reader.listEvents({ gateway, matchkey, from, to }, PAGE, undefined),
      top: ({ from }) => reader.series({ filter: {}, by: 'tunnel', top: TOP, from, ...hour }),
      topAll: () => reader.series({ filter: {}, by: 'tunnel', top: TOP, ...all }),
      rare: ({ rare }) => reader.listEvents(rare, PAGE, undefined),
      critical: () => reader.listEvents({ severity: 'critical' }, PAGE, undefined),
    });
  } finally {
    await reader.close();
  }
}

async function askOverHttp(context: BenchContext, folder: string, store: FilledStore, count: number) {
  const quiet = join(folder, 'quiet.log');
  writeFileSync(quiet, '');
  const server = await startServer(context, { directory: folder, files: [quiet] });
  const { firstTime, lastTime } = store.facts;
  const series = async (query: Record<string, string | number>) =>
    apiSeriesResponseSchema.parse(await server.get(`series?${search(query)}`));
  const page = async (query: Record<string, string | number>) => {
    const { items } = eventPageSchema.parse(await server.get(`events?${search({ ...query, limit: PAGE })}`));
    return items;
  };
  const critical = store.facts.byId['1682'] ?? 0;
  const times = await timed(questionsOf(store, count), {
    drill: ({ gateway, matchkey, from, to }) => series({ gateway, matchkey, from, to }),
    page: ({ gateway, matchkey, from, to }) => page({ gateway, matchkey, from, to }),
    top: ({ from, to }) => series({ by: 'tunnel', top: TOP, from, to }),
    topAll: () => series({ by: 'tunnel', top: TOP, from: firstTime, to: lastTime + 1 }),
    rare: async ({ rare }) => {
      await page(rare);
    },
    critical: async () => {
      const found = await page({ severity: 'critical' });
      if (found.length < Math.min(PAGE, critical)) throw new Error(`${String(found.length)} Critical events`);
    },
  });
  await server.end();
  return times;
}

function search(query: Record<string, string | number>): string {
  return new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
}

function rowsOf(where: string, times: Times, hasGoal: boolean): Row[] {
  return (Object.keys(QUESTIONS) as Question[]).map((question): Row => {
    const isGoal = hasGoal && (question === 'drill' || question === 'page');
    return {
      what: `${where}: ${QUESTIONS[question]}, p99`,
      value: percentile(times[question], 0.99),
      unit: 'ms',
      goal: isGoal ? { kind: 'at most', value: GOAL_MS } : undefined,
      note: `p50 ${percentile(times[question], 0.5).toFixed(1)} ms`,
    };
  });
}
