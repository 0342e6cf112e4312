import { setImmediate, setTimeout } from 'node:timers/promises';
/** Lines between two looks at signals and at a slow sink. */
const BATCH = 4096;
/** Bounds of the wait between two looks at the clock, milliseconds. */
const LEAST_WAIT_MS = 10;
const MOST_WAIT_MS = 250;
/** Writes lines until a limit, a signal or the reader ends it, and returns how many; the sink stays open. */
export async function runSimulation(options) {
    const { simulation, sink, signal, clock } = options;
    const mostLines = options.lines ?? Number.POSITIVE_INFINITY;
    const endMs = options.endMs ?? Number.POSITIVE_INFINITY;
    let count = 0;
    let next = simulation.next();
    while (count < mostLines && next.atMs < endMs && !signal.aborted && !sink.isClosed()) {
        const untilMs = Math.min(endMs, clock === undefined ? endMs : clock() + 1);
        const batchEnd = Math.min(mostLines, count + BATCH);
        while (count < batchEnd && next.atMs < untilMs) {
            sink.write(next.line);
            count += 1;
            next = simulation.next();
        }
        await sink.flush();
        const aheadMs = clock === undefined ? 0 : next.atMs - clock();
        if (aheadMs > 0 && count < mostLines)
            await pause(Math.min(Math.max(aheadMs, LEAST_WAIT_MS), MOST_WAIT_MS), signal);
        else
            await setImmediate();
    }
    return count;
}
/** Waits, at the most until the signal. */
async function pause(milliseconds, signal) {
    try {
        await setTimeout(milliseconds, undefined, { signal });
    }
    catch (error) {
        // The signal ends the wait by an error: the loop above sees it. Anything else is a bug.
        if (!signal.aborted)
            throw error;
    }
}
//# sourceMappingURL=run-simulation.js.map