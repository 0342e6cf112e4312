import type { Silence } from '@tunnelwatch/shared/source-health';
import { statSync, type BigIntStats } from 'node:fs';
import path from 'node:path';
import type { LineSink } from '../framing.js';
import type { ClockReading } from '../clock-reading.js';
import { systemPath } from '../../../file-name.js';
import { encodingFault } from './encoding-fault.js';
import { isFileOf } from '../../../store/file-record.js';
import { explainFileError, isTooManyOpen, NotAFileError } from './file-error.js';
import type { FileRegistry } from './file-registry.js';
import type { Generation } from './generation.js';
import { nearSink } from './near-sink.js';
import type { FileTimes } from './near-time.js';
import { ParkedGeneration } from './parked-generation.js';
import { retryDelayMs } from './retry-delay.js';
import { Successors } from './successors.js';
import type { TailListener } from './tail-listener.js';

/** A rotated generation is released only after it was quiet this long: its writer may continue in the renamed file. */
const QUIET_MS = 10_000;
/** File time stamps may have a resolution of some milliseconds: what has just changed is polled once more after this. */
const FRESH_AGAIN_MS = 110;
/** While a rotated generation is open, it is polled this often without a notice. */
const RETIRED_MS = 1000;
/** Notices of files beside the path, of which one that is being compressed causes thousands, lead to a scan this often. */
const BESIDE_MS = 1000;

const QUICK = { throwIfNoEntry: false } as const;

export interface FileTailParts {
  path: string;
  sourceId: number;
  registry: FileRegistry;
  listener: TailListener;
  maxLineBytes: number;
  /** True for a file that is read once and not followed. */
  isReadOnce: boolean;
  /** Called when there is something to read without a poll. */
  onReady: () => void;
  /** Called when the system refuses to open another file. */
  onTooManyOpen: () => void;
}

/** `stopped`: it is gone, and nothing is expected of it any more. */
export type TailState = 'starting' | 'reading' | 'idle' | 'waiting' | 'degraded' | 'stopped';

/**
 * Follows one path through everything that happens to it: growth, rotation by rename, truncation, removal and
 * re-creation. Rotated generations are read to their end before they are closed [TAIL-2].
 */
