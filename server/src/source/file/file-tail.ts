import { closeSync, fstatSync, openSync, readdirSync, statSync, type BigIntStats } from 'node:fs';
import path from 'node:path';
import type { LineSink } from '../framing.js';
import type { FileRecord } from './file-record.js';
import { explainFileError, isMissing } from './file-error.js';
import type { FileRegistry } from './file-registry.js';
import { Generation } from './generation.js';

/** A rotated generation is given up only after it was quiet this long: its writer may go on into the renamed file. */
const QUIET_MS = 10_000;
const COMPRESSED = /\.(gz|bz2|xz|zst|lz4|Z)$/;

/** What a tail tells of its generations, for the source's counts. */
export interface TailListener {
  /** One line of this source. `near` is the time that stamps without a year lie near to, epoch ms. */
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
  private current: Generation | undefined;
  private readonly retired: Generation[] = [];
  private hasLooked = false;

  constructor(
    readonly path: string,
    readonly sourceId: number,
    private readonly registry: FileRegistry,
    private readonly listener: TailListener,
    private readonly maxLineBytes: number,
  ) {}

  get offset(): number {
    return this.current?.record.position ?? this.retired.at(-1)?.record.position ?? 0;
  }

  get size(): number | null {
    return this.current?.size ?? null;
  }

  get lagBytes(): number {
    return [...this.retired, ...(this.current === undefined ? [] : [this.current])].reduce((sum, g) => sum + g.lagBytes, 0);
  }

  /** Looks at the path and reads up to one chunk of each open generation; true when there may be more at once. */
  look(now: number): boolean {
    try {
      this.follow(now);
      const hasMore = this.readAll(now);
      if (this.state !== 'waiting') this.state = hasMore ? 'reading' : 'idle';
      if (this.current !== undefined) this.lastError = null;
      return hasMore;
    } catch (error) {
      this.state = 'degraded';
      this.lastError = explainFileError(this.path, error);
      return false;
    }
  }

  /** Takes unfinished last lines as they are: the end of a one-off reading of whole files. */
  finish(now: number): void {
    for (const generation of [...this.retired, ...(this.current === undefined ? [] : [this.current])]) {
      generation.finish(this.sink(generation, now));
      generation.record.state = 'reading';
      this.registry.touch(generation.record);
    }
  }

  close(): void {
    for (const generation of this.retired) this.drop(generation);
    this.retired.length = 0;
    if (this.current !== undefined) this.drop(this.current);
    this.current = undefined;
  }

  private follow(now: number): void {
    let stat: BigIntStats;
    try {
      stat = statSync(this.path, { bigint: true });
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.retire(now);
      this.state = 'waiting';
      this.lastError = `${this.path} does not exist (yet): it is read as soon as it appears`;
      return;
    }
    if (this.state === 'waiting') this.state = 'idle';
    const { current } = this;
    if (current !== undefined && isSameInode(current.record, stat)) return;
    const isRotation = current !== undefined || this.retired.length > 0;
    this.retire(now);
    if (isRotation) this.listener.rotated();
    const isFirstSight = !this.hasLooked;
    this.open(now);
    this.hasLooked = true;
    if (isRotation || isFirstSight) this.lookAtSiblings(now, stat);
  }

  private open(now: number): void {
    const descriptor = openSync(this.path, 'r');
    let isKept = false;
    try {
      const generation = this.adopt(descriptor, this.path, now);
      isKept = generation !== undefined;
      this.current = generation;
      if (generation !== undefined) Object.assign(generation.record, { path: this.path, state: 'reading' });
    } finally {
      if (!isKept) closeSync(descriptor);
    }
  }

