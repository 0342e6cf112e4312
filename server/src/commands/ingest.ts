import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Command } from 'commander';
import { createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline as pipeStreams } from 'node:stream/promises';
import { channelFilters } from '../config/channel-schema.js';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { absoluteGlob, retentionOf, type Settings } from '../config/settings.js';
import { ingestThroughServer } from '../app/control/control-client.js';
import { lockData } from '../app/control/data-lock.js';
import type { IngestNotices, IngestReport } from '../ingest/ingest-protocol.js';
import { existingPath, systemPath } from '../file-name.js';
import { IngestThread } from '../ingest/ingest-thread.js';
import { isGone } from '../store/store.js';
import { SPOOLED_INPUT } from '../ingest/source/read-whole.js';
import { literalPath, matchesOf } from '../ingest/source/file/file-pattern.js';
import { formatErrors } from './check-config.js';
import { type OnProgress, progressBar } from './progress-bar.js';

/** Adds `ingest FILE...`: reads whole files into the store and ends. */
export function addIngestCommand(program: Command): void {
  const command = program
    .command('ingest')
    .description('read whole files into the store and exit; reading a file again adds nothing')
    .argument('<files...>', 'files to read; also .gz, globs, and - for standard input')
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
      await run(files, loaded.settings, options['json'] === true);
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
  const spooled = files.includes('-') ? await spoolStandardInput(settings.data) : undefined;
  try {
    const named = files.map((file) => (file === '-' && spooled !== undefined ? `${SPOOLED_INPUT}${spooled}` : file));
    return await ingestThroughServer(settings.data, named, onProgress);
  } finally {
    if (spooled !== undefined) rmSync(spooled, { force: true });
  }
}

const ignore = () => undefined;

/** Nobody is shown what the thread tells here. */
const UNHEARD: Omit<IngestNotices, 'progress' | 'storeError'> = {
  ready: ignore,
  step: ignore,
  verdicts: ignore,
  sources: ignore,
  damage: ignore,
  storage: ignore,
  alarming: ignore,
  rules: ignore,
  inventory: ignore,
  outbox: ignore,
  warning: ignore,
};

async function ingestHere(files: string[], settings: Settings, onProgress: OnProgress): Promise<IngestReport> {
  const pipeline = new IngestThread(
    {
      dataDirectory: settings.data,
      catalogueFile: settings.catalogue,
      groups: [],
      listeners: [],
      syslog: settings.syslog,
      timeZone: settings.timeZone,
      maxLineBytes: settings.ingest.maxLineBytes,
      pollMs: settings.ingest.pollMs,
      pastAfterMs: settings.alerts.pastAfterMinutes * MINUTE_MS,
      mostAlertsPerRule: settings.alerts.mostPerRule,
      storeOther: settings.ingest.storeOther,
      isWatched: false,
      retention: retentionOf(settings),
      monitoring: null,
      // Their notifications wait until a server runs.
      channels: channelFilters(settings.notifications),
      aliases: new Map(Object.entries(settings.aliases)),
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

/** The running server cannot read our standard input, so it is passed through a file in the data folder. */
async function spoolStandardInput(dataDirectory: string): Promise<string> {
  const folder = path.join(dataDirectory, 'spool');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `stdin-${String(process.pid)}.log`);
  await pipeStreams(process.stdin, createWriteStream(file));
  return file;
}

function findFiles(patterns: readonly string[]): string[] | undefined {
  const files: string[] = [];
  for (const pattern of patterns) {
    if (pattern === '-') {
      files.push('-');
      continue;
    }
    const there = existingPath(path.resolve(pattern));
    const stat = there === undefined ? undefined : statSync(systemPath(there), { throwIfNoEntry: false });
    const found =
      there !== undefined && stat?.isFile() === true ? [there] : matchesOf(absoluteGlob(process.cwd(), pattern)).files;
    if (found.length === 0) {
      process.stderr.write(`${whyNothing(pattern, stat?.isDirectory())}\n`);
      return undefined;
    }
    files.push(...found);
  }
  return [...new Set(files)];
}

/** @param isFolder undefined when nothing of that name exists */
function whyNothing(name: string, isFolder: boolean | undefined): string {
  if (isFolder === true) return `${name} is a folder: specify the files in it, as in "${path.join(name, '*.log')}"`;
  if (isFolder === false) return `${name} is not a regular file: specify a file, or - for standard input`;
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
