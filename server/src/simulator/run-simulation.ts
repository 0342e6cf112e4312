import { setImmediate, setTimeout } from 'node:timers/promises';
import type { LineSink } from './line-sink.js';
import type { Simulation } from './simulation.js';

interface RunOptions {
  simulation: Simulation;
  sink: LineSink;
  /** Ends the run after the line at hand. */
  signal: AbortSignal;
  /** Lines to write; undefined for no limit. */
  lines?: number;
  /** ClockReading (epoch ms) at which the run ends; undefined for no limit. */
  endMs?: number;
  /** Set for a run at wall-clock pace: the time now, epoch ms. Without it the run is as fast as the sink takes it. */
  clock?: () => number;
}

/** Lines between two looks at signals and at a slow sink. */
const BATCH = 4096;

/** Bounds of the wait between two looks at the clock, milliseconds. */
const MIN_WAIT_MS = 10;
const MAX_WAIT_MS = 250;

/** Writes lines until a limit, a signal or the reader ends it, and returns how many; the sink stays open. */
export async function runSimulation(options: RunOptions): Promise<number> {
  const { simulation, sink, signal, clock } = options;
  const mostLines = options.lines ?? Number.POSITIVE_INFINITY;
  const endMs = options.endMs ?? Number.POSITIVE_INFINITY;
  let count = 0;
  let lastMs = 0;
  while (count < mostLines && simulation.nextMs < endMs && !signal.aborted && !sink.isClosed()) {
    const untilMs = Math.min(endMs, clock === undefined ? endMs : clock() + 1);
    const batchEnd = Math.min(mostLines, count + BATCH);
    while (count < batchEnd && simulation.nextMs < untilMs) {
      const { atMs, line } = simulation.next();
      sink.write(line);
      count += 1;
      lastMs = atMs;
    }
    await sink.flush();
    const aheadMs = clock === undefined ? 0 : simulation.nextMs - clock();
    if (aheadMs > 0 && count < mostLines) await pause(Math.min(Math.max(aheadMs, MIN_WAIT_MS), MAX_WAIT_MS), signal);
    else await setImmediate();
  }
  simulation.end(count < mostLines && simulation.nextMs >= endMs ? endMs : lastMs);
  return count;
}

/** Waits, at the most until the signal. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    // The signal ends the wait by an error: the loop above sees it. Anything else is a bug.
    if (!signal.aborted) throw error;
  }
}
