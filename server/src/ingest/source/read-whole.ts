import type { LineOrigin } from '../../core/lines/line-origin.js';
import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { patternOf, systemPath } from '../../file-name.js';
import { zoneReader } from '../../core/decode/clock-zone.js';
import { CompressedOpener, type OpenCompressed } from './file/compressed-opener.js';
import { explainFileError } from './file/file-error.js';
import { formatToIngest, PackedError } from './file/packed-content.js';
import { pathKind } from './file/path-kind.js';
import { openPipe } from './pipe/open-pipe.js';
import { nearSink } from './file/near-sink.js';
import type { TailListener } from './file/tail-listener.js';
import { LineFramer, type LineSink } from './framing.js';
import type { ClockReading } from './clock-reading.js';
import { TemplateCache } from '../../core/lines/fast-path.js';
import type { FileReading } from './file-reading.js';
import { gatewayOfFile } from './gateway-of-file.js';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';
import type { Monitor } from '../../core/monitor.js';
import type { IngestReport } from '../ingest-protocol.js';

/** The name that requests standard input. */
export const STANDARD_INPUT = '-';
/** Prefix of a file that contains the standard input of another process. */
export const SPOOLED_INPUT = '-:';

/** Lines per commit of a one-off reading that nobody watches: the larger, the fewer times a count is written. */
const BULK_LINES = 1_048_576;
/** The same beside followed files, whose lines should not wait for long. */
const BULK_LINES_BESIDE = 65_536;

/** Lines after which whole files that are being read are committed. */
export function bulkLines(isWatched: boolean): number {
  return isWatched ? BULK_LINES_BESIDE : BULK_LINES;
}

export interface WholeReading {
  files: readonly string[];
  timeZone: string;
  maxLineBytes: number;
  clock: () => ClockReading;
  monitor: Monitor;
  reading: FileReading;
  /**
   * Called between two chunks: hands over what was taken, commits when it is much, and gives everything else its turn.
   * True when other sources have more to read at once.
   */
  pass: () => Promise<boolean>;
  /** Settles when there is something to do again: a file has changed, more of one is unpacked, or the end is wanted. */
  untilWoken: () => Promise<void>;
  /** Settles when everything taken so far is durable. */
  commit: () => Promise<void>;
  isStopping: () => boolean;
  onProgress: (bytes: number, totalBytes: number) => void;
}

/** Reads whole files into the store, each from where an earlier reading ended, so that a second run adds nothing. */
export async function readWhole(job: WholeReading): Promise<IngestReport> {
  const before = totals(job);
  const totalBytes = job.files.reduce((sum, file) => sum + sizeOf(file), 0);
  let doneBytes = 0;
  try {
    for (const file of job.files) {
      if (job.isStopping()) break;
      await readerOf(file)(job, file, (bytes) => {
        job.onProgress(doneBytes + bytes, totalBytes);
      });
      doneBytes += sizeOf(file);
    }
  } finally {
    // One for all files: a commit for each of a thousand small ones took most of the time. What was read of one that fails counts.
    await job.commit();
  }
  job.onProgress(totalBytes, totalBytes);
  const after = totals(job);
  return {
    lines: after.lines - before.lines,
    events: after.events - before.events,
    unknown: after.unknown - before.unknown,
    other: after.other - before.other,
    unreadable: after.unreadable - before.unreadable,
    empty: after.empty - before.empty,
  };
}

function readerOf(file: string): typeof readPlain {
  if (isInput(file)) return readStandardInput;
  const format = formatToIngest(file);
  if (format !== undefined && format !== 'gz') throw new PackedError(format, file);
  return format === 'gz' ? readCompressed : readPlain;
}

/** A pipe has no position either: it is read like standard input. */
function isInput(file: string): boolean {
  return file === STANDARD_INPUT || file.startsWith(SPOOLED_INPUT) || pathKind(file) === 'pipe';
}

/** Counts of the job's files so far: other sources continue to be read beside it. */
function totals(job: WholeReading): IngestReport {
  const sum = { lines: 0, events: 0, unknown: 0, other: 0, unreadable: 0, empty: 0 };
  for (const { counts } of new Set(job.files.map((file) => sourceOf(job, file)))) {
    sum.lines += counts.lines;
    sum.events += counts.events;
    sum.unknown += counts.unknown;
    sum.other += counts.other;
    sum.unreadable += counts.unreadable;
    sum.empty += counts.empty;
  }
  return sum;
}

function sourceOf(job: WholeReading, file: string): SourceRecord {
  const { sources } = job.monitor;
  return isInput(file) ? sources.of('stdin', 'standard input') : sources.of('file', file);
}

