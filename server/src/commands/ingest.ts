import { VERSION } from '../installation.js';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Command } from 'commander';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline as pipeStreams } from 'node:stream/promises';
import { notificationPlan } from '../config/route-schema.js';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { absoluteGlob, nameLimitsOf, retentionOf, type Settings } from '../config/settings.js';
import { ingestThroughServer } from '../app/control/control-client.js';
import { lockData } from '../app/control/data-lock.js';
import type { IngestNotices, IngestReport } from '../ingest/ingest-protocol.js';
import { existingPath } from '../file-name.js';
import { IngestThread } from '../ingest/ingest-thread.js';
import { openAuditKeys } from '../store/audit/audit-key.js';
import { isGone } from '../store/store.js';
import { SPOOLED_INPUT, STANDARD_INPUT } from '../ingest/source/read-whole.js';
import { isRegular, logsBelow } from '../ingest/source/file/log-folder.js';
import { formatToIngest, PackedError } from '../ingest/source/file/packed-content.js';
import { ownDescriptor, pathKind } from '../ingest/source/file/path-kind.js';
import { openPipe } from '../ingest/source/pipe/open-pipe.js';
import { literalPath, matchesOf } from '../ingest/source/file/file-pattern.js';
import { contentOf } from '../store/sqlite/store-content.js';
import { formatErrors } from './check-config.js';
import { type OnProgress, progressBar } from './progress-bar.js';
import { demoDataText } from './server-folder.js';

/** Adds `ingest FILE...`: reads whole files into the store and ends. */
export function addIngestCommand(program: Command): void {
  const command = program
    .command('ingest')
    .description('read whole files into the store and exit; reading a file again adds nothing')
    .argument('<files...>', 'files to read; also .gz, globs, folders with logs, pipes, and - for standard input')
    .option('--json', 'print one JSON object');
  addSettingOptions(command, ['data', 'catalogue', 'timeZone', 'ingest.maxLineBytes', 'ingest.storeOther']).action(
    async (patterns: string[], options: Record<string, unknown>) => {
      const loaded = loadForCommand(options, processIo());
      if (!loaded.ok) {
        process.stderr.write(formatErrors(loaded.errors));
        process.exitCode = 2;
        return;
      }
      const files = findFiles(patterns);
      if (files === undefined) {
        process.exitCode = 1;
        return;
      }
      const { readable, refused } = sortOut(files);
      if (readable.length > 0) await run(readable, loaded.settings, options['json'] === true);
      for (const { message } of refused) process.stderr.write(`${message}\n`);
      if (refused.length > 0) process.exitCode ??= 1;
    },
  );
}

