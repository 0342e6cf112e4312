import { join } from 'node:path';
import { type BenchContext, type Job, linesOf } from '../context.js';
import type { Row, Table } from '../report.js';
import { benchLog } from '../support/bench-log.js';
import { type IngestRun, runIngest } from '../support/ingest-run.js';
import { simulatedLog } from '../support/simulated-log.js';

const PARSE_SHARE = 0.4;
/** Lines a second of a gateway's own log. */
const LEAST_RATE = 1_000_000;
/** Bytes of memory. */
const MOST_MEMORY = 200 * 1024 * 1024;
/** Bytes an event on disk. */
const MOST_BYTES = 8;

/** End to end: the real command, from its start to its end, into a durable store. */
export const backfill: Job = {
  name: 'backfill',
  about: 'tunnelwatch ingest: read, parse, classify, count and store durably',
  run: async (context) => {
    const { options, cleanup, rates } = context;
    const lines = linesOf(options, 2_000_000, 4_000_000);
    const { file } = benchLog(lines, options.seed);
    const data = cleanup.folder('backfill');
    const run = await runIngest({ files: [file], data: join(data, 'data'), lines }, context);
    if (run.report.events !== lines) throw new Error(`${String(run.report.events)} events of ${String(lines)} lines`);
    const rate = lines / run.seconds;
    rates.set('backfill', rate);
    return [{ title: 'Backfill', rows: rowsOf(run, rates) }, await simulatedBackfill(context)];
  },
};

function rowsOf(run: IngestRun, rates: BenchContext['rates']): Row[] {
  const { lines, events } = run.report;
  const value = lines / run.seconds;
  const parse = rates.get('parse');
  const besideParse: Row = {
    what: 'backfill beside parse only',
    value,
    unit: 'lines/s',
    beside: { name: 'parse only', value: parse ?? 0 },
    goal: { kind: 'at least', value: PARSE_SHARE, isRatio: true },
  };
  return [
    { what: 'backfill, from start to end', value, unit: 'lines/s', goal: { kind: 'at least', value: LEAST_RATE } },
    ...(parse === undefined ? [] : [besideParse]),
    {
      what: 'memory, peak',
      value: run.peakRssBytes,
      unit: 'bytes',
      goal: { kind: 'at most', value: MOST_MEMORY },
    },
    { what: 'processor time', value: run.cpuSeconds, unit: 's', note: 'all threads' },
    {
      what: 'store',
      value: run.storedBytes / events,
      unit: 'bytes/event',
      goal: { kind: 'at most', value: MOST_BYTES },
      note: 'all files of the data folder',
    },
  ];
}

/** The same with the log of a simulated gateway: other shapes, incidents, messages of other categories. */
async function simulatedBackfill(context: BenchContext): Promise<Table> {
  const { options, cleanup, say } = context;
  const lines = linesOf(options, 2_000_000, 4_000_000);
  say(`a simulated gateway's log of ${String(lines)} lines`);
  const { file } = await simulatedLog(lines, options.seed, cleanup);
  const run = await runIngest({ files: [file], data: join(cleanup.folder('mixed'), 'data'), lines }, context);
  const { events, other, unreadable } = run.report;
  return {
    title: "Backfill of a simulated gateway's log",
    rows: [
      {
        what: 'backfill, scenario mixed',
        value: lines / run.seconds,
        unit: 'lines/s',
        goal: { kind: 'at least', value: LEAST_RATE },
      },
      {
        what: 'store, scenario mixed',
        value: run.storedBytes / events,
        unit: 'bytes/event',
        goal: { kind: 'at most', value: MOST_BYTES },
      },
      { what: 'memory, peak', value: run.peakRssBytes, unit: 'bytes', goal: { kind: 'at most', value: MOST_MEMORY } },
      { what: 'processor time', value: run.cpuSeconds, unit: 's', note: 'all threads' },
    ],
    notes: [
      `${String(lines)} lines: ${String(events)} events, ${String(other)} of other categories, ${String(unreadable)} unreadable.`,
    ],
  };
}
