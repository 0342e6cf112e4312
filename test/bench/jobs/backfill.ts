import { join } from 'node:path';
import { type BenchContext, type Job, linesOf } from '../context.js';
import type { Row, Table } from '../report.js';
import { benchLog } from '../support/bench-log.js';
import { type IngestRun, runIngest } from '../support/ingest-run.js';
import { PRODUCTION_ENV, SERVER_MAIN } from '../support/programs.js';
import { runMeasured } from '../support/run-measured.js';

const MEBI = 1024 * 1024;
const PARSE_SHARE = 0.4;

/** End to end: the real command, from its start to its end, into a durable store. */
export const backfill: Job = {
  name: 'backfill',
  about: 'tunnelwatch ingest: read, parse, classify, count and store durably',
  run: async (context) => {
    const { options, cleanup, rates } = context;
    const lines = linesOf(options, 2_000_000, 4_000_000);
    const { file } = benchLog(lines, options.seed);
    const data = cleanup.folder('backfill');
    const run = await runIngest({ files: [file], data: join(data, 'data'), lines }, cleanup);
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
    { what: 'backfill, from start to end', value, unit: 'lines/s', goal: { kind: 'at least', value: 1_000_000 } },
    ...(parse === undefined ? [] : [besideParse]),
    {
      what: 'memory, peak',
      value: run.peakRssBytes,
      unit: 'bytes',
      goal: { kind: 'at most', value: 200 * MEBI },
    },
    { what: 'processor time', value: run.cpuSeconds, unit: 's', note: 'all threads' },
    {
      what: 'store',
      value: run.storedBytes / events,
      unit: 'bytes/event',
      goal: { kind: 'at most', value: 30 },
      note: 'all files of the data folder',
    },
  ];
}

/** The same with the log of a simulated gateway: other shapes, incidents, messages of other categories. */
async function simulatedBackfill({ options, cleanup, say }: BenchContext): Promise<Table> {
  const lines = linesOf(options, 400_000, 1_000_000);
  const folder = cleanup.folder('mixed');
  const file = join(folder, 'mixed.log');
  say(`simulating ${String(lines)} lines`);
  const flags = ['--scenario', 'mixed', '--tunnels', '10000', '--gateways', '4', '--seed', String(options.seed)];
  const made = await runMeasured(
    {
      file: process.execPath,
      args: [SERVER_MAIN, 'simulate', '--out', file, '--lines', String(lines), '--rate', '1000', ...flags],
      env: PRODUCTION_ENV,
    },
    cleanup,
  );
  if (made.code !== 0) throw new Error(`simulate failed: ${made.err}`);
  const run = await runIngest({ files: [file], data: join(folder, 'data'), lines }, cleanup);
  const { events, other, unreadable } = run.report;
  return {
    title: "Backfill of a simulated gateway's log",
    rows: [
      { what: 'backfill, scenario mixed', value: lines / run.seconds, unit: 'lines/s' },
      { what: 'store, scenario mixed', value: run.storedBytes / events, unit: 'bytes/event' },
      { what: 'memory, peak', value: run.peakRssBytes, unit: 'bytes' },
    ],
    notes: [
      `${String(lines)} lines: ${String(events)} events, ${String(other)} of other categories, ${String(unreadable)} unreadable.`,
    ],
  };
}
