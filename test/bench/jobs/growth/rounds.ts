import { join } from 'node:path';
import type { BenchContext } from '../../context.js';
import { writeLog } from '../../support/bench-log.js';
import { runIngest } from '../../support/ingest-run.js';
import { LogMaker } from '../../support/log-maker.js';
import type { Measured } from '../../support/run-measured.js';
import type { Cost, CurvePoint } from './curve.js';

/** Of the full form; the quick form has one. */
const ROUNDS = 3;

type Times = Pick<Measured, 'cpuSeconds' | 'seconds'>;

/**
 * Measures every step once, in the full form then every one again, and so on, so that a slow minute of the machine meets all alike. What the
 * start of the process takes is measured in each round.
 */
export async function inRounds(
  context: BenchContext,
  steps: readonly number[],
  measure: (step: number, round: number, start: Times) => Promise<Cost>,
): Promise<CurvePoint[]> {
  const costs = steps.map((): Cost[] => []);
  const rounds = context.options.isFull ? ROUNDS : 1;
  for (let round = 1; round <= rounds; round++) {
    const start = await measureStart(context);
    for (const [at, step] of steps.entries()) costs[at]?.push(await measure(step, round, start));
  }
  return steps.map((x, at) => ({ x, costs: costs[at] ?? [] }));
}

/** What `ingest` takes for a single line: its start and its end. @param data of a store that is there; else of a new one */
export async function measureStart({ cleanup, options }: BenchContext, data?: string): Promise<Times> {
  const folder = cleanup.folder('growth-start');
  const file = join(folder, 'line.log');
  writeLog(file, 1, new LogMaker(options.seed));
  // Never profiled: it is the same as the start of all the others.
  return runIngest({ files: [file], data: data ?? join(folder, 'data'), lines: 1 }, { cleanup });
}

/** What each of so many lines took beside the start, microseconds. A trial with a few lines may take less than a start. */
export function lineCost(lines: number, run: Times, start: Times): Cost {
  return {
    cpu: (Math.max(0, run.cpuSeconds - start.cpuSeconds) / lines) * 1e6,
    wall: (Math.max(0, run.seconds - start.seconds) / lines) * 1e6,
  };
}
