import { createLineWriter, type FormatChoice } from './line-format.js';
import { Random } from './random.js';
import { createScenario, type ScenarioName } from './scenarios/scenario.js';
import type { Tunnel } from './tunnel.js';
import { advanceWorld, createWorld } from './world.js';

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

const LINES_STREAM = 3;
const TIMES_STREAM = 4;
const STREAMS = 8;

/** Starts a simulation. Pure: its clock is the one it was started with, and its chance is the seed's. */
export function createSimulation(options: SimulationOptions): Simulation {
  const { seed, startMs } = options;
  const world = createWorld({ ...options, hasFreshSas: options.hasFreshSas ?? false });
  const firstStream = (options.run ?? 0) * STREAMS;
  const random = new Random(seed, firstStream + LINES_STREAM);
  const makeLine = createScenario(options.scenario, { world, random, startMs });
  const write = createLineWriter(options.format);
  const gap = createGaps(options, new Random(seed, firstStream + TIMES_STREAM));
  let atMs = startMs;
  let lineNumber = 0;
  return {
    tunnels: world.tunnels,
    next() {
      advanceWorld(world, atMs, random);
      const line = { atMs, line: write(makeLine(atMs), atMs, lineNumber) };
      atMs += gap(atMs);
      lineNumber += 1;
      return line;
    },
  };
}

/** Milliseconds to the next line. */
function createGaps(options: SimulationOptions, random: Random): (atMs: number) => number {
  const meanMs = 1000 / options.rate;
  if (options.scenario === 'flood') return () => meanMs;
  if (options.scenario !== 'mixed') return () => random.exponential(meanMs);
  return (atMs) => random.exponential(meanMs / activity((atMs - options.startMs) / 1000));
}

/**
 * Bursts and calm: how busy the network is `seconds` after the start, around 1 on average, of 0.3 to 1.7. Three waves
 * whose lengths share no divisor do not repeat for hours.
 */
function activity(seconds: number): number {
  const wave = (lengthS: number): number => Math.sin((2 * Math.PI * seconds) / lengthS);
  return 1 + 0.35 * wave(97) + 0.2 * wave(41) + 0.15 * wave(13);
}
