import { apiSeriesResponseSchema } from '@tunnelwatch/shared/api';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../support/random.js';
import { type BenchContext, type Job, linesOf } from '../../context.js';
import { benchLog } from '../../support/bench-log.js';
import { runIngest } from '../../support/ingest-run.js';
import { gatewayOf, matchkeyOf, TUNNELS } from '../../support/log-maker.js';
import { makeStore } from '../../support/make-store.js';
import { medianOf } from '../../support/median.js';
import { cpuSecondsOf } from '../../support/process-stats.js';
import { startServer } from '../../support/serve.js';
import { type Cost, curveTable } from './curve.js';
import { lineCost, measureStart } from './rounds.js';

const QUICK_DAYS = [1, 7, 30, 90];
const FULL_DAYS = [...QUICK_DAYS, 365];
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const QUESTIONS = 40;

interface AtDays {
  days: number;
  line: Cost;
  start: Cost;
  question: Cost;
}

/** Whether old days make new lines, the start and the questions about an hour dearer. */
export const growthHistory: Job = {
  name: 'growth-history',
  about: 'cost of a line, a start and a drill-down over the days in the store: 1 to 90, in the full form 365',
  run: async (context) => {
    const eventsADay = linesOf(context.options, 20_000, 250_000);
    const all: AtDays[] = [];
    for (const days of context.options.isFull ? FULL_DAYS : QUICK_DAYS) {
      all.push(await measureDays(context, days, eventsADay));
    }
    const points = (of: (at: AtDays) => Cost) => all.map((at) => ({ x: at.days, costs: [of(at)] }));
    return [
      curveTable(context, {
        name: 'history',
        title: 'Growth: days of history',
        x: { title: 'days in the store', scale: 'log' },
        whatOf: (x) => (x === 1 ? '1 day' : `${String(x)} days`),
        curves: [
          { of: 'a line', unit: 'µs', points: points(({ line }) => line) },
          { of: 'a start', unit: 's', points: points(({ start }) => start) },
          { of: 'a drill-down', unit: 'ms', points: points(({ question }) => question) },
        ],
        notes: [
          `${eventsADay.toLocaleString('en-GB')} events a day of 10,000 tunnels. A drill-down asks over HTTP for the classes of a tunnel over an hour: the mean of ${String(QUESTIONS)}, each of another tunnel and hour; its processor time is that of the whole server meanwhile. A line's is without the start of the process, which is measured with one line.`,
        ],
      }),
    ];
  },
};

async function measureDays(context: BenchContext, days: number, eventsADay: number): Promise<AtDays> {
  const { cleanup, options, say } = context;
  const lines = linesOf(options, 200_000, 1_000_000);
  const log = benchLog(lines, options.seed);
  const folder = cleanup.folder('growth-history');
  const data = join(folder, 'data');
  // The history ends where the lines of the input begin.
  const to = log.facts.firstTime;
  say(`making ${String(days)} days of ${String(eventsADay)} events`);
  makeStore({ dataDirectory: data, events: days * eventsADay, from: to - days * DAY_MS, to, seed: options.seed });

  say('start and questions');
  const quiet = join(folder, 'quiet.log');
  writeFileSync(quiet, '');
  const started = performance.now();
  const server = await startServer(context, { directory: folder, files: [quiet] });
  const start = { cpu: cpuSecondsOf(server.pid), wall: (performance.now() - started) / 1000 };
  const question = await ask(server, { from: to - days * DAY_MS, to });
  await server.end();

  say('lines on top');
  const before = await measureStart(context, data);
  const run = await runIngest({ files: [log.file], data, lines }, context);
  rmSync(folder, { recursive: true });
  return { days, line: lineCost(lines, run, before), start, question };
}

/** Means over all questions, milliseconds; elapsed: the median. */
async function ask(server: Awaited<ReturnType<typeof startServer>>, span: { from: number; to: number }): Promise<Cost> {
  const random = seededRandom(7);
  const waits: number[] = [];
  const before = cpuSecondsOf(server.pid);
  for (let asked = 0; asked < QUESTIONS; asked++) {
    const rank = Math.min(TUNNELS - 1, Math.floor(TUNNELS ** random()) - 1);
    const from = span.from + Math.floor(random() * (span.to - span.from - HOUR_MS));
    const query = new URLSearchParams({
      gateway: gatewayOf(rank),
      matchkey: matchkeyOf(rank),
      from: String(from),
      to: String(from + HOUR_MS),
    });
    const since = performance.now();
    apiSeriesResponseSchema.parse(await server.get(`series?${query.toString()}`));
    waits.push(performance.now() - since);
  }
  return { cpu: ((cpuSecondsOf(server.pid) - before) / QUESTIONS) * 1000, wall: medianOf(waits) };
}
