import type { ListenerHealth, Silence, SourceHealth } from '@tunnelwatch/shared/source-health';
import { sampleOf, type SourceRecord } from '../../../core/aggregate/source-tally.js';
import { DAY_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { RateMeter } from '../../../core/aggregate/rate-meter.js';
import { ChangeDetector } from './change-detector.js';

/** What the reader of a source, a file tail or a listener, reports about itself. */
export interface SourceReader {
  readonly state: SourceHealth['state'];
  /** Byte position up to which everything was read. */
  readonly offset: number;
  readonly size: number | null;
  readonly lagBytes: number;
  /** The current problem, with its remedy. */
  readonly lastError: string | null;
  /** True while unread bytes are waiting; an unfinished last line waits for its writer and does not count. */
  readonly isBehind: boolean;
  /** The last poll that left nothing unread, epoch ms; null when there was none since the start. */
  readonly readThroughAt: number | null;
  /** Bytes read since the start; null when none are counted. */
  readonly bytesRead: number | null;
  readonly listenerHealth?: ListenerHealth | null;
  readonly silence?: Silence | null;
  /** While it is the same, nothing else of the above has changed, except the silence; undefined when that is not known. */
  readonly revision?: number;
}

/** A source that is being read. */
export interface ReadSource {
  source: SourceRecord;
  reader: SourceReader;
}

/** Everything to report on. */
export interface ReportedSources {
  /** An array that is replaced, and never modified, when a source is added or leaves. */
  read: readonly ReadSource[];
  /** All sources; those that are not being read are from an earlier run, or were read once. */
  all: readonly SourceRecord[];
  /** The position of a source that is not being read. */
  positionOf: (sourceId: number) => number;
}

export interface SourceReportParts {
  /** The sources as they were stored when this run began. */
  earlier: readonly SourceRecord[];
  /** Called when a source has an error that it should remember: its record was changed. */
  onRemembered: (source: SourceRecord) => void;
  /** Whether there is nothing at the path of a file. */
  isMissing: (file: string) => boolean;
}

/** What is new since the last report. */
export interface ReportChanges {
  changed: SourceHealth[];
  /** Numbers of sources that are no longer listed: their file is gone for a day. They are listed again when it is back. */
  gone: number[];
}

/** A file that is not being read leaves when it is gone, and its last line came, this long ago. */
const GONE_MS = DAY_MS;
/** A file that is not being read is looked for this often. */
const CHECK_MS = MINUTE_MS;
/** So many of them a second at most. */
const MAX_CHECKS = 64;

type Measured = Pick<SourceHealth, 'lagMs' | 'linesPerSecond' | 'bytesPerSecond'>;

interface Kept {
  readonly lines: RateMeter;
  readonly bytes: RateMeter;
  /** Nothing earlier is known of this source, epoch ms. */
  readonly origin: number;
  error: { at: number; message: string } | null;
  readonly told: ChangeDetector;
  /** The reader's revision, and the number of lines, at which there was nothing more to report. */
  settledRevision: number | undefined;
  settledLines: number;
  settledBytes: number;
  /** It is computed with a commit, which may come later than the line. */
  settledLastLine: SourceRecord['lastLine'];
  /** When its file was last looked for, and last there, while it was not being read, epoch ms. */
  checkedAt: number | undefined;
  presentAt: number;
}

const STOPPED: Omit<SourceReader, 'offset'> = {
  state: 'stopped',
  size: null,
  lagBytes: 0,
  lastError: null,
  isBehind: false,
  readThroughAt: null,
  bytesRead: null,
};

/** Health of the sources for display, and which of it changed since the last report. */
export class SourceReport {
  private readonly kept = new Map<number, Kept>();
  private readonly lastArrivals: ReadonlyMap<number, number | null>;
  private lastReport: number | undefined;
  private readonly gone = new Set<number>();
  private read: readonly ReadSource[] = [];
  /** What is kept of each of them, in the same order: there may be thousands of them. */
  private keptOfRead: readonly Kept[] = [];
  /** The sources that are not being read, and of how many sources. */
  private unread: readonly SourceRecord[] = [];
  private sources = 0;

  constructor(private readonly parts: SourceReportParts) {
    this.lastArrivals = new Map(parts.earlier.map(({ id, lastArrival }) => [id, lastArrival]));
  }

  /** What differs from the previous call. Call it about once a second; `now` is epoch ms. */
  changes({ read, all, positionOf }: ReportedSources, now: number): ReportChanges {
    const changed: SourceHealth[] = [];
    const gone: number[] = [];
    if (read !== this.read) this.noteRead(read, now);
    if (all.length !== this.sources) this.noteUnread(all);
    for (let at = 0; at < read.length; at++) {
      const each = read[at];
      const kept = this.keptOfRead[at];
      if (each === undefined || kept === undefined || isSettled(kept, each.source, each.reader)) continue;
      this.tell(kept, each.source, each.reader, now, changed);
    }
    let checks = 0;
    for (const source of this.unread) {
      if (this.gone.has(source.id)) continue;
      const kept = this.keptOf(source.id, now);
      const isDue = source.kind === 'file' && (kept.checkedAt === undefined || now - kept.checkedAt >= CHECK_MS);
      if (isDue && (kept.checkedAt === undefined || checks++ < MAX_CHECKS) && this.hasLeft(kept, source, now)) {
        this.gone.add(source.id);
        this.kept.delete(source.id);
        gone.push(source.id);
        continue;
      }
      this.tell(kept, source, { ...STOPPED, offset: positionOf(source.id) }, now, changed);
    }
    this.lastReport = now;
    return { changed, gone };
  }

  private noteRead(read: readonly ReadSource[], now: number): void {
    this.read = read;
    for (const { source } of read) this.gone.delete(source.id);
    this.keptOfRead = read.map(({ source }) => this.keptOf(source.id, now));
    this.sources = Number.NaN;
  }

  private noteUnread(all: readonly SourceRecord[]): void {
    const read = new Set(this.read.map(({ source }) => source));
    this.unread = all.filter((source) => !read.has(source));
    this.sources = all.length;
  }

  private hasLeft(kept: Kept, { name, lastArrival }: SourceRecord, now: number): boolean {
    kept.checkedAt = now;
    const isMissing = this.parts.isMissing(name);
    if (!isMissing) kept.presentAt = now;
    return isMissing && now - Math.max(lastArrival ?? 0, kept.presentAt) >= GONE_MS;
  }

  /** Upper bound of how long the oldest unread byte of a source has waited, ms. */
  lagOf({ source, reader }: ReadSource, now: number): number {
    return lagMs(reader, this.keptOf(source.id, now).origin, now);
  }

  private tell(kept: Kept, source: SourceRecord, reader: SourceReader, now: number, changed: SourceHealth[]): void {
    if (kept.settledRevision !== undefined) this.endRest(kept);
    this.noteError(kept, source, reader, now);
    const lag = lagMs(reader, kept.origin, now);
    const linesPerSecond = kept.lines.note(now, source.counts.lines);
    const bytesPerSecond = reader.bytesRead === null ? null : kept.bytes.note(now, reader.bytesRead);
    kept.told.put(lag).put(linesPerSecond).put(bytesPerSecond);
    putSource(kept.told, source);
    putReader(kept.told, reader);
    if (kept.told.end()) changed.push(describe(source, reader, { lagMs: lag, linesPerSecond, bytesPerSecond }));
    else if (!reader.isBehind && linesPerSecond === 0 && (bytesPerSecond ?? 0) === 0 && reader.silence == null) {
      kept.settledRevision = reader.revision;
      kept.settledLines = source.counts.lines;
      kept.settledBytes = reader.bytesRead ?? 0;
      kept.settledLastLine = source.lastLine;
    }
  }

  /** Nothing increased up to the last report, although nobody recorded it: thousands of quiet sources are skipped. */
  private endRest(kept: Kept): void {
    kept.settledRevision = undefined;
    if (this.lastReport === undefined) return;
    kept.lines.note(this.lastReport, kept.settledLines);
    kept.bytes.note(this.lastReport, kept.settledBytes);
  }

  private keptOf(id: number, now: number): Kept {
    let kept = this.kept.get(id);
    if (kept === undefined) {
      // What arrived since the last line of an earlier run may have waited from then on.
      const origin = Math.min(now, this.lastArrivals.get(id) ?? now);
      kept = {
        lines: new RateMeter(),
        bytes: new RateMeter(),
        told: new ChangeDetector(),
        origin,
        error: null,
        settledRevision: undefined,
        settledLines: 0,
        settledBytes: 0,
        settledLastLine: null,
        checkedAt: undefined,
        presentAt: 0,
      };
      this.kept.set(id, kept);
    }
    return kept;
  }

  /**
   * Remembers an error with the time it began. A missing file is an error only when it persists: a rotation removes the
   * path for an instant.
   */
  private noteError(kept: Kept, source: SourceRecord, { state, lastError }: SourceReader, now: number): void {
    if (lastError === null) {
      kept.error = null;
      return;
    }
    const isNew = kept.error?.message !== lastError;
    if (isNew) kept.error = { at: now, message: lastError };
    if (kept.error === null || source.pastError === kept.error) return;
    if (isNew && state !== 'degraded') return;
    source.pastError = kept.error;
    this.parts.onRemembered(source);
  }
}

/** True when there was nothing to report earlier, and nothing has happened since. */
function isSettled(kept: Kept, source: SourceRecord, reader: SourceReader): boolean {
  return (
    kept.settledRevision !== undefined &&
    kept.settledRevision === reader.revision &&
    kept.settledLines === source.counts.lines &&
    kept.settledLastLine === source.lastLine &&
    reader.silence == null
  );
}

/** Upper bound of how long the oldest unread byte has waited, ms: since the last poll that left nothing unread. */
function lagMs({ isBehind, readThroughAt }: SourceReader, origin: number, now: number): number {
  return isBehind ? Math.max(0, now - (readThroughAt ?? origin)) : 0;
}

/** The breakdown of lines is not compared: it changes with their number. */
function putSource(told: ChangeDetector, source: SourceRecord): void {
  told
    .put(source.counts.lines)
    .put(source.lastArrival)
    .put(source.lastTime)
    .put(source.lastLine)
    .put(source.skewMs)
    .put(source.rotations)
    .put(source.truncations)
    .put(source.lostBytes)
    .put(source.pastError);
}

function putReader(told: ChangeDetector, reader: SourceReader): void {
  told
    .put(reader.state)
    .put(reader.offset)
    .put(reader.size)
    .put(reader.lagBytes)
    .put(reader.lastError)
    // Their owners may modify them in place.
    .put(reader.listenerHealth == null ? null : JSON.stringify(reader.listenerHealth))
    .put(reader.silence == null ? null : JSON.stringify(reader.silence));
}

/** One flat literal: spreading parts into it would take ten times as long, and thousands may change at once. */
function describe(source: SourceRecord, reader: SourceReader, measured: Measured): SourceHealth {
  const { listenerHealth, silence } = reader;
  return {
    id: source.id,
    kind: source.kind,
    name: source.name,
    state: reader.state,
    offset: reader.offset,
    size: reader.size,
    lagBytes: reader.lagBytes,
    lagMs: measured.lagMs,
    // Copies from here on: a report must not change with what its owners modify in place.
    counts: { ...source.counts },
    otherByCategory: { ...source.otherByCategory },
    unknownById: { ...source.unknownById },
    unreadableByReason: { ...source.unreadableByReason },
    unreadableSamples: [...source.unreadableSamples],
    unknownSamples: [...source.unknownSamples],
    doubtSamples: [...source.doubtSamples],
    linesPerSecond: measured.linesPerSecond,
    bytesPerSecond: measured.bytesPerSecond,
    silence: silence == null ? null : { ...silence },
    listener: listenerHealth == null ? null : { ...listenerHealth },
    lostBytes: source.lostBytes,
    lastArrival: source.lastArrival,
    lastTime: source.lastTime,
    lastLine: source.lastLine === null ? null : sampleOf(source.lastLine),
    skewMs: source.skewMs,
    rotations: source.rotations,
    truncations: source.truncations,
    lastError: reader.lastError,
    pastError: source.pastError,
  };
}
