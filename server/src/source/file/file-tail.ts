import type { Silence } from '@tunnelwatch/shared/source-health';
import { statSync, type BigIntStats } from 'node:fs';
import path from 'node:path';
import type { LineSink } from '../framing.js';
import type { FileRecord } from './file-record.js';
import { explainFileError, NotAFileError } from './file-error.js';
import type { FileRegistry } from './file-registry.js';
import type { Generation } from './generation.js';
import { GenerationOpener } from './generation-opener.js';
import { nearTime } from './near-time.js';

/** A rotated generation is given up only after it was quiet this long: its writer may go on into the renamed file. */
const QUIET_MS = 10_000;

/** What a tail tells of its generations, for the source's counts. */
export interface TailListener {
  /**
   * One line of this source. `near` is the time that stamps without a year lie near to, epoch ms. Gives the receiver's
   * time of the event that it became, if any.
   */
  line(buffer: Buffer, start: number, end: number, isCut: boolean, near: number): number | undefined;
  rotated(): void;
  truncated(): void;
}

export type TailState = 'starting' | 'reading' | 'idle' | 'waiting' | 'degraded';

/**
 * Follows one path through everything that happens to it: growth, rotation by rename, truncation, removal and
 * re-creation. Rotated generations are read to their end before they are closed [TAIL-2].
 */
export class FileTail {
  state: TailState = 'starting';
  lastError: string | null = null;
  /** True while bytes wait that were not read; an unfinished last line waits for its writer and does not count. */
  isBehind = false;
  /** The last look that left nothing unread, epoch ms; null when there was none yet. */
  readThroughAt: number | null = null;
  /** Bytes read since this tail began. */
  bytesRead = 0;
  /** Set by the watch over silence while nothing comes although something usually would. */
  silence: Silence | null = null;
  private current: Generation | undefined;
  private readonly retired: Generation[] = [];
  private hasOpened = false;
  private mustLookAtSiblings = true;
  private trouble: string | undefined;
  private folderChange: bigint | undefined;

  private readonly opener: GenerationOpener;

  constructor(
    readonly path: string,
    readonly sourceId: number,
    private readonly registry: FileRegistry,
    private readonly listener: TailListener,
    maxLineBytes: number,
  ) {
    const onTruncated = () => {
      listener.truncated();
    };
    this.opener = new GenerationOpener({ path, sourceId, registry, maxLineBytes, onTruncated });
  }

  get offset(): number {
    return this.current?.record.position ?? this.retired.at(-1)?.record.position ?? 0;
  }

  get size(): number | null {
    return this.current?.size ?? null;
  }

  get lagBytes(): number {
    let bytes = this.current?.lagBytes ?? 0;
    for (const generation of this.retired) bytes += generation.lagBytes;
    return bytes;
  }

  /** Looks at the path and reads up to one chunk of each open generation; true when there may be more at once. */
  look(now: number): boolean {
    this.trouble = undefined;
    const isThere = this.attempt(() => this.follow(now)) ?? true;
    const hasMore = this.readAll(now);
    if (this.trouble !== undefined) this.state = 'degraded';
    else if (!isThere) this.state = 'waiting';
    else this.state = hasMore ? 'reading' : 'idle';
    this.lastError =
      this.trouble ?? (isThere ? null : `${this.path} does not exist (yet): it is read as soon as it appears`);
    this.isBehind = this.retired.some(isUnread) || (this.current !== undefined && isUnread(this.current));
    if (!this.isBehind && this.trouble === undefined) this.readThroughAt = now;
    return hasMore;
  }

  /** Takes unfinished last lines as they are: the end of a one-off reading of whole files. */
  finish(now: number): void {
    for (const generation of this.open()) {
      generation.finish(this.sink(generation, now));
      generation.record.state = 'reading';
      this.registry.touch(generation.record);
    }
  }

  close(): void {
    for (const generation of this.open()) this.drop(generation);
    this.retired.length = 0;
    this.current = undefined;
  }

  /** All generations that are open, oldest first. */
  private open(): Generation[] {
    return this.current === undefined ? [...this.retired] : [...this.retired, this.current];
  }

