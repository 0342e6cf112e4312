import { createReadStream, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { zoneReader } from '../decode/clock-zone.js';
import { nearTime } from '../source/file/near-time.js';
import { LineFramer } from '../source/framing.js';
import { Recipes } from './fast-lines.js';
import { type FileReading, gatewayOfFile } from './file-reading.js';
import type { SourceRecord } from '../store/store.js';
import type { Ingest, SourceReading } from './ingest.js';
import type { IngestReport } from './messages.js';

/** The name under which standard input is asked for. */
const STANDARD_INPUT = '-';
/** Begins the name of a file that holds what came in on somebody else's standard input. */
export const SPOOLED_INPUT = '-:';
/** A compressed file may hold at most this many times its own size: more is a bomb, not a log. */
const MOST_INFLATION = 1000;

export interface WholeReading {
  files: readonly string[];
  timeZone: string;
  maxLineBytes: number;
  clock: () => number;
  ingest: Ingest;
  reading: FileReading;
  /** Called between two chunks: hands over what was taken, commits when it is much, and gives everything else its turn. */
  pass: () => Promise<void>;
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
  for (const file of job.files) {
    if (job.isStopping()) break;
    await readerOf(file)(job, file, (bytes) => {
      job.onProgress(doneBytes + bytes, totalBytes);
    });
    doneBytes += sizeOf(file);
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
  return file.endsWith('.gz') ? readCompressed : readPlain;
}

function isInput(file: string): boolean {
  return file === STANDARD_INPUT || file.startsWith(SPOOLED_INPUT);
}

/** What was counted from the job's files so far: other sources go on being read beside it. */
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
  return isInput(file) ? job.ingest.source('stdin', 'standard input') : job.ingest.source('file', file);
}

async function readPlain(job: WholeReading, file: string, onBytes: (bytes: number) => void): Promise<void> {
  const set = job.reading.add({
    files: [file.replaceAll(/[\\*?[\]{}()!+@|]/g, '\\$&')],
    gateway: null,
    timeZone: job.timeZone,
    isReadOnce: true,
  });
  try {
    const now = job.clock();
    while (set.look(now) && !job.isStopping()) {
      for (const tail of set.tails.values()) onBytes(tail.offset);
      await job.pass();
    }
    for (const tail of set.tails.values()) {
      if (tail.lastError !== null) throw new Error(tail.lastError);
      if (!job.isStopping()) tail.finish(now);
    }
    await job.commit();
  } finally {
    job.reading.remove(set);
  }
}

/** A compressed file is read again from its beginning after an interruption; lines before the stored position are passed over. */
async function readCompressed(job: WholeReading, file: string, onBytes: (bytes: number) => void): Promise<void> {
  const source = sourceOf(job, file);
  const { registry } = job.reading;
  const record = registry.compressed(file, source.id);
  if (record.state === 'finished') return;
  const input = createReadStream(file);
  const pass = async () => {
    onBytes(input.bytesRead);
    await job.pass();
  };
  // Moved with every line and not when all went well: a file that turns out to be broken was read up to there.
  const onLine = (line: number) => {
    record.position = line;
    registry.touch(record);
  };
  const mostBytes = statSync(file).size * MOST_INFLATION;
  const reading = {
    zone: zoneReader(job.timeZone),
    gatewayHint: gatewayOfFile(file),
    recipes: new Recipes(),
    isReadOnce: true,
  };
  const isContinued = record.position > 0;
  const changedAt = statSync(file).mtimeMs;
  const near = nearTime({ changedAt, isContinued, newestTime: undefined, isCaughtUp: false }, job.clock());
  const unpacked = createGunzip();
  // Joined by hand: a pipeline of streams would tell that it was aborted, and not why.
  input.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  try {
    await takeLines(job, unpacked, { source, reading, near, skip: record.position, mostBytes, onLine, pass });
  } finally {
    input.destroy();
    unpacked.destroy();
  }
  if (!job.isStopping()) record.state = 'finished';
  registry.touch(record);
  await job.commit();
}

/** Standard input has no position to go on from: what it brings is new. */
async function readStandardInput(job: WholeReading, file: string): Promise<void> {
  const source = sourceOf(job, file);
  const reading = { zone: zoneReader(job.timeZone), gatewayHint: 'stdin', recipes: new Recipes(), isReadOnce: true };
  const chunks: AsyncIterable<Buffer> =
    file === STANDARD_INPUT
      ? createReadStream('', { fd: 0, autoClose: false })
      : createReadStream(file.slice(SPOOLED_INPUT.length));
  const onLine = () => undefined;
  const { pass } = job;
  await takeLines(job, chunks, { source, reading, near: job.clock(), skip: 0, mostBytes: Infinity, onLine, pass });
  await job.commit();
}

interface StreamReading {
  source: SourceRecord;
  reading: SourceReading;
  /** Time that stamps without a year lie near to, epoch ms. */
  near: number;
  /** Lines that an earlier reading has stored. */
  skip: number;
  mostBytes: number;
  /** Gets the number of each line taken, from 1. */
  onLine: (line: number) => void;
  pass: () => Promise<void>;
}

async function takeLines(job: WholeReading, chunks: AsyncIterable<Buffer>, stream: StreamReading): Promise<void> {
  const framer = new LineFramer(job.maxLineBytes);
  let lines = 0;
  let bytes = 0;
  let near = stream.near;
  const sink = (buffer: Buffer, from: number, to: number, isCut: boolean) => {
    lines += 1;
    if (lines <= stream.skip) return;
    near = job.ingest.line(stream.source, stream.reading, buffer, from, to, isCut, near) ?? near;
    stream.onLine(lines);
  };
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > stream.mostBytes) {
      throw new Error(
        `${stream.source.name} unpacks to more than ${String(MOST_INFLATION)} times its size: not read further`,
      );
    }
    job.ingest.arrive();
    framer.push(chunk, sink);
    await stream.pass();
    if (job.isStopping()) return;
  }
  framer.flush(sink);
}

function sizeOf(file: string): number {
  if (file === STANDARD_INPUT) return 0;
  return statSync(file.startsWith(SPOOLED_INPUT) ? file.slice(SPOOLED_INPUT.length) : file).size;
}
