import { type BenchLog, benchLog } from './bench-log.js';
import { matchkeyOf } from './log-maker.js';
import { simulatedLog } from './simulated-log.js';
import type { Cleanup } from './cleanup.js';

/** A log that peers read, and what they have to find in it. */
export interface PeerLog {
  name: string;
  file: string;
  lines: number;
  /** What stands in front of the category: an RFC 5424 header, or time, gateway and `EFW:` as in a gateway's own file. */
  form: 'rfc5424' | 'gateway';
  /** How its lines write id 278. */
  replayId: string;
  /** The matchkey with the most lines of id 278. */
  busiest: string;
  /** Lines of id 278: all, and those of the busiest tunnel. */
  expected: { replay: number; busiest: number };
}

export function standardPeerLog(lines: number, seed: number): PeerLog {
  const { file, facts }: BenchLog = benchLog(lines, seed);
  return {
    name: 'standard input',
    file,
    lines,
    form: 'rfc5424',
    replayId: '00000278',
    busiest: matchkeyOf(0),
    expected: { replay: facts.byId['278'] ?? 0, busiest: facts.replayByTunnel[0] ?? 0 },
  };
}

export async function simulatedPeerLog(lines: number, seed: number, cleanup: Cleanup): Promise<PeerLog> {
  const { file, replay, busiest } = await simulatedLog(lines, seed, cleanup);
  return {
    name: "simulated gateway's log",
    file,
    lines,
    form: 'gateway',
    replayId: '278',
    busiest: busiest.matchkey,
    expected: { replay, busiest: busiest.lines },
  };
}
