import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BenchContext, type Job, linesOf, secondsOf } from '../context.js';
import type { Row } from '../report.js';
import { cpuSecondsOf, statsOf } from '../support/process-stats.js';
import { startServer } from '../support/serve.js';

const FILES = 3000;
const LINES_IN_FILE = 5;
const LINES = FILES * LINES_IN_FILE;
/** What was just written is looked at again for some time, and its alerts and charts come to rest: then a file is quiet. */
const SETTLE_MS = 60_000;

/** How the files are laid out, and the pattern that finds them. */
interface Layout {
  title: string;
  pattern: string;
  nameOf: (host: string) => string;
}

const LAYOUTS: readonly Layout[] = [
  { title: 'in one folder', pattern: '*.log', nameOf: (host) => `${host}.log` },
  { title: 'in a folder for each host', pattern: '*/gateway.log', nameOf: (host) => join(host, 'gateway.log') },
];

/** What thousands of files cost that nobody writes to, and how soon a start has read what was written while it was down. */
export const quietFiles: Job = {
  name: 'quiet-files',
  about: 'CPU of a server that follows 3,000 quiet files, and its start after all of them were rotated',
  run: async (context) => {
    const rows: Row[] = [];
    const count = Math.ceil(linesOf(context.options, LINES, LINES) / LINES_IN_FILE);
    for (const layout of LAYOUTS) rows.push(...(await measureLayout(layout, count, context)));
    const seconds = secondsOf(context.options, 15, 60);
    return [
      {
        title: `${count.toLocaleString('en')} quiet files, each of a gateway of its own`,
        rows,
        notes: [
          `Processor time of the whole process over ${String(seconds)} seconds, on a local file system; nobody watching.`,
          `A start counts from the launch of the process until all lines are stored; each file was renamed to NAME.1 after ` +
            `a last line, and created anew with another one.`,
        ],
      },
    ];
  },
};

async function measureLayout({ title, pattern, nameOf }: Layout, count: number, context: BenchContext) {
  const { options, cleanup, say } = context;
  const seconds = secondsOf(options, 15, 60);
  const folder = cleanup.folder('quiet-files');
  const logs = Array.from({ length: count }, (_, index) => {
    const host = `gw-${String(index).padStart(4, '0')}`;
    return { host, file: join(folder, 'logs', nameOf(host)) };
  });
  for (const { host, file } of logs) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, makeLines(host, 0, LINES_IN_FILE));
  }
  const files = [join(folder, 'logs', pattern)];
  const timeStart = async (lines: number) => {
    const started = performance.now();
    const server = await startServer(context, { directory: folder, files });
    await server.untilCount(lines);
    const cpu = cpuSecondsOf(server.pid);
    return { server, seconds: (performance.now() - started) / 1000, cpu };
  };

  say(`${title}: first start`);
  const first = await timeStart(count * LINES_IN_FILE);
  await pause(Math.min(SETTLE_MS, 2 * seconds * 1000));
  const [before, since] = [cpuSecondsOf(first.server.pid), performance.now()];
  await pause(seconds * 1000);
  const share = (cpuSecondsOf(first.server.pid) - before) / ((performance.now() - since) / 1000);
  const rssBytes = statsOf(first.server.pid)?.rssBytes;
  await first.server.end();

  say(`${title}: start with nothing new`);
  const again = await timeStart(count * LINES_IN_FILE);
  await again.server.end();

  say(`${title}: start after a rotation`);
  for (const { host, file } of logs) {
    writeFileSync(file, makeLines(host, LINES_IN_FILE, 1), { flag: 'a' });
    renameSync(file, `${file}.1`);
    writeFileSync(file, makeLines(host, LINES_IN_FILE + 1, 1));
  }
  const rotated = await timeStart(count * (LINES_IN_FILE + 2));
  await rotated.server.end();
  return rowsOf(title, { share, rssBytes, first, again, rotated });
}

interface Figures {
  share: number;
  rssBytes: number | undefined;
  first: Start;
  again: Start;
  rotated: Start;
}

interface Start {
  seconds: number;
  /** Processor time of all threads by then, seconds. */
  cpu: number;
}

function rowsOf(title: string, { share, rssBytes, first, again, rotated }: Figures): Row[] {
  return [
    { what: `${title}: processor`, value: share * 100, unit: '% of a core', goal: { kind: 'at most', value: 1 } },
    { what: `${title}: memory`, value: rssBytes, unit: 'bytes' },
    startRow(`${title}: first start, ${String(LINES_IN_FILE)} lines each`, first),
    startRow(`${title}: start with nothing new`, again),
    startRow(`${title}: start after all were rotated`, rotated),
  ];
}

function startRow(what: string, { seconds, cpu }: Start): Row {
  return { what, value: seconds, unit: 's', note: `${cpu.toFixed(1)} s of processor time` };
}

function makeLines(host: string, from: number, count: number): string {
  const time = new Date().toISOString();
  return Array.from({ length: count }, (_, index) => {
    const seqno = String(1000 + from + index);
    return `<133>1 ${time} ${host} EFW - - - IPSEC: prio=2 id=00000278 rev=1 event="Anti-replay check failed." action=drop seqno=${seqno} windowbase=1300 windowsize=64 matchkey=tunnel-${host}\n`;
  }).join('');
}