async function readPlain(job: WholeReading, file: string, onBytes: (bytes: number) => void): Promise<void> {
  const set = job.reading.add({ files: [patternOf(file)], gateway: null, timeZone: job.timeZone, isReadOnce: true });
  try {
    while (set.poll(job.clock()) && !job.isStopping()) {
      for (const tail of set.tails.values()) onBytes(tail.offset);
      await job.pass();
    }
    for (const tail of set.tails.values()) {
      if (!job.isStopping()) tail.finish(job.clock());
    }
    for (const tail of set.tails.values()) if (tail.lastError !== null) throw new Error(tail.lastError);
  } finally {
    job.reading.remove(set);
  }
}

/**
 * A compressed file continues at the position of its generation, whether that was read from this file, a copy of it or
 * a plain file; earlier lines are skipped.
 */
async function readCompressed(job: WholeReading, file: string, onBytes: (bytes: number) => void): Promise<void> {
  const source = sourceOf(job, file);
  let onReady: () => void = () => undefined;
  const wait = () =>
    new Promise<void>((resolve) => {
      onReady = resolve;
    });
  const opened = await openCompressed(job, file, source.id, () => {
    onReady();
  });
  if (opened === undefined) return;
  const { reading } = opened;
  const listener = { line: lineTaker(job, source, gatewayOfFile(file)) };
  let isDone = false;
  try {
    while (!isDone && !job.isStopping()) {
      const ready = wait();
      job.monitor.lines.arrive(job.clock().wall);
      const result = reading.step(nearSink(listener, reading, job.clock().wall));
      if (reading.record !== undefined) job.reading.registry.touch(reading.record);
      isDone = result === 'end' || result === 'left';
      onBytes(reading.packedBytes);
      if (result === 'waiting') await ready;
      else await job.pass();
    }
  } finally {
    if (isDone) opened.settle();
    else opened.abandon();
    await reading.close();
  }
}

/** Undefined when everything that it holds was read, or is being read from its plain file. */
async function openCompressed(
  job: WholeReading,
  file: string,
  sourceId: number,
  onReady: () => void,
): Promise<OpenCompressed | undefined> {
  const { registry } = job.reading;
  const onRegained = () => undefined;
  const { maxLineBytes } = job;
  const opener = new CompressedOpener({ sourceId, registry, maxLineBytes, isReadOnce: true, onReady, onRegained });
  let hasMoreElsewhere = false;
  for (;;) {
    let outcome;
    try {
      outcome = opener.open(file, { current: undefined, retired: [] });
    } catch (error) {
      throw new Error(explainFileError(file, error), { cause: error });
    }
    if (typeof outcome === 'object') return outcome;
    if (outcome !== 'busy' || job.isStopping()) return undefined;
    // Others are being unpacked. They come to their end by these passes, each when more of one of them is there.
    if (!hasMoreElsewhere) await job.untilWoken();
    hasMoreElsewhere = await job.pass();
  }
}

/** Standard input has no position to resume from: everything in it is new. */
async function readStandardInput(job: WholeReading, file: string): Promise<void> {
  const chunks: AsyncIterable<Buffer> = inputOf(file);
  const line = lineTaker(job, sourceOf(job, file), 'stdin');
  const take: LineSink = (buffer, start, end, isCut) => {
    line(buffer, start, end, isCut, job.clock().wall, false);
  };
  const framer = new LineFramer(job.maxLineBytes);
  for await (const chunk of chunks) {
    job.monitor.lines.arrive(job.clock().wall);
    framer.push(chunk, take);
    await job.pass();
    if (job.isStopping()) return;
  }
  framer.flush(take);
}

function inputOf(file: string): Readable {
  if (file === STANDARD_INPUT) return createReadStream('', { fd: 0, autoClose: false });
  return file.startsWith(SPOOLED_INPUT) ? createReadStream(file.slice(SPOOLED_INPUT.length)) : openPipe(file);
}

/** Passes lines of a source that is read once on to the monitor. */
function lineTaker(job: WholeReading, source: SourceRecord, gatewayHint: string): TailListener['line'] {
  const { lines } = job.monitor;
  const origin: LineOrigin = {
    source,
    zone: zoneReader(job.timeZone),
    gatewayHint,
    isHintGuessed: true,
    age: 'history',
    recipes: new TemplateCache(),
    isReadOnce: true,
  };
  return (buffer, start, end, isCut, near) => {
    lines.line(origin, buffer, start, end, isCut, near);
  };
}

function sizeOf(file: string): number {
  if (file === STANDARD_INPUT || pathKind(file) === 'pipe') return 0;
  return statSync(file.startsWith(SPOOLED_INPUT) ? file.slice(SPOOLED_INPUT.length) : systemPath(file)).size;
}
