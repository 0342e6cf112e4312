import { spawnSync } from 'node:child_process';
import { type BenchContext, type Job, linesOf } from '../context.js';
import { gawk, mawk } from '../peers/awk.js';
import { goaccess } from '../peers/goaccess.js';
import { grep } from '../peers/grep.js';
import { lnav } from '../peers/lnav.js';
import { miller } from '../peers/miller.js';
import { mtail } from '../peers/mtail.js';
import { findProgram } from '../../../scripts/programs.mjs';
import type { Peer, PeerCounts } from '../peers/peer.js';
import { rsyslog } from '../peers/rsyslog.js';
import { syslogNg } from '../peers/syslog-ng.js';
import type { Row } from '../report.js';
import { type BenchLog, benchLog } from '../support/bench-log.js';
import { runMeasured } from '../support/run-measured.js';

const PEERS: readonly Peer[] = [lnav, rsyslog, miller, syslogNg, goaccess, mtail, mawk, gawk, grep];
const LNAV_RATIO = 2;
const LIMIT_MS = 5 * 60_000;

/** Programs of others on the same file; what they find is held against what is in it. */
export const peers: Job = {
  name: 'peers',
  about: 'goaccess, lnav, mtail, rsyslog, syslog-ng, miller, mawk, gawk, grep on the same file',
  run: async (context) => {
    if (!context.options.hasPeers) return [];
    const log = benchLog(linesOf(context.options, 2_000_000, 4_000_000), context.options.seed);
    const installed = PEERS.flatMap((peer) => {
      const program = findProgram(peer.program);
      return program === undefined ? [] : [{ peer, program }];
    });
    const rows: Row[] = [];
    const failures: string[] = [];
    for (const { peer, program } of installed) {
      try {
        rows.push(await rowOf(context, log, peer, program));
      } catch (error) {
        failures.push(`${peer.name} failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const missing = PEERS.filter((peer) => findProgram(peer.program) === undefined).map(({ name }) => name);
    return [
      {
        title: 'Peers: the same file, one run each',
        rows,
        notes: [
          'The figure is our backfill, which stores every event durably; none of the peers stores any.',
          missing.length === 0 ? 'All peers are installed.' : `Not installed: ${missing.join(', ')}.`,
          ...failures,
        ],
      },
    ];
  },
};

async function rowOf(context: BenchContext, { file, facts }: BenchLog, peer: Peer, program: string): Promise<Row> {
  const { cleanup, rates, say } = context;
  say(peer.name);
  const folder = cleanup.folder(peer.name);
  const { args, env, isDone, counts } = peer.prepare({ log: file, lines: facts.lines, folder });
  const command = { file: program, args, ...(env && { env }), ...(isDone && { isDone }), timeoutMs: LIMIT_MS };
  const run = await runMeasured(command, cleanup);
  if (run.code !== 0) throw new Error(`exit code ${String(run.code)}, ${run.err.trim().slice(-500)}`);
  const expected = { replay: facts.byId['278'] ?? 0, busiest: facts.replayByTunnel[0] ?? 0 };
  const wrong = problemOf(counts(run.out), expected);
  if (wrong !== undefined) throw new Error(wrong);
  const rate = facts.lines / run.seconds;
  const cpu = `${run.cpuSeconds.toFixed(1)} s of processor time`;
  return {
    what: `backfill beside ${peer.name}`,
    value: rates.get('backfill'),
    unit: 'lines/s',
    beside: { name: versionOf(peer, program), value: rate },
    goal: peer === lnav && rates.has('backfill') ? { kind: 'at least', value: LNAV_RATIO, isRatio: true } : undefined,
    note: `${peer.does}; ${cpu}`,
  };
}

/** What a peer counted wrongly, or nothing. */
function problemOf(found: PeerCounts, expected: Required<PeerCounts>): string | undefined {
  for (const name of ['replay', 'busiest'] as const) {
    const value = found[name];
    if (value === undefined || value === expected[name]) continue;
    return `counted ${String(value)} where there are ${String(expected[name])} (${name})`;
  }
  return undefined;
}

function versionOf(peer: Peer, program: string): string {
  const { stdout, stderr } = spawnSync(program, [...peer.version], { encoding: 'utf8', timeout: 10_000 });
  const version = /\d+\.\d+[\w.~]*/.exec(`${stdout}${stderr}`)?.[0].replace(/\.$/, '') ?? 'of an unknown version';
  return `${peer.name} ${version}`;
}
