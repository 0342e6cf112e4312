import { Command, InvalidArgumentError } from 'commander';
import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BenchContext, BenchOptions, Job } from './context.js';
import { JOBS } from './jobs/all.js';
import { isMet, ratioOf, renderTable, summarise, type Table } from './report.js';
import { INPUT_CACHE } from './support/bench-log.js';
import { Cleanup } from './support/cleanup.js';
import { describeLoad, describeMachine } from './support/machine.js';
import { Profiles } from './support/profiles.js';
import { unexplainedMisses } from './support/limits-table.js';
import { replaceResults } from './support/results-section.js';

interface Flags {
  list?: boolean;
  lines?: number;
  seconds?: number;
  rate?: number;
  clients?: number;
  full?: boolean;
  peers: boolean;
  browser: boolean;
  seed: number;
  json?: string;
  markdown?: string;
  profile?: string;
  clean?: boolean;
}

const command = new Command('npm run bench --')
  .description('measures Tunnelwatch on this machine, beside what the machine can do and what others reach')
  .argument('[names...]', 'jobs to run; all of them without a name')
  .option('--list', 'say which jobs there are')
  .option('--lines <n>', 'lines of the input, for every job that reads one', whole)
  .option('--seconds <n>', 'duration of the live jobs', whole)
  .option('--rate <n>', 'lines a second of the flood', whole)
  .option('--clients <n>', 'one crowd of so many clients for the fan-out and the siege', whole)
  .option('--full', 'the large form, for figures to publish: about an hour')
  .option('--no-peers', 'leave out other programs')
  .option('--no-browser', 'leave out Chromium')
  .option('--seed <n>', 'of the input: the same seed gives the same bytes', whole, 1)
  .option('--json <file>', 'write all figures there')
  .option('--markdown <file>', 'replace the section of results in that document')
  .option('--profile <folder>', 'write processor profiles of all threads there, and print the costliest functions')
  .option('--clean', 'remove the inputs that are kept from run to run, and end')
  .action(async (names: string[], flags: Flags) => {
    process.exitCode = await start(names, flags);
  });

function whole(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('give a whole number');
  return Number(text);
}

async function start(names: readonly string[], flags: Flags): Promise<number> {
  if (flags.list === true) {
    for (const { name, about } of JOBS) process.stdout.write(`${name.padEnd(14)} ${about}\n`);
    return 0;
  }
  if (flags.clean === true) {
    rmSync(INPUT_CACHE, { recursive: true, force: true });
    return 0;
  }
  const unknown = names.find((name) => !JOBS.some((job) => isNamedBy(job, name)));
  if (unknown !== undefined) {
    process.stderr.write(`there is no job ${unknown}; --list says which there are\n`);
    return 2;
  }
  return runAll(
    JOBS.filter((job) => names.length === 0 || names.some((name) => isNamedBy(job, name))),
    flags,
  );
}

/** A job has its own name and that of its family: `growth` is `growth-lines`, `growth-files` and so on. */
function isNamedBy({ name }: Job, word: string): boolean {
  return name === word || name.startsWith(`${word}-`);
}

async function runAll(jobs: readonly Job[], flags: Flags): Promise<number> {
  const cleanup = new Cleanup();
  endOnSignals(cleanup);
  try {
    const { tables, failures, machine } = await measure(jobs, flags, cleanup);
    const summary = summarise(tables);
    process.stdout.write(`${summary}\n`);
    for (const failure of failures) process.stdout.write(`FAILED ${failure}\n`);
    if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(asJson(tables, machine), null, 2)}\n`);
    if (flags.markdown !== undefined) {
      await replaceResults(flags.markdown, { machine, tables });
      for (const what of unexplainedMisses(flags.markdown, tables)) {
        process.stdout.write(`${flags.markdown} does not say what limits: ${what}\n`);
      }
    }
    return failures.length === 0 ? 0 : 1;
  } finally {
    await cleanup.run();
  }
}

async function measure(jobs: readonly Job[], flags: Flags, cleanup: Cleanup) {
  const machine = describeMachine(cleanup.folder('machine'));
  const { text: atStart, isCalm } = await describeLoad();
  machine.push(`at the start: ${atStart}`);
  process.stdout.write(`${machine.join('\n')}\n\n`);
  const say = (text: string): void => void process.stderr.write(`  … ${text}\n`);
  const profiles = flags.profile === undefined ? undefined : new Profiles(resolve(flags.profile));
  const context: BenchContext = { options: optionsOf(flags), cleanup, isCalm, rates: new Map(), profiles, say };
  const tables: Table[] = [];
  const failures: string[] = [];
  for (const job of jobs) {
    process.stderr.write(`${job.name}\n`);
    profiles?.beginJob(job.name);
    try {
      const made = await job.run(context);
      tables.push(...made);
      print(made);
      print(profiles?.takeTables() ?? []);
    } catch (error) {
      failures.push(`${job.name}: ${error instanceof Error ? error.message : String(error)}`);
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
  }
  const atEnd = `at the end: ${(await describeLoad()).text}`;
  machine.push(atEnd);
  process.stdout.write(`${atEnd}\n`);
  return { tables, failures, machine };
}

function print(tables: readonly Table[]): void {
  process.stdout.write(tables.map((table) => `${renderTable(table)}\n\n`).join(''));
}

function optionsOf({ lines, seconds, rate, clients, full, peers, browser, seed }: Flags): BenchOptions {
  return { lines, seconds, rate, clients, isFull: full === true, hasPeers: peers, hasBrowser: browser, seed };
}

function asJson(tables: readonly Table[], machine: readonly string[]) {
  const rowsOf = ({ rows }: Table) => rows.map((row) => ({ ...row, ratio: ratioOf(row), isMet: isMet(row) }));
  return { machine, tables: tables.map((table) => ({ ...table, rows: rowsOf(table) })) };
}

/** Ended from outside, it leaves nothing behind either. */
function endOnSignals(cleanup: Cleanup): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Those of the tests' support would end us before anything is removed.
    process.removeAllListeners(signal);
    process.once(signal, () => {
      void cleanup.run().finally(() => process.exit(130));
    });
  }
}

await command.parseAsync();
