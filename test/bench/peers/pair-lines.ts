import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { PeerLog } from '../support/peer-log.js';
import type { PeerCounts } from './peer.js';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/** Tells when a file has so many lines, reading only what was added since the last look. */
export function lineWatcher(file: string, lines: number): () => boolean {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let [position, found] = [0, 0];
  return () => {
    let handle: number;
    try {
      handle = openSync(file, 'r');
    } catch {
      // The peer has not written anything yet.
      return false;
    }
    for (;;) {
      const bytes = readSync(handle, chunk, 0, CHUNK_BYTES, position);
      if (bytes === 0) break;
      position += bytes;
      const read = chunk.subarray(0, bytes);
      for (let at = read.indexOf(NEWLINE); at >= 0; at = read.indexOf(NEWLINE, at + 1)) found += 1;
    }
    closeSync(handle);
    return found >= lines;
  };
}

/** Counts what a peer wrote as one line "ID MATCHKEY" for each line of the log. */
export function countPairs(file: string, { replayId, busiest }: PeerLog): PeerCounts {
  const chunks = readFileSync(file, 'latin1').split('\n');
  const pair = `${replayId} ${busiest}`;
  return {
    replay: chunks.filter((line) => line.startsWith(`${replayId} `)).length,
    busiest: chunks.filter((line) => line === pair).length,
  };
}

/** Counts from lines "COUNT ID MATCHKEY" of one group each. */
export function sumGroups(
  groups: readonly { id: string; matchkey: string; count: number }[],
  { busiest }: PeerLog,
): PeerCounts {
  const replay = groups.filter(({ id }) => Number.parseInt(id, 10) === 278);
  return {
    replay: replay.reduce((sum, { count }) => sum + count, 0),
    busiest: replay.find(({ matchkey }) => matchkey === busiest)?.count ?? 0,
  };
}
