import { createLineWriter, type FormatChoice } from './line-format.js';
import type { LineSource } from './line-source.js';
import type { SimulatedMessage } from './message.js';
import { Pace } from './pace.js';
import { Random } from './random.js';
import { createScenario } from './scenarios/scenario.js';
import type { ScenarioName } from './scenarios/scenario-names.js';
import { TruthBook } from './truth/truth-book.js';
import type { TruthLine } from './truth/truth-line.js';
import type { Tunnel } from './tunnel.js';
import { createWorld } from './world.js';

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
  /** ClockReading of the first line, epoch ms. */
  startMs: number;
  /** True when all SAs are new at the start, as after a restart of the gateways. */
  hasFreshSas?: boolean;
  /** Varies the traffic while the network of the seed stays the same; 0 unless given. */
  run?: number;
  /** The window of all tunnels, packets: the same packets come, and other ones are dropped. Each its own unless given. */
  windowSize?: number;
  /** When somebody comes to look for the first time, epoch ms: the mixed scenario has a few things to show then. */
  opensMs?: number;
  /** Gets what really went on, as each thing ends; the rest with `end`. */
  onTruth?: (line: TruthLine) => void;
}

export interface SimulatedLine {
  /** When the receiver gets it, epoch ms with a fraction; it never falls. */
  atMs: number;
  /** Without line end; ASCII only, so that its length is its number of bytes. */
  line: string;
}

/** An endless log, one line a pull. */
export interface Simulation {
  /** When the next line comes, epoch ms. Nothing is counted as logged by looking. */
  readonly nextMs: number;
  next(): SimulatedLine;
  /** No line comes any more, and this is the moment (epoch ms): tells the truth about what still went on. */
  end(atMs: number): void;
  readonly tunnels: readonly Tunnel[];
}

const LINES_STREAM = 3;
const EVERYDAY_STREAM = 4;
const STREAMS = 8;

/** Starts a simulation. Pure: its clock is the one it was started with, and its chance is the seed's. */
export function createSimulation(options: SimulationOptions): Simulation {
  const { seed, startMs, scenario } = options;
  const world = createWorld({ ...options, hasFreshSas: options.hasFreshSas ?? false });
  const firstStream = (options.run ?? 0) * STREAMS;
  const truth = new TruthBook(scenario, startMs, options.onTruth);
  const pace = new Pace(options.rate, startMs, scenario === 'mixed');
  const source = createScenario(scenario, {
    world,
    truth,
    pace,
    startMs,
    opensMs: options.opensMs,
    random: new Random(seed, firstStream + LINES_STREAM),
    everyday: new Random(seed, firstStream + EVERYDAY_STREAM),
  });
  const write = createLineWriter(options.format);
  let coming: ComingMessage | undefined;
  const upcoming = (): ComingMessage => (coming ??= nextMessage(source));
  return {
    tunnels: world.tunnels,
    get nextMs() {
      return upcoming().atMs;
    },
    next() {
      const { message, atMs } = upcoming();
      coming = undefined;
      const line = { atMs, line: write(message, atMs, pace.lines) };
      pace.lines += 1;
      message.tally?.note(message.id, message.needed);
      return line;
    },
    end: (atMs) => truth.end(atMs),
  };
}

interface ComingMessage {
  message: SimulatedMessage;
  atMs: number;
}

function nextMessage(source: LineSource): ComingMessage {
  for (;;) {
    const atMs = source.dueMs;
    const message = source.take();
    if (message !== undefined) return { message, atMs };
  }
}
