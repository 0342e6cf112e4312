import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type BenchContext, type Job, linesOf } from '../context.js';
import { gawk, mawk, mawkMatch } from '../peers/awk.js';
import { goaccess } from '../peers/goaccess.js';
import { grep } from '../peers/grep.js';
import { lnav } from '../peers/lnav.js';
import { miller } from '../peers/miller.js';
import { mtail } from '../peers/mtail.js';
import { findProgram } from '../../../scripts/programs.mjs';
import type { Peer, PeerCounts } from '../peers/peer.js';
import { rsyslog } from '../peers/rsyslog.js';
import { syslogNg } from '../peers/syslog-ng.js';
import type { Row, Table } from '../report.js';
import { runIngest } from '../support/ingest-run.js';
import { medianOf, spreadOf } from '../support/median.js';
import { type PeerLog, simulatedPeerLog, standardPeerLog } from '../support/peer-log.js';
import { runMeasured } from '../support/run-measured.js';

const PEERS: readonly Peer[] = [lnav, mawkMatch, rsyslog, mawk, gawk, miller, syslogNg, goaccess, mtail, grep];
/** Our rate divided by theirs, at least; of the others there is no goal. */
const GOALS: ReadonlyMap<Peer, number> = new Map([
  [lnav, 2],
  [mawkMatch, 0.6],
  [rsyslog, 4],
]);
const ROUNDS = 3;
const LIMIT_MS = 5 * 60_000;

/** Programs of others on the same files, in turn with us; what they find is held against what is in them. */
export const peers: Job = {
  name: 'peers',
  about: 'our backfill in turn with lnav, mawk, rsyslog and others on the same files, three rounds: ratios of medians',
  run: async (context) => {
    const { options, cleanup, say } = context;
    if (!options.hasPeers) return [];
    const lines = linesOf(options, 2_000_000, 4_000_000);
    say(`making two logs of ${String(lines)} lines`);
    const logs = [standardPeerLog(lines, options.seed), await simulatedPeerLog(lines, options.seed, cleanup)];
    const tables: Table[] = [];
    for (const log of logs) tables.push(await compare(context, log));
    return tables;
  },
};

/** What a program needed for a log, one figure a round. */
interface Rounds {
  seconds: number[];
  cpuSeconds: number[];
}

/** Whoever takes part: us, or an installed peer. */
interface Runner {
  name: string;
  run: () => Promise<{ seconds: number; cpuSeconds: number }>;
}

async function compare(context: BenchContext, log: PeerLog): Promise<Table> {
  const fit = PEERS.filter(({ cannotRead }) => cannotRead !== log.form);
  const installed = fit.flatMap((peer) => {
    const program = findProgram(peer.program);
    return program === undefined ? [] : [{ peer, program }];
  });
  const us: Runner = { name: 'tunnelwatch', run: () => runOurs(context, log) };
  const others = installed.map(({ peer, program }) => {
    return { peer, program, name: peer.name, run: () => runPeer(context, log, peer, program) };
  });
  const { rounds, failures } = await inTurn([us, ...others], ({ name }, round) => {
    context.say(`${log.name}, round ${String(round)} of ${String(ROUNDS)}: ${name}`);
  });
  const ours = rounds.get(us);
  const rows = others.flatMap((other): Row[] => {
    const theirs = rounds.get(other);
    return ours === undefined || theirs === undefined ? [] : [rowOf(log, other, ours, theirs)];
  });
  const missing = fit.filter((peer) => findProgram(peer.program) === undefined).map(({ name }) => name);
  return {
    title: `Peers in turn with us: ${log.name}, ${log.lines.toLocaleString('en-GB')} lines`,
    rows,
    notes: [
      `Medians of ${String(ROUNDS)} rounds, lowest and highest in brackets; each round runs our backfill and then every peer once.`,
      ...(ours === undefined ? [] : [`Our processor time: ${timesText(ours.cpuSeconds)}.`]),
      'Our backfill stores every event durably; none of the peers stores any.',
      missing.length === 0 ? 'All peers are installed.' : `Not installed: ${missing.join(', ')}.`,
      ...failures,
    ],
  };
}

/** Lets all run once, then all again, and so on; one that fails is left out from there on, with what it took before. */
async function inTurn<One extends Runner>(runners: readonly One[], onRun: (runner: One, round: number) => void) {
  const rounds = new Map<One, Rounds>();
  const failures: string[] = [];
  let running = [...runners];
  for (let round = 1; round <= ROUNDS; round++) {
    for (const runner of running) {
      onRun(runner, round);
      try {
        const { seconds, cpuSeconds } = await runner.run();
        const before = rounds.get(runner) ?? { seconds: [], cpuSeconds: [] };
        rounds.set(runner, {
          seconds: [...before.seconds, seconds],
          cpuSeconds: [...before.cpuSeconds, cpuSeconds],
        });
      } catch (error) {
        failures.push(`${runner.name} failed: ${error instanceof Error ? error.message : String(error)}`);
        rounds.delete(runner);
        running = running.filter((each) => each !== runner);
      }
    }
  }
  return { rounds, failures };
}

async function runOurs({ cleanup }: BenchContext, { file, lines }: PeerLog) {
  const data = join(cleanup.folder('ours'), 'data');
  // Never profiled: that would slow us down and not them.
  return runIngest({ files: [file], data, lines }, { cleanup });
}

async function runPeer({ cleanup }: BenchContext, log: PeerLog, peer: Peer, program: string) {
  const folder = cleanup.folder('peer');
  const { args, env, isDone, counts } = peer.prepare({ log, folder });
  const command = { file: program, args, ...(env && { env }), ...(isDone && { isDone }), timeoutMs: LIMIT_MS };
  const run = await runMeasured(command, cleanup);
  if (run.code !== 0) throw new Error(`exit code ${String(run.code)}, ${run.err.trim().slice(-500)}`);
  const wrong = problemOf(counts(run.out), log.expected);
  if (wrong !== undefined) throw new Error(wrong);
  return run;
}

function rowOf(
  { lines }: PeerLog,
  { peer, program }: { peer: Peer; program: string },
  ours: Rounds,
  theirs: Rounds,
): Row {
  const rates = (seconds: readonly number[]) => seconds.map((each) => lines / each);
  const goal = GOALS.get(peer);
  return {
    what: `backfill beside ${peer.name}`,
    value: medianOf(rates(ours.seconds)),
    spread: spreadOf(rates(ours.seconds)),
    unit: 'lines/s',
    beside: {
      name: versionOf(peer, program),
      value: medianOf(rates(theirs.seconds)),
      spread: spreadOf(rates(theirs.seconds)),
    },
    goal: goal === undefined ? undefined : { kind: 'at least', value: goal, isRatio: true },
    note: `${peer.does}; ${timesText(theirs.cpuSeconds)} of processor time`,
  };
}

function timesText(seconds: readonly number[]): string {
  const { min, max } = spreadOf(seconds);
  return `${medianOf(seconds).toFixed(1)} s (${min.toFixed(1)}–${max.toFixed(1)})`;
}

/** What a peer counted wrongly, or nothing. */
function problemOf(found: PeerCounts, expected: PeerLog['expected']): string | undefined {
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