  /** What fails in one generation must not keep the others from being read. */
  private attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.trouble ??= explainFileError(this.path, error);
      return undefined;
    }
  }

  /** Opens what stands under the path now; false when nothing does. */
  private follow(now: number): boolean {
    const stat = this.statPath();
    if (stat === undefined) this.waitForIt(now);
    else if (this.current === undefined || !isSameInode(this.current.record, stat)) this.change(stat, now);
    if (this.mustLookAtSiblings) this.lookAtSiblings(now);
    return stat !== undefined;
  }

  private statPath(): BigIntStats | undefined {
    const stat = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    // Opening a pipe would wait for its writer, and with it everything else.
    if (stat?.isFile() === false) throw new NotAFileError();
    return stat;
  }

  /** While nothing stands under the path, a file may come and be rotated away between two looks. */
  private waitForIt(now: number): void {
    this.retire(now);
    const folder = statSync(path.dirname(this.path), { bigint: true, throwIfNoEntry: false });
    if (folder === undefined || folder.mtimeNs === this.folderChange) return;
    this.folderChange = folder.mtimeNs;
    this.mustLookAtSiblings = true;
  }

  /** Another file stands under the path than before. */
  private change(stat: BigIntStats, now: number): void {
    const back = this.retired.findIndex((generation) => isSameInode(generation.record, stat));
    let next: Generation | undefined;
    if (back >= 0) [next] = this.retired.splice(back, 1);
    else if (!this.registry.isBeingRead(stat)) next = this.opener.openPath(now);
    this.retire(now);
    if (next === undefined) return;
    next.newestTime ??= this.retired.at(-1)?.newestTime;
    this.current = next;
    Object.assign(next.record, { path: this.path, state: 'reading' });
    if (this.hasOpened && back < 0) this.listener.rotated();
    this.hasOpened = true;
    this.mustLookAtSiblings = true;
  }

  private retire(now: number): void {
    if (this.current === undefined) return;
    this.current.quietSince = now;
    this.retired.push(this.current);
    this.current = undefined;
  }

  private readAll(now: number): boolean {
    let hasMore = false;
    for (const generation of [...this.retired]) {
      const isRead = this.attempt(() => this.readOne(generation, now));
      if (isRead === true) hasMore = true;
      if (isRead === false && now - generation.quietSince >= QUIET_MS) this.retireForGood(generation, now);
    }
    const { current } = this;
    if (current !== undefined && !hasMore) hasMore = this.attempt(() => this.readOne(current, now)) ?? false;
    return hasMore;
  }

  private readOne(generation: Generation, now: number): boolean {
    const isFirst = generation.readUpTo === 0;
    const result = generation.read(this.sink(generation, now), now);
    if (result.kind === 'data') {
      this.registry.touch(generation.record);
      this.bytesRead += result.bytes;
    }
    if (result.kind === 'rewritten') this.restart(generation, now);
    // A file of which nothing was read may have been filled, copied and truncated before: nothing in it would tell.
    if (result.kind === 'emptied' || (isFirst && result.kind === 'data')) this.mustLookAtSiblings = true;
    return result.kind !== 'end';
  }

  /**
   * The file was truncated in place (copytruncate) or written anew: begins again at 0 [TAIL-3]. Its unfinished last line
   * is taken as it is, unless a copy holds more of it.
   */
  private restart(generation: Generation, now: number): void {
    this.listener.truncated();
    const { record, descriptor } = generation;
    record.state = 'finished';
    this.registry.touch(record);
    this.registry.release(record);
    const next = this.opener.begin(descriptor, this.registry.restart(record), now);
    if (next === undefined) throw new Error(`${this.path} is being read twice`);
    next.newestTime = generation.newestTime;
    const at = this.retired.indexOf(generation);
    if (at >= 0) this.retired[at] = next;
    else this.current = next;
    const isContinued = this.attempt(() => this.lookAtSiblings(now, generation)) ?? false;
    if (!isContinued) generation.finish(this.sink(generation, now));
  }

  private retireForGood(generation: Generation, now: number): void {
    generation.finish(this.sink(generation, now));
    this.registry.touch(generation.record);
    this.retired.splice(this.retired.indexOf(generation), 1);
    this.drop(generation);
    // A file that was taken for a copy of this one may hold more.
    this.mustLookAtSiblings = true;
  }

  private drop(generation: Generation): void {
    this.registry.release(generation.record);
    generation.close();
  }

  private sink(generation: Generation, now: number): LineSink {
    // Asked before the look that reads: afterwards it is caught up again.
    const { isCaughtUp, isContinued } = generation;
    return (buffer, start, end, isCut) => {
      const { changedAt, newestTime } = generation;
      const near = nearTime({ changedAt, newestTime, isCaughtUp, isContinued }, now);
      const time = this.listener.line(buffer, start, end, isCut, near);
      if (time !== undefined) generation.newestTime = time;
    };
  }

  /** True when a copy goes on where `truncated` ended. */
  private lookAtSiblings(now: number, truncated?: Generation): boolean {
    this.mustLookAtSiblings = false;
    const found = this.opener.openSiblings({ now, open: this.open(), truncated });
    this.retired.push(...found.generations);
    this.mustLookAtSiblings ||= !found.isComplete;
    if (found.error !== undefined) this.trouble ??= explainFileError(this.path, found.error);
    return found.isContinued;
  }
}

function isUnread({ readUpTo, size }: Generation): boolean {
  return readUpTo < size;
}

function isSameInode(record: FileRecord, stat: BigIntStats): boolean {
  return record.inode === stat.ino.toString() && record.device === stat.dev.toString();
}