async function run(files: string[], settings: Settings, isJson: boolean): Promise<void> {
  const started = performance.now();
  const bar = progressBar('reading', 'bytes');
  try {
    const report = await ingest(files, settings, bar.update);
    bar.stop();
    printReport(report, (performance.now() - started) / 1000, isJson);
  } catch (error) {
    bar.stop();
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** The request is impossible, whatever the machine's state. */
class UsageError extends Error {}

/** Reads in this process when the data folder is free; otherwise the running server does the reading. */
async function ingest(files: string[], settings: Settings, onProgress: OnProgress): Promise<IngestReport> {
  if (contentOf(settings.data) === 'demo') throw new UsageError(demoDataText(settings.data));
  const lock = lockData(settings.data);
  if (!lock.ok && lock.isUsage) throw new UsageError(lock.reason);
  if (!lock.ok && !lock.isHeld) throw new Error(lock.reason);
  if (lock.ok) {
    try {
      return await ingestHere(files, settings, onProgress);
    } finally {
      lock.release();
    }
  }
  const spooled: string[] = [];
  const named: string[] = [];
  try {
    for (const file of files) {
      if (!isInput(file)) named.push(file);
      else named.push(`${SPOOLED_INPUT}${await spool(file, settings.data, spooled)}`);
    }
    return await ingestThroughServer(settings.data, named, onProgress);
  } finally {
    for (const file of spooled) rmSync(file, { force: true });
  }
}

function isInput(file: string): boolean {
  return file === STANDARD_INPUT || pathKind(file) === 'pipe';
}

const ignore = () => undefined;

/** Nobody is shown what the thread tells here. */
const UNHEARD: Omit<IngestNotices, 'progress' | 'storeError'> = {
  ready: ignore,
  unstored: ignore,
  step: ignore,
  verdicts: ignore,
  sources: ignore,
  damage: ignore,
  storage: ignore,
  alarming: ignore,
  senders: ignore,
  rules: ignore,
  inventory: ignore,
  outbox: ignore,
  acting: ignore,
  cluster: ignore,
  copyWanted: ignore,
  people: ignore,
  peopleAtEnd: ignore,
  superseded: ignore,
  attempts: ignore,
  warning: ignore,
  activity: ignore,
};

async function ingestHere(files: string[], settings: Settings, onProgress: OnProgress): Promise<IngestReport> {
  const pipeline = new IngestThread(
    {
      dataDirectory: settings.data,
      auditKey: openAuditKeys({ keyFile: settings.audit.keyFile, dataDirectory: settings.data }).current,
      catalogueFile: settings.catalogue,
      groups: [],
      listeners: [],
      syslog: settings.syslog,
      timeZone: settings.timeZone,
      maxLineBytes: settings.ingest.maxLineBytes,
      pollMs: settings.ingest.pollMs,
      pastAfterMs: settings.alerts.pastAfterMinutes * MINUTE_MS,
      mostAlertsPerRule: settings.alerts.mostPerRule,
      maxWindowMs: settings.alerts.maxWindowHours * 3_600_000,
      storeOther: settings.ingest.storeOther,
      isWatched: false,
      cluster: null,
      people: null,
      version: VERSION,
      fileSettings: null,
      retention: retentionOf(settings),
      monitoring: null,
      // Their notifications wait until a server runs.
      plan: notificationPlan(settings),
      aliases: new Map(Object.entries(settings.aliases)),
      nameLimits: nameLimitsOf(settings),
      rules: null,
      diagnosis: null,
    },
    {
      ...UNHEARD,
      storeError: (message, code) => {
        if (message === null) return;
        process.stderr.write(`${message}\n`);
        // Nobody may be there to put it back: what was not stored is read again by the next run.
        if (code !== null && isGone(code)) process.exit(1);
      },
    },
  );
  try {
    return await pipeline.readFiles(files, onProgress);
  } finally {
    await pipeline.thread.close();
  }
}

/** The running server cannot read our standard input or our pipes, so they are passed through a file in the data folder. */
async function spool(input: string, dataDirectory: string, spooled: string[]): Promise<string> {
  const folder = path.join(dataDirectory, 'spool');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `stdin-${String(process.pid)}-${String(spooled.length)}.log`);
  spooled.push(file);
  await pipeStreams(input === STANDARD_INPUT ? process.stdin : openPipe(input), createWriteStream(file));
  return file;
}

/** Files that can be read, and what to do with the others: they must not keep the rest from being read. */
function sortOut(files: readonly string[]): { readable: string[]; refused: PackedError[] } {
  const readable: string[] = [];
  const refused: PackedError[] = [];
  for (const file of files) {
    const format = isInput(file) ? undefined : formatToIngest(file);
    if (format === undefined || format === 'gz') readable.push(file);
    else refused.push(new PackedError(format, file));
  }
  return { readable, refused };
}

function findFiles(patterns: readonly string[]): string[] | undefined {
  const files: string[] = [];
  for (const pattern of patterns) {
    const found = filesAt(pattern);
    if (found.length === 0) {
      process.stderr.write(`${whyNothing(pattern)}\n`);
      return undefined;
    }
    files.push(...found);
  }
  return [...new Set(files)];
}

function filesAt(pattern: string): string[] {
  if (pattern === STANDARD_INPUT) return [STANDARD_INPUT];
  const file = existingPath(path.resolve(pattern));
  if (file === undefined) return matchesOf(absoluteGlob(process.cwd(), pattern)).files.filter(isRegular);
  const kind = pathKind(file);
  if (kind === 'folder') return logsBelow(file, true).files;
  if (kind === 'pipe') return [ownDescriptor(file) === 0 ? STANDARD_INPUT : file];
  return kind === 'other' ? [] : [file];
}

function whyNothing(name: string): string {
  const file = existingPath(path.resolve(name));
  const kind = file === undefined ? 'missing' : pathKind(file);
  if (kind === 'folder')
    return `there is no log file in ${name}: specify the files themselves if their names are unusual`;
  if (kind === 'other') return `${name} is neither a file nor a pipe: specify a file, or - for standard input`;
  return literalPath(name) === undefined ? `no file matches ${name}` : `no such file: ${name}`;
}

function printReport(report: IngestReport, seconds: number, isJson: boolean): void {
  const linesPerSecond = seconds > 0 ? Math.round(report.lines / seconds) : 0;
  const rounded = Math.round(seconds * 1000) / 1000;
  if (isJson) {
    const { lines, events, unknown, other, unreadable, empty } = report;
    process.stdout.write(
      `${JSON.stringify({ lines, events, unknown, other, unreadable, empty, seconds: rounded, linesPerSecond })}\n`,
    );
    return;
  }
  process.stdout.write(
    `${String(report.lines)} lines: ${String(report.events)} events (${String(report.unknown)} unknown), ${String(report.other)} other, ` +
      `${String(report.unreadable)} unreadable, ${String(report.empty)} empty; ${String(rounded)} s, ${String(linesPerSecond)} lines/s\n`,
  );
}