  /** Makes a generation of an open file unless it is being read already. */
  private adopt(descriptor: number, filePath: string, now: number): Generation | undefined {
    const stat = fstat(descriptor);
    const resolved = this.registry.resolve(descriptor, stat, filePath, this.sourceId);
    if (resolved.kind === 'rewritten' && resolved.previous.state === 'reading') {
      resolved.previous.state = 'finished';
      this.registry.touch(resolved.previous);
      this.listener.truncated();
    }
    if (!this.registry.claim(resolved.record)) return undefined;
    return new Generation(descriptor, resolved.record, this.maxLineBytes, now);
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
      if (this.readOne(generation, now)) hasMore = true;
      else if (now - generation.quietSince >= QUIET_MS) this.retireForGood(generation, now);
    }
    if (this.current !== undefined && !hasMore) hasMore = this.readOne(this.current, now);
    return hasMore;
  }

  private readOne(generation: Generation, now: number): boolean {
    const result = generation.read(this.sink(generation, now), now);
    if (result.kind === 'data') this.registry.touch(generation.record);
    if (result.kind === 'rewritten') this.restart(generation, now);
    return result.kind !== 'end';
  }

  /** The file was truncated in place (copytruncate) or written anew: begins again at 0 [TAIL-3]. */
  private restart(generation: Generation, now: number): void {
    this.listener.truncated();
    generation.finish(this.sink(generation, now));
    this.registry.touch(generation.record);
    this.registry.release(generation.record);
    const record = this.registry.restart(generation.record);
    this.registry.claim(record);
    const next = new Generation(generation.descriptor, record, this.maxLineBytes, now);
    const at = this.retired.indexOf(generation);
    if (at >= 0) this.retired[at] = next;
    else this.current = next;
    this.lookAtSiblings(now, fstat(generation.descriptor));
  }

  private retireForGood(generation: Generation, now: number): void {
    generation.finish(this.sink(generation, now));
    this.registry.touch(generation.record);
    this.retired.splice(this.retired.indexOf(generation), 1);
    this.drop(generation);
  }

  private drop(generation: Generation): void {
    this.registry.release(generation.record);
    generation.close();
  }

  private sink(generation: Generation, now: number): LineSink {
    return (buffer, start, end, isCut) => {
      const near = generation.newestTime ?? (generation.changedAt > 0 ? generation.changedAt : now);
      const time = this.listener.line(buffer, start, end, isCut, near);
      if (time !== undefined) generation.newestTime = time;
    };
  }

  /**
   * Looks at the rotated files beside the path. Generations that were being read when we stopped go on at their
   * position; ones born since then (rotated twice between two looks) are read from 0. On the very first sight of a log
   * its older generations are put on record and left alone [TAIL-6].
   */
  private lookAtSiblings(now: number, current: BigIntStats): void {
    const isFirstEver = !this.registry.hasHistory(this.sourceId);
    for (const sibling of this.siblings()) {
      const descriptor = openSync(sibling, 'r');
      let isKept = false;
      try {
        const generation = this.adoptSibling(descriptor, sibling, now, { current, isFirstEver });
        isKept = generation !== undefined;
        if (generation !== undefined) this.retired.push(generation);
      } finally {
        if (!isKept) closeSync(descriptor);
      }
    }
    this.registry.markHistory(this.sourceId);
  }

  private adoptSibling(
    descriptor: number,
    sibling: string,
    now: number,
    seen: { current: BigIntStats; isFirstEver: boolean },
  ): Generation | undefined {
    const stat = fstat(descriptor);
    if (isSameInode(stat, seen.current)) return undefined;
    if (!this.registry.knows(stat)) {
      const original = this.registry.findCopied(descriptor, stat, this.sourceId);
      if (seen.isFirstEver) this.registry.ignore(descriptor, stat, sibling, this.sourceId);
      else if (original !== undefined) return this.adoptCopy(descriptor, stat, sibling, { original, now });
      if (seen.isFirstEver) return undefined;
    } else if (this.registry.isSettled(descriptor, stat)) return undefined;
    return this.adopt(descriptor, sibling, now);
  }

  /**
   * A copy of a generation that is still there stays unread: it may be a backup, or a copytruncate under way. When its
   * original was truncated, what the copy holds beyond the position is read from it [TAIL-8].
   */
  private adoptCopy(
    descriptor: number,
    stat: BigIntStats,
    sibling: string,
    { original, now }: { original: FileRecord; now: number },
  ): Generation | undefined {
    if (original.state === 'reading') return undefined;
    if (Number(stat.size) === original.position) {
      this.registry.ignore(descriptor, stat, sibling, this.sourceId);
      return undefined;
    }
    const record = this.registry.continueCopy(stat, sibling, original);
    this.registry.claim(record);
    return new Generation(descriptor, record, this.maxLineBytes, now);
  }

  /** Rotated files beside the path, oldest first: NAME.1, NAME-20260210 and the like, not yet compressed. */
  private siblings(): string[] {
    const directory = path.dirname(this.path);
    const base = path.basename(this.path);
    const found: { file: string; changed: number }[] = [];
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const { name } = entry;
      if (!entry.isFile() || name === base || !/^[.-]/.test(name.slice(base.length)) || !name.startsWith(base)) continue;
      if (COMPRESSED.test(name)) continue;
      const file = path.join(directory, name);
      found.push({ file, changed: statSync(file).mtimeMs });
    }
    return found.sort((a, b) => a.changed - b.changed).map(({ file }) => file);
  }
}

function fstat(descriptor: number): BigIntStats {
  return fstatSync(descriptor, { bigint: true });
}

function isSameInode(a: FileRecord | BigIntStats, b: BigIntStats): boolean {
  return 'ino' in a ? a.ino === b.ino && a.dev === b.dev : a.inode === b.ino.toString() && a.device === b.dev.toString();
}
