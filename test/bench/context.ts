import type { Table } from './report.js';
import type { Cleanup } from './support/cleanup.js';
import type { Profiles } from './support/profiles.js';

export interface BenchOptions {
  /** Lines of the input; undefined for what a job takes by itself. */
  lines: number | undefined;
  /** Seconds that a live job lasts; undefined for what a job takes by itself. */
  seconds: number | undefined;
  /** Lines a second of the flood; undefined for what it takes by itself. */
  rate: number | undefined;
  /** Clients of the fan-out and of the siege; undefined for those that these take by themselves. */
  clients: number | undefined;
  /** The large form, whose figures go into the documents. */
  isFull: boolean;
  hasPeers: boolean;
  hasBrowser: boolean;
  seed: number;
}

/** What starting a process of ours takes. */
export interface StartContext {
  cleanup: Cleanup;
  /** Where its processor profiles go; undefined when it is not profiled. */
  profiles?: Profiles | undefined;
}

/** What a job gets. */
export interface BenchContext extends StartContext {
  options: BenchOptions;
  /** Whether the machine was idle as the run began: else only processor time is worth drawing. */
  isCalm: boolean;
  /** Rates measured so far in this run, lines a second, for later jobs to stand beside. */
  rates: Map<RateName, number>;
  /** Says what is being done, on standard error. */
  say: (text: string) => void;
}

export type RateName = 'wc' | 'grep' | 'node-raw' | 'node-newlines' | 'parse' | 'backfill';

export interface Job {
  name: string;
  /** What it measures, for `--list`. */
  about: string;
  run: (context: BenchContext) => Promise<Table[]>;
}

/** The lines of a job's input: what was asked for, else its quick or its full form. */
export function linesOf({ lines, isFull }: BenchOptions, quick: number, full: number): number {
  return lines ?? (isFull ? full : quick);
}

/** The seconds of a live job: what was asked for, else its quick or its full form. */
export function secondsOf({ seconds, isFull }: BenchOptions, quick: number, full: number): number {
  return seconds ?? (isFull ? full : quick);
}
