import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { type Job, linesOf } from '../context.js';
import type { Row } from '../report.js';
import { writeLog } from '../support/bench-log.js';
import { type IngestRun, runIngest } from '../support/ingest-run.js';
import { LogMaker } from '../support/log-maker.js';

const PART_LINES = 2_000_000;
/** What the store may add for each line, beside the line itself in the input. */
const STORED_BYTES = 40;
const LINE_BYTES = 200;

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
  run: async ({ options, cleanup, say }) => {
    const lines = linesOf(options, 6_000_000, 20_000_000);
    const folder = cleanup.folder('sustained');
    requireRoom(folder, lines);
    say(`making ${String(lines)} lines`);
    const { files, sizes } = makeParts(folder, lines, options.seed);
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
      cleanup,
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

/** @throws when the disk is too small: a full one would end more than a benchmark */
function requireRoom(folder: string, lines: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = lines * (LINE_BYTES + STORED_BYTES);
  if (bavail * bsize < needed * 1.1) {
    throw new Error(`${folder}: ${String(lines)} lines need ${String(Math.ceil(needed / 1e9))} GB; set TMPDIR`);
  }
}

function makeParts(folder: string, lines: number, seed: number) {
  const maker = new LogMaker(seed);
  const files: string[] = [];
  const sizes: { upTo: number; lines: number }[] = [];
  for (let made = 0; made < lines; made += PART_LINES) {
    const file = join(folder, `part-${String(files.length + 1).padStart(3, '0')}.log`);
    const facts = writeLog(file, Math.min(PART_LINES, lines - made), maker);
    files.push(file);
    sizes.push({ upTo: (sizes.at(-1)?.upTo ?? 0) + facts.bytes, lines: facts.lines });
  }
  return { files, sizes };
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
      goal: { kind: 'at most', value: 30 },
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