export class FileTail {
  state: TailState = 'starting';
  lastError: string | null = null;
  /** True while unread bytes are waiting; an unfinished last line waits for its writer and does not count. */
  isBehind = false;
  /** The last poll that left nothing unread, epoch ms; null before the first. */
  readThroughAt: number | null = null;
  /** Bytes read since this tail began. */
  bytesRead = 0;
  /** Increases with every poll: while it stays the same, nothing here has changed except the silence. */
  revision = 0;
  /** Set by the silence rule while nothing arrives although something usually would. */
  silence: Silence | null = null;
  /** When the next poll is due, on the monotonic clock; infinity when a notice will tell. */
  dueAt = Number.NEGATIVE_INFINITY;
  private current: Generation | undefined;
  private parked: ParkedGeneration | undefined;
  private readonly retired: Generation[] = [];
  private readonly successors: Successors;
  private hasOpened = false;
  private isFinished = false;
  private trouble: string | undefined;
  private failures = 0;
  private folderChange: bigint | undefined;
  private isToldBeside = false;
  /** Another log's file was moved here while it was being read there; its reader releases it at its next poll. */
  private isAsking = false;
  private besideAgainAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: FileTailParts) {
    this.successors = new Successors({
      ...parts,
      onReady: () => {
        this.dueAt = Number.NEGATIVE_INFINITY;
        parts.onReady();
      },
    });
  }

  get path(): string {
    return this.parts.path;
  }

  get sourceId(): number {
    return this.parts.sourceId;
  }

  get offset(): number {
    return (this.current ?? this.parked ?? this.retired.at(-1))?.record.position ?? 0;
  }

  get size(): number | null {
    return this.current?.size ?? this.parked?.record.position ?? null;
  }

  get lagBytes(): number {
    let bytes = this.current?.lagBytes ?? 0;
    for (const generation of this.retired) bytes += generation.lagBytes;
    return bytes;
  }

  /** True while a compressed generation is read in the background. */
  get isUnpacking(): boolean {
    return this.successors.isUnpacking;
  }

  /** True while the path's own file is open. */
  get isOpen(): boolean {
    return this.current !== undefined;
  }

  /** True while the path leads to a regular file, as of the last poll. */
  get isAtFile(): boolean {
    return this.state === 'idle' || this.state === 'reading';
  }

  /** Something has happened to a file beside the path; many notices count as one. */
  noticeBeside(): void {
    this.isToldBeside = true;
    this.dueAt = Math.min(this.dueAt, this.besideAgainAt);
  }

  /** Checks the path and reads up to one chunk of each open generation; true when there may be more to read at once. */
  poll(now: ClockReading): boolean {
    this.revision += 1;
    this.trouble = undefined;
    this.isAsking = false;
    const isThere = this.attempt(() => this.follow(now)) ?? true;
    let hasMore = this.readAll(now);
    if (this.successors.step((reading) => this.sinkOf(reading, now), now)) hasMore = true;
    const fault = this.trouble ?? this.fault();
    if (fault !== undefined) this.state = 'degraded';
    else if (isThere) this.state = hasMore ? 'reading' : 'idle';
    else this.state = this.isFinished ? 'stopped' : 'waiting';
    this.lastError = fault ?? this.successors.fault ?? this.absence();
    this.isBehind =
      this.successors.isUnpacking ||
      this.retired.some(isUnread) ||
      (this.current !== undefined && isUnread(this.current));
    if (!this.isBehind && this.trouble === undefined) {
      this.readThroughAt = now.wall;
      this.parts.listener.readThrough();
    }
    this.plan(hasMore, now);
    return hasMore;
  }

  private absence(): string | null {
    if (this.state !== 'waiting') return null;
    return this.hasOpened
      ? `${this.path} does not exist any more: it will be read as soon as it is back`
      : `${this.path} does not exist yet: it will be read as soon as it appears`;
  }

  /** Notes whether a newer file has taken its place: then that it is gone is by design. */
  finishedBy(isFinished: boolean): void {
    if (isFinished === this.isFinished) return;
    this.isFinished = isFinished;
    if (this.state !== 'waiting' && this.state !== 'stopped') return;
    this.revision += 1;
    this.state = isFinished ? 'stopped' : 'waiting';
    this.lastError = this.successors.fault ?? this.absence();
  }

  /** There was no notice since the last poll: what was read to its end is still complete. */
  passOver({ wall }: ClockReading): void {
    if (!this.isBehind && this.trouble === undefined) this.readThroughAt = wall;
  }

  /**
   * True when the path's file is the one that the last poll left with nothing to do, and is unchanged since. It
   * replaces a full poll for thousands of quiet files.
   */
  isAsSeen(): boolean {
    const glance = this.state === 'idle' ? (this.current ?? this.parked)?.glance : undefined;
    if (glance === undefined) return false;
    const stat = this.attempt(() => statSync(systemPath(this.path), QUICK));
    return stat !== undefined && glance.matches(stat);
  }

  /** Accepts unfinished last lines as they are: the end of a one-off reading of whole files. */
  finish(now: ClockReading): void {
    for (const generation of this.open()) {
      generation.finish(this.sinkOf(generation, now));
      generation.record.state = 'reading';
      this.parts.registry.touch(generation.record);
    }
  }

  /** Closes the path's file while nothing happens to it; true when it was closed. The next poll opens it when it has changed. */
  park(): boolean {
    const { current } = this;
    if (current === undefined || current.lagBytes > 0 || this.trouble !== undefined) return false;
    this.revision += 1;
    this.parked = ParkedGeneration.of(current);
    current.close();
    this.current = undefined;
    return true;
  }

  close(): void {
    for (const generation of this.open()) this.drop(generation);
    if (this.parked !== undefined) this.parts.registry.release(this.parked.record);
    this.successors.close();
    this.retired.length = 0;
    this.current = undefined;
    this.parked = undefined;
  }

  /** All open generations, oldest first. */
  private open(): Generation[] {
    return this.current === undefined ? [...this.retired] : [...this.retired, this.current];
  }

  /** A failure in one generation must not keep the others from being read. */
  private attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (isTooManyOpen(error)) this.parts.onTooManyOpen();
      this.trouble ??= explainFileError(this.path, error);
      return undefined;
    }
  }

  /** A problem of the file itself that makes all of its lines unreadable. */
  private fault(): string | undefined {
    const head = this.current?.head ?? this.parked?.record.head;
    return head === undefined ? undefined : encodingFault(this.path, head);
  }

  private plan(hasMore: boolean, now: ClockReading): void {
    this.failures = this.trouble === undefined ? 0 : this.failures + 1;
    const after = [this.successors.scanAgainAt];
    if (hasMore || this.successors.mustScan) after.push(now.elapsed);
    if (this.current?.isFresh === true) after.push(now.elapsed + FRESH_AGAIN_MS);
    if (this.isToldBeside) after.push(this.besideAgainAt);
    if (this.retired.length > 0 || this.isAsking) after.push(now.elapsed + RETIRED_MS);
    this.dueAt = Math.min(...after);
    if (this.failures > 0) this.dueAt = now.elapsed + (hasMore ? 0 : retryDelayMs(this.failures));
  }

  /** Opens the file at the path; false when there is none. */
  private follow(now: ClockReading): boolean {
    const stat = this.statPath();
    if (this.parked !== undefined) this.unpark(this.parked, stat, now);
    if (stat === undefined) this.waitForIt(now);
    else if (this.parked === undefined && (this.current === undefined || !isFileOf(this.current.record, stat))) {
      this.change(stat, now);
    }
    if (this.isToldBeside && now.elapsed >= this.besideAgainAt) this.successors.mustScan = true;
    if (this.successors.mustScan || now.elapsed >= this.successors.scanAgainAt) this.scanBeside(now);
    return stat !== undefined;
  }

  private statPath(): BigIntStats | undefined {
    const stat = statSync(systemPath(this.path), { bigint: true, throwIfNoEntry: false });
    // A pipe, unless it was found by a pattern, has a reader of its own; here it would block everything else.
    if (stat?.isFile() === false) throw new NotAFileError();
    return stat;
  }

  /** Reopens a parked file when it has changed. One that was rotated away meanwhile is found beside the path. */
  private unpark(parked: ParkedGeneration, stat: BigIntStats | undefined, now: ClockReading): void {
    if (stat !== undefined && parked.isUnchanged(stat)) return;
    if (stat !== undefined && isFileOf(parked.record, stat)) {
      this.current = parked.reopen(this.path, this.parts.maxLineBytes, now);
      if (this.current !== undefined) this.parked = undefined;
      if (this.current !== undefined) return;
    }
    this.parts.registry.release(parked.record);
    this.parked = undefined;
    this.successors.mustScan = true;
  }

  /** While there is no file at the path, one may appear and be rotated away between two polls. */
  private waitForIt(now: ClockReading): void {
    this.retire(now);
    const folder = statSync(systemPath(path.dirname(this.path)), { bigint: true, throwIfNoEntry: false });
    if (folder === undefined || folder.mtimeNs === this.folderChange) return;
    this.folderChange = folder.mtimeNs;
    this.successors.mustScan = true;
  }

  /** Another file is at the path than before. */
  private change(stat: BigIntStats, now: ClockReading): void {
    const back = this.retired.findIndex((generation) => isFileOf(generation.record, stat));
    let next: Generation | undefined;
    if (back >= 0) [next] = this.retired.splice(back, 1);
    else if (!this.parts.registry.isBeingRead(stat)) next = this.successors.opener.openPath(now);
    else this.isAsking = this.parts.registry.askFor(stat, this.path);
    this.retire(now);
    if (next === undefined) return;
    this.current = next;
    Object.assign(next.record, { path: this.path, state: 'reading' });
    if (this.hasOpened && back < 0) this.parts.listener.rotated();
    this.hasOpened = true;
    this.successors.mustScan = true;
  }

  /** Hands a generation over to the log whose path it is at now, which continues where this one ended. */
  private handOver(generation: Generation): void {
    this.retired.splice(this.retired.indexOf(generation), 1);
    this.drop(generation);
    this.successors.mustScan = true;
  }

  private retire({ elapsed }: ClockReading): void {
    if (this.current === undefined) return;
    this.current.quietSince = elapsed;
    this.retired.push(this.current);
    this.current = undefined;
  }

  private readAll(now: ClockReading): boolean {
    let hasMore = false;
    for (const generation of [...this.retired]) {
      if (this.parts.registry.isAskedFor(generation.record)) {
        this.handOver(generation);
        continue;
      }
      const isRead = this.attempt(() => this.readOne(generation, now));
      if (isRead === true) hasMore = true;
      if (isRead === false && now.elapsed - generation.quietSince >= QUIET_MS) this.retireForGood(generation, now);
    }
    const { current } = this;
    if (current !== undefined && !hasMore) hasMore = this.attempt(() => this.readOne(current, now)) ?? false;
    return hasMore;
  }

  private readOne(generation: Generation, now: ClockReading): boolean {
    const isFirst = generation.readUpTo === 0;
    const result = generation.read(this.sinkOf(generation, now), now);
    this.parts.listener.settled();
    if (result.kind === 'data') {
      this.parts.registry.touch(generation.record);
      this.bytesRead += result.bytes;
    }
    if (result.kind === 'rewritten') this.restart(generation, now);
    // A file of which nothing was read may have been filled, copied and truncated before: its content would not show it.
    if (result.kind === 'emptied' || (isFirst && result.kind === 'data')) this.successors.mustScan = true;
    return result.kind !== 'end';
  }

  /**
   * The file was truncated in place (copytruncate) or rewritten: restarts at 0 [TAIL-3]. Its unfinished last line
   * is accepted as it is, unless a copy has more of it.
   */
  private restart(generation: Generation, now: ClockReading): void {
    const { registry, listener } = this.parts;
    const { record, descriptor } = generation;
    registry.touch(record);
    registry.release(record);
    const at = this.retired.indexOf(generation);
    // A copy may be rewritten: a later scan determines what a file beside the path is now, as for any other.
    if (at >= 0 && generation.stat().nlink > 0n) {
      this.retired.splice(at, 1);
      this.successors.orphan(generation, this.sinkOf(generation, now));
      generation.close();
      this.successors.mustScan = true;
      return;
    }
    listener.truncated();
    const next = this.successors.opener.begin(descriptor, registry.restart(record), now);
    if (next === undefined) throw new Error(`${this.path} is being read twice`);
    if (at >= 0) this.retired[at] = next;
    else this.current = next;
    this.successors.orphan(generation, this.sinkOf(generation, now));
    this.attempt(() => {
      this.scanBeside(now);
    });
  }

  private retireForGood(generation: Generation, now: ClockReading): void {
    const isOpenEnd = generation.pendingBytes > 0 && this.parts.registry.isContested(generation.record);
    if (isOpenEnd) this.successors.orphan(generation, this.sinkOf(generation, now));
    else generation.finish(this.sinkOf(generation, now));
    if (!isOpenEnd) this.parts.registry.decide(generation.record);
    this.parts.registry.touch(generation.record);
    this.retired.splice(this.retired.indexOf(generation), 1);
    this.drop(generation);
    // A file that was taken for a copy of this one may contain more.
    this.successors.mustScan = true;
  }

  private drop(generation: Generation): void {
    this.parts.registry.release(generation.record);
    generation.close();
  }

  private sinkOf(dated: FileTimes, { wall }: ClockReading): LineSink {
    return nearSink(this.parts.listener, dated, wall);
  }

  private scanBeside(now: ClockReading): void {
    const { current, retired } = this;
    this.isToldBeside = false;
    this.besideAgainAt = now.elapsed + BESIDE_MS;
    const isPathKnown = this.trouble === undefined;
    const found = this.successors.scan({ now, current, retired, isPathKnown });
    this.retired.push(...found.generations);
    if (found.error !== undefined) this.trouble ??= explainFileError(this.path, found.error);
  }
}

function isUnread({ readUpTo, size }: Generation): boolean {
  return readUpTo < size;
}
