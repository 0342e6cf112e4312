import type { PeerLog } from '../support/peer-log.js';

/** A program of others that can extract or count per id and matchkey; none of them stores the events durably. */
export interface Peer {
  name: string;
  /** The file of the program. */
  program: string;
  /** Arguments that make it print its version. */
  version: readonly string[];
  /** What it does with a line here. */
  does: string;
  /** Forms of lines that it cannot read; both without it. */
  cannotRead?: PeerLog['form'];
  prepare: (work: PeerWork) => PeerCommand;
}

export interface PeerWork {
  log: PeerLog;
  /** An empty folder for its configuration and its output. */
  folder: string;
}

export interface PeerCommand {
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** For programs that never end by themselves: true when all of its output is there. */
  isDone?: () => boolean;
  /** What it counted, from its standard output, or from a file that it wrote. */
  counts: (out: string) => PeerCounts;
}

/** Each is undefined where the peer does not tell. */
export interface PeerCounts {
  /** Lines with id 278. */
  replay?: number;
  /** Lines with id 278 of the busiest tunnel. */
  busiest?: number;
}
