import { z } from 'zod';
import { type BenchContext, type Job, linesOf } from '../context.js';
import type { Row, Table } from '../report.js';
import { benchLog } from '../support/bench-log.js';
import { programOf, PRODUCTION_ENV, RUN_TYPESCRIPT } from '../support/programs.js';
import { type Measured, runMeasured } from '../support/run-measured.js';
import { shapeLog, type ShapeLogName } from '../support/shape-log.js';

const countedSchema = z.object({
  lines: z.number(),
  events: z.number(),
  slow: z.number(),
  seconds: z.number(),
  processorSeconds: z.number(),
});
type Counted = z.infer<typeof countedSchema>;

/** Our own reading without a store: the part of the backfill that the store does not cost. */
export const parse: Job = {
  name: 'parse',
  about: 'framing, decoding and classifying, no store: the file, and logs of many shapes',
  run: async (context) => [await parseLog(context), await parseShapes(context)],
};

async function parseLog({ options, cleanup, rates }: BenchContext): Promise<Table> {
  const { file, facts } = benchLog(linesOf(options, 2_000_000, 4_000_000), options.seed);
  const { counted, run } = await parsed(file, facts.lines, cleanup);
  const rate = counted.lines / counted.seconds;
  rates.set('parse', rate);
  const newlines = rates.get('node-newlines');
  return {
    title: 'Parse only',
    rows: [
      {
        what: 'framed, decoded, classified',
        value: rate,
        unit: 'lines/s',
        beside: newlines === undefined ? undefined : { name: 'finding newlines', value: newlines },
      },
      { what: 'lines decoded in full', value: (counted.slow / counted.lines) * 100, unit: '%' },
      { what: 'memory, peak', value: run.peakRssBytes, unit: 'bytes' },
    ],
  };
}

const SHAPE_LOGS: readonly [name: ShapeLogName, what: string, leastShare: number | undefined][] = [
  ['mixed', 'all shapes of the corpus in turn', undefined],
  ['objects', 'objects of shippers alone', 99.9],
  ['different', 'lines that all differ', undefined],
];
/** Lines a second, whatever receivers write. */
const LEAST_RATE = 250_000;

async function parseShapes({ options, cleanup }: BenchContext): Promise<Table> {
  const lines = linesOf(options, 500_000, 1_000_000);
  const rows: Row[] = [];
  for (const [name, what, leastShare] of SHAPE_LOGS) {
    const { counted } = await parsed(shapeLog(name, lines), lines, cleanup);
    const rate = counted.lines / counted.seconds;
    const note = `${((counted.processorSeconds / counted.lines) * 1e6).toFixed(2)} µs of processor time each`;
    rows.push({ what, value: rate, unit: 'lines/s', goal: { kind: 'at least', value: LEAST_RATE }, note });
    const share = (1 - counted.slow / counted.lines) * 100;
    const goal = leastShare === undefined ? undefined : ({ kind: 'at least', value: leastShare } as const);
    rows.push({ what: `${what}, on the fast path`, value: share, unit: '%', goal });
  }
  return { title: 'Parse only: what receivers and shippers write around messages', rows };
}

async function parsed(
  file: string,
  lines: number,
  cleanup: BenchContext['cleanup'],
): Promise<{ counted: Counted; run: Measured }> {
  const run = await runMeasured(
    { file: process.execPath, args: [...RUN_TYPESCRIPT, programOf('parse-log'), file], env: PRODUCTION_ENV },
    cleanup,
  );
  if (run.code !== 0) throw new Error(`parsing failed: ${run.err}`);
  const counted = countedSchema.parse(JSON.parse(run.out));
  if (counted.lines !== lines || counted.events !== lines)
    throw new Error(`parsed ${String(counted.events)} events of ${String(lines)} lines`);
  return { counted, run };
}
