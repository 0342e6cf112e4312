import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasProgram } from '../../../scripts/programs.mjs';
import { type ClusterProcesses, prepareCluster, startMembers } from '../../support/cluster-processes.js';
import type { Member } from '../../support/cluster-member.js';
import { eventually } from '../../support/serve-process.js';
import { type BenchContext, type Job, linesOf, secondsOf } from '../context.js';
import type { Row, Table } from '../report.js';
import { benchLog } from '../support/bench-log.js';
import { openBrowser } from '../support/browser.js';
import { ClusterMeter, type ClusterTimes, type Passage } from '../support/cluster-meter.js';
import { runIngest } from '../support/ingest-run.js';
import { LineFeed } from '../support/line-feed.js';
import { markedDelays } from '../support/marked-delays.js';
import { eventLine } from '../support/markers.js';
import { PRODUCTION_ENV } from '../support/programs.js';

const NODES = 3;
const GIB = 1024 * 1024 * 1024;
/** Lines a second of the traffic around, and what an operator may wait at the most for the screen, p99, milliseconds. */
const CALM_RATE = 100;
const CALM_GOAL_MS = 60;
const RATE_GOAL = 300_000;
/** Ticks and reports come once a second: over so many the processor time of nothing else is told. */
const QUIET_SECONDS = 10;

/** Lines from a file at a collector through the stream onto three nodes: how many a second, at what cost, how late. */
export const cluster: Job = {
  name: 'cluster',
  about: 'three NATS servers, three nodes, a collector: lines/s and processor time per line, latency to another node',
  run: async (context) => {
    if (!hasProgram('nats-server')) {
      const note =
        'nats-server is not installed, so nothing of a cluster was measured. Debian has it: apt install nats-server';
      context.say(note);
      return [{ title: 'Cluster', rows: [], notes: [note] }];
    }
    return measure(context);
  },
};

async function measure(context: BenchContext): Promise<Table[]> {
  const { cleanup, options } = context;
  const folder = cleanup.folder('cluster');
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const calmLog = join(logs, 'calm.log');
  writeFileSync(calmLog, `${eventLine(0)}\n`);
  const lines = linesOf(options, 1_000_000, 4_000_000);
  const { file } = benchLog(lines, options.seed);
  const alone = await runIngest({ files: [file], data: join(folder, 'alone'), lines }, context);
  const running = await prepareCluster({
    folder,
    nodes: NODES,
    collectors: [[{ files: [join(logs, '*.log')] }]],
    streamBytes: GIB / 2,
    env: { NODE_ENV: PRODUCTION_ENV.NODE_ENV },
  });
  const endNow = cleanup.add(() => end(running));
  await startMembers(running);
  const meter = await ClusterMeter.open(running);
  const closeMeter = cleanup.add(() => meter.close());
  const calm = await whileCalm(context, running, meter, calmLog);
  const waiting = join(folder, 'backlog');
  copyFileSync(file, waiting);
  context.say(`${String(lines)} lines through the cluster`);
  const before = meter.times();
  const passage = await meter.passage(lines, () => {
    renameSync(waiting, join(logs, 'backlog.log'));
  });
  const took = differences(before, meter.times());
  const perLine = (seconds: number) => (seconds / lines) * 1e6;
  const tables = [backlogTable(lines, passage, took, perLine(alone.cpuSeconds)), ...calm];
  for (const member of [...running.nodes, ...running.collectors]) {
    if (member.faults !== '') throw new Error(`${member.name} logged: ${member.faults}`);
  }
  await closeMeter();
  await endNow();
  return tables;
}

async function end({ nats, nodes, collectors }: ClusterProcesses): Promise<void> {
  await Promise.all([...nodes, ...collectors].map((each) => each.kill()));
  await nats.stop();
}

