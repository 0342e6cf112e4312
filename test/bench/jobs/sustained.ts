import { join } from 'node:path';
import { type Job, linesOf } from '../context.js';
import type { Row } from '../report.js';
import { type IngestRun, runIngest } from '../support/ingest-run.js';
import { makeParts } from '../support/log-parts.js';

const PART_LINES = 2_000_000;

/** How things stood when another part had been read. */
interface Lap {
  lines: number;
  seconds: number;
  rssBytes: number;
}

/** Whether throughput and memory stay where they are: a long log in parts of 2,000,000 lines, read in one go. */
export const sustained: Job = {
  name: 'sustained',
  about: 'ingest of 20,000,000 lines (--lines for more): throughput and memory per 2,000,000 lines',
  run: async (context) => {
    const { options, cleanup, say } = context;
    const lines = linesOf(options, 6_000_000, 20_000_000);
    const folder = cleanup.folder('sustained');
    say(`making ${String(lines)} lines`);
    const { files, sizes } = makeParts(folder, partsOf(lines), options.seed);
    const laps: Lap[] = [];
    const run = await runIngest(
      {
        files,
        data: join(folder, 'data'),
        lines,
        onSample: ({ readBytes, rssBytes }, seconds) => {
          const done = sizes.filter(({ upTo }) => upTo <= readBytes).length;
          while (laps.length < done) laps.push({ lines: sizes[laps.length]?.lines ?? 0, seconds, rssBytes });
        },
      },
      context,
    );
    return [
      {
        title: 'Sustained backfill',
        rows: [...lapRows(laps), ...sumRows(run, laps)],
        notes: [
          'A part ends when the process has read this many lines’ worth of bytes; some of it may not be stored yet.',
        ],
      },
    ];
  },
};

function partsOf(lines: number): number[] {
  const count = Math.ceil(lines / PART_LINES);
  return Array.from({ length: count }, (_, part) => Math.min(PART_LINES, lines - part * PART_LINES));
}

function lapRows(laps: readonly Lap[]): Row[] {
  let before = { seconds: 0 };
  let lines = 0;
  return laps.map((lap) => {
    const value = lap.lines / (lap.seconds - before.seconds);
    before = lap;
    lines += lap.lines;
    const note = `${(lap.rssBytes / 1024 / 1024).toFixed(0)} MiB`;
    return { what: `up to ${String(lines / 1_000_000)} million`, value, unit: 'lines/s', note };
  });
}

function sumRows(run: IngestRun, laps: readonly Lap[]): Row[] {
  const rows: Row[] = [
    {
      what: 'all of it',
      value: run.report.lines / run.seconds,
      unit: 'lines/s',
      goal: { kind: 'at least', value: 800_000 },
      note: `${run.cpuSeconds.toFixed(1)} s of processor time`,
    },
    { what: 'memory, peak', value: run.peakRssBytes, unit: 'bytes' },
    {
      what: 'store',
      value: run.storedBytes / run.report.events,
      unit: 'bytes/event',
      goal: { kind: 'at most', value: 8 },
    },
  ];
  // The first part warms up; half of the rest against the other half tells growth from noise.
  const warm = laps.slice(1).map(({ rssBytes }) => rssBytes);
  if (warm.length < 2) return rows;
  const middle = Math.ceil(warm.length / 2);
  rows.push({
    what: 'memory, second half',
    value: Math.max(...warm.slice(middle)),
    unit: 'bytes',
    beside: { name: 'in the first half', value: Math.max(...warm.slice(0, middle)) },
    goal: { kind: 'at most', value: 1.1, isRatio: true },
    note: 'highest of each half',
  });
  return rows;
}
