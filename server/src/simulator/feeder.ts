import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { RotatingFile } from './rotating-file.js';
import { createSimulation, type Simulation } from './simulation.js';

export interface DemoGatewayOptions {
  /** Folder of the log; made when it is missing. */
  directory: string;
  seed: number;
  /** The time now, epoch ms. */
  clock: () => number;
  /** Called when writing fails and once more when it works again (with undefined); the demo retries by itself. */
  onError?: (error: Error | undefined) => void;
}

export interface DemoGateway {
  /** The log that a source should tail. */
  files: string[];
  /** Writes what is due, and closes the file. */
  stop(): Promise<void>;
}

const HISTORY_MS = HOUR_MS;
const LINES_PER_SECOND = 20;
const ROTATE_BYTES = 16 * 1024 * 1024;
const KEEP = 3;

/** Ten looks a second keep the page alive at well below a hundredth of a core. */
const TICK_MS = 100;

/** Lines written in one go: after a long sleep of the machine the event loop must stay free. */
const LINES_PER_TICK = 2000;

/** A machine that slept longer than this does not get the night's lines afterwards: the gateway starts anew. */
const LONGEST_GAP_MS = HISTORY_MS;

/** The log that the gateways of the demo write in a folder. */
export function demoLog(directory: string): string {
  return join(directory, 'gateway.log');
}

/**
 * Runs the gateways of the demo: a real, rotated log file that grows at wall-clock pace with bursts, calm and all kinds
 * of failures. A new file first gets an hour of history, so that charts and verdicts have something to show; an existing one is
 * continued, with new SAs, as after a restart of the gateways. A Critical comes within the first minute and then about
 * every ten minutes. Rejects when the file cannot be opened.
 */
export async function startDemoGateway(options: DemoGatewayOptions): Promise<DemoGateway> {
  mkdirSync(options.directory, { recursive: true });
  const path = demoLog(options.directory);
  const isNew = !existsSync(path);
  const writer = new DemoWriter(path, options, isNew ? HISTORY_MS : 0);
  while (writer.writeDue()) await setImmediate();
  const timer = setInterval(() => void writer.tick(), TICK_MS);
  return {
    files: [path],
    async stop() {
      clearInterval(timer);
      while (writer.tick()) await setImmediate();
      writer.close();
    },
  };
}

/** Pulls lines from a simulation into the file as the clock reaches them. */
class DemoWriter {
  readonly #options: DemoGatewayOptions;
  readonly #file: RotatingFile;
  #simulation: Simulation;
  /** A line that the file did not take yet. */
  #line: string | undefined;
  #hasFailed = false;

  constructor(path: string, options: DemoGatewayOptions, historyMs: number) {
    this.#options = options;
    // Everything is flushed by hand, so that `writeLine` either takes a line or throws before it did.
    this.#file = new RotatingFile({
      path,
      rotateBytes: ROTATE_BYTES,
      keep: KEEP,
      chunkBytes: Number.POSITIVE_INFINITY,
    });
    this.#simulation = this.#createSimulation(options.clock() - historyMs, historyMs === 0);
  }

  /** Writes the lines that are due, at most one tick's worth; true when more are due. Throws when writing fails. */
  writeDue(): boolean {
    const nowMs = this.#options.clock();
    for (let count = 0; count < LINES_PER_TICK && this.#simulation.nextMs <= nowMs; count += 1) {
      this.#line ??= this.#simulation.next().line;
      this.#file.writeLine(this.#line);
      this.#line = undefined;
    }
    this.#file.flush();
    return this.#simulation.nextMs <= nowMs;
  }

  /** As `writeDue`, but a failure is reported, nothing is lost, and the next tick tries again. */
  tick(): boolean {
    try {
      const nowMs = this.#options.clock();
      if (nowMs - this.#simulation.nextMs > LONGEST_GAP_MS && !this.#hasFailed) this.#restart(nowMs);
      const isMoreDue = this.writeDue();
      if (this.#hasFailed) this.#options.onError?.(undefined);
      this.#hasFailed = false;
      return isMoreDue;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!this.#hasFailed) this.#options.onError?.(error);
      this.#hasFailed = true;
      return false;
    }
  }

  close(): void {
    this.#file.close();
  }

  #restart(nowMs: number): void {
    this.#simulation = this.#createSimulation(nowMs, true);
  }

  #createSimulation(startMs: number, hasFreshSas: boolean): Simulation {
    return createSimulation({
      seed: this.#options.seed,
      rate: LINES_PER_SECOND,
      tunnels: 400,
      gateways: 2,
      scenario: 'mixed',
      format: 'rsyslog',
      startMs,
      hasFreshSas,
      ...(hasFreshSas ? {} : { opensMs: startMs + HISTORY_MS }),
      // The same tunnels again, but not the same story each time.
      run: hasFreshSas ? Math.floor(startMs / 1000) : 0,
    });
  }
}