async function whileCalm(
  context: BenchContext,
  { nodes }: ClusterProcesses,
  meter: ClusterMeter,
  file: string,
): Promise<Table[]> {
  const { cleanup, options } = context;
  await eventually('the first line on all nodes', () => meter.stored().every((lines) => lines === 1));
  const quiet = await timesFor(meter, secondsOf(options, QUIET_SECONDS, QUIET_SECONDS));
  const browser = await openBrowser(context);
  const feed = await LineFeed.prepare({ file, rate: CALM_RATE, seed: options.seed }, cleanup);
  // A page is LIVE only where something new has come of late.
  feed.append(eventLine(0));
  const { url } = watchedOf(nodes);
  const run = { url, feed, browser, seconds: secondsOf(options, 12, 60), goalMs: CALM_GOAL_MS };
  const began = performance.now();
  const before = meter.times();
  const { rows, notes } = await markedDelays(run);
  const live = shares(differences(before, meter.times()), (performance.now() - began) / 1000);
  await browser?.close();
  const written = feed.total + 1;
  await eventually('all lines on all nodes', () => meter.stored().every((lines) => lines === written));
  return [
    {
      title: `Live latency through a cluster at ${String(CALM_RATE)} lines/s`,
      rows,
      notes: [...notes, 'The lines are read by a collector, and watched on one of three nodes.'],
    },
    {
      title: 'Cluster: processor time when calm',
      rows: [
        ...calmRows('nothing to read', quiet),
        ...calmRows(`${String(CALM_RATE)} lines/s, one node watched`, live),
      ],
    },
  ];
}

/** The node that is looked at; the others only follow. */
function watchedOf(nodes: readonly Member[]): Member {
  const [node] = nodes;
  if (node === undefined) throw new Error('there is no node');
  return node;
}

async function timesFor(meter: ClusterMeter, seconds: number): Promise<ClusterTimes> {
  const before = meter.times();
  const began = performance.now();
  await pause(seconds * 1000);
  return shares(differences(before, meter.times()), (performance.now() - began) / 1000);
}

function differences(before: ClusterTimes, after: ClusterTimes): ClusterTimes {
  const of = (kind: keyof ClusterTimes) => after[kind].map((each, index) => each - (before[kind][index] ?? 0));
  return { collectors: of('collectors'), nats: of('nats'), nodes: of('nodes') };
}

/** Percent of a core. */
function shares(times: ClusterTimes, seconds: number): ClusterTimes {
  const of = (kind: keyof ClusterTimes) => times[kind].map((each) => (each / seconds) * 100);
  return { collectors: of('collectors'), nats: of('nats'), nodes: of('nodes') };
}

function calmRows(when: string, { collectors, nats, nodes }: ClusterTimes): Row[] {
  const [watched = 0, ...others] = nodes;
  const unit = '% of a core';
  return [
    { what: `${when}: collector`, value: sum(collectors), unit },
    { what: `${when}: NATS server`, value: mean(nats), unit, note: 'mean of three' },
    { what: `${when}: the first node`, value: watched, unit },
    { what: `${when}: a node that only follows`, value: mean(others), unit, note: 'mean of two' },
  ];
}

function backlogTable(lines: number, passage: Passage, took: ClusterTimes, aloneMicros: number): Table {
  const perLine = (seconds: number) => (seconds / lines) * 1e6;
  const { intoStream, ontoNodes, messages, streamBytes, commits } = passage;
  const unit = 'µs/line';
  return {
    title: `Cluster: ${lines.toLocaleString('en-GB')} lines of a file that appears`,
    rows: [
      { what: 'into the stream', value: lines / intoStream, unit: 'lines/s' },
      {
        what: 'stored by all three nodes',
        value: lines / ontoNodes,
        unit: 'lines/s',
        goal: { kind: 'at least', value: RATE_GOAL },
      },
      { what: 'processor time: collector', value: perLine(sum(took.collectors)), unit },
      { what: 'processor time: NATS server', value: perLine(mean(took.nats)), unit, note: 'mean of three' },
      {
        what: 'processor time: node',
        value: perLine(mean(took.nodes)),
        unit,
        beside: { name: 'tunnelwatch ingest', value: aloneMicros },
        note: `mean of three; ${String(commits)} commits`,
      },
      {
        what: 'processor time: all of it',
        value: perLine(sum(took.collectors) + sum(took.nats) + sum(took.nodes)),
        unit,
      },
      {
        what: 'in the stream, a line',
        value: streamBytes / lines,
        unit: 'bytes/event',
        note: `${String(messages)} messages`,
      },
    ],
    notes: [
      'All processes share the processors of one machine: processor time is what other machines can be sized by.',
    ],
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
