import { type FormatChoice } from './line-format.js';
import { type ScenarioName } from './scenarios/scenario.js';
import type { Tunnel } from './tunnel.js';
export interface SimulationOptions {
    /** Whole number of 0 to 2^53 - 1: equal options with an equal seed give equal lines. */
    seed: number;
    /** Lines per second on average, above 0. */
    rate: number;
    /** Tunnels in all gateways together, at least 1. */
    tunnels: number;
    gateways: number;
    scenario: ScenarioName;
    format: FormatChoice;
    /** Moment of the first line, epoch ms. */
    startMs: number;
    /** True when all SAs are new at the start, as after a restart of the gateways. */
    hasFreshSas?: boolean;
    /** Varies the traffic while the network of the seed stays the same; 0 unless given. */
    run?: number;
}
export interface SimulatedLine {
    /** When the receiver gets it, epoch ms with a fraction; it never falls. */
    atMs: number;
    /** Without line end; ASCII only, so that its length is its number of bytes. */
    line: string;
}
/** An endless log, one line a pull. */
export interface Simulation {
    next(): SimulatedLine;
    readonly tunnels: readonly Tunnel[];
}
/** Starts a simulation. Pure: its clock is the one it was started with, and its chance is the seed's. */
export declare function createSimulation(options: SimulationOptions): Simulation;
