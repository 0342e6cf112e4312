import type { LineSink } from './line-sink.js';
import type { Simulation } from './simulation.js';
interface RunOptions {
    simulation: Simulation;
    sink: LineSink;
    /** Ends the run after the line at hand. */
    signal: AbortSignal;
    /** Lines to write; undefined for no limit. */
    lines?: number;
    /** Moment (epoch ms) at which the run ends; undefined for no limit. */
    endMs?: number;
    /** Set for a run at wall-clock pace: the time now, epoch ms. Without it the run is as fast as the sink takes it. */
    clock?: () => number;
}
/** Writes lines until a limit, a signal or the reader ends it, and returns how many; the sink stays open. */
export declare function runSimulation(options: RunOptions): Promise<number>;
export {};
