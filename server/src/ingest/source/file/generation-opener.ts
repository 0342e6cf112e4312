import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import type { ClockReading } from '../clock-reading.js';
import { systemPath } from '../../../file-name.js';
import { findOriginal, isStanding } from './copied-path.js';
import { isMissing } from './file-error.js';
import { FINGERPRINT_BYTES, isFurther, readAt, TAIL_BYTES } from './file-identity.js';
import { type FileRecord, isFileOf } from '../../../store/file-record.js';
import { type FileRegistry, inodeKey } from './file-registry.js';
import { Generation } from './generation.js';
import { contentOf, likenessOf } from './likeness.js';
import { PackedError, packedFormatOf } from './packed-content.js';
import type { Siblings } from './siblings.js';

/** Bytes to compare of a file that may be a copy of one that is being read. */
const COMPARED_BYTES = 64 * 1024;
/** A copy that has not changed for this long is considered complete. */
const WRITTEN_MS = 10_000;

export interface OpenerParts {
  path: string;
  sourceId: number;
  registry: FileRegistry;
  maxLineBytes: number;
  /** True for a file that is read once and not followed. */
  isReadOnce: boolean;
  /** A generation that was being read was found truncated or rewritten. */
  onTruncated: () => void;
  /** A generation that counted as lost has reappeared; `bytes` of it can be read after all. */
  onRegained: (bytes: number) => void;
}

/** What a scan of the siblings starts from. */
export interface SiblingScan {
  now: ClockReading;
  /** The open generations. */
  open: readonly Generation[];
  /** The first bytes of the compressed file that is being read: its record follows later. */
  unpacked: Buffer | undefined;
}

export interface FoundSiblings {
  /** To be read, oldest first. */
  generations: Generation[];
  /** False when a file moved meanwhile: scan again. */
  isComplete: boolean;
  /** Names of rotated files that are empty, or have gaps: they may still be being written. */
  unfinished: string[];
  /** Generations without a reader, of which a copy is still being written: it may get more than was read. */
  awaited: Set<FileRecord>;
  error: unknown;
}

/** Decides which files at a path and beside it are to be read, and from where. */
export class GenerationOpener {
  /** Files that may still be being written, with their last state and its time, by inode. */
  private readonly watched = new Map<string, { size: bigint; mtimeNs: bigint; since: number }>();

  constructor(private readonly parts: OpenerParts) {}

  /** Opens the path itself; undefined when its file is being read already, or has just disappeared. */
  openPath(now: ClockReading): Generation | undefined {
    const { path, registry } = this.parts;
    try {
      return openFile(path, (descriptor) => {
        const stat = fstat(descriptor);
        const format = packedFormatOf(descriptor);
        if (format !== undefined) throw new PackedError(format, path);
        const known = registry.find(descriptor, stat);
        if (known !== undefined && !registry.isBeingRead(stat)) registry.wanted(known);
        if (known !== undefined && !this.mayBeCopied(known)) return this.adopt(descriptor, path, now);
        const original = findOriginal(descriptor, stat, known, this.parts);
        if (original === 'hole') return undefined;
        return original === undefined
          ? this.adopt(descriptor, path, now)
          : this.openCopy(descriptor, stat, original, now);
      });
    } catch (error) {
      // Renamed since it was scanned: the next scan sees what is there then.
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Adopts an open file for reading; undefined when it is being read already. */
  begin(descriptor: number, record: FileRecord, now: ClockReading): Generation | undefined {
    if (!this.parts.registry.claim(record)) return undefined;
    if (record.state === 'lost') this.parts.onRegained(Math.max(0, record.size - record.position));
    record.state = 'reading';
    return new Generation(descriptor, record, this.parts.maxLineBytes, now);
  }

  /**
   * Examines the rotated files beside the path. Generations that were being read at the last stop resume at their
   * position; newer ones (rotated twice between two scans) are read from 0. When a log is first seen, its older
   * generations are recorded and ignored [TAIL-6].
   *
   * A copy is settled for as long as it is part of what was read of its original, whatever its size: it may still be
   * growing. So a file of which everything was read is compared again each time it has grown.
   */
  openSiblings({ plain, isComplete }: Siblings, isFirstEver: boolean, request: SiblingScan): FoundSiblings {
    const found: FoundSiblings = {
      generations: [],
      isComplete,
      unfinished: [],
      awaited: new Set(),
      error: undefined,
    };
    const present = new Set(plain.map(({ stat }) => inodeKey(stat)));
    for (const inode of this.watched.keys()) if (!present.has(inode)) this.watched.delete(inode);
    // Known files first: a copy is read only when its original is not among them.
    const unknown = plain.filter(
      ({ file }) => !this.openSibling(file, found, (fd) => this.adoptKnown(fd, file, request, found)),
    );
    // Of two copies the longer one contains the other.
    for (const { file } of unknown.toSorted((a, b) => Number(b.stat.size - a.stat.size))) {
      this.openSibling(file, found, (descriptor) => this.adoptUnknown(descriptor, file, request, isFirstEver, found));
    }
    const order = plain.map(({ file }) => file);
    found.generations.sort((a, b) => order.indexOf(a.record.path) - order.indexOf(b.record.path));
    return found;
  }

  /** True when `adopt` could handle the file. */
  private openSibling(
    file: string,
    found: FoundSiblings,
    adopt: (descriptor: number) => Generation | 'left' | 'unknown',
  ): boolean {
    let isUnknown = false;
    try {
      const generation = openFile(file, (descriptor) => {
        const outcome = adopt(descriptor);
        isUnknown = outcome === 'unknown';
        return typeof outcome === 'string' ? undefined : outcome;
      });
      if (generation !== undefined) found.generations.push(generation);
    } catch (error) {
      if (isMissing(error)) found.isComplete = false;
      else found.error ??= error;
    }
    return !isUnknown;
  }

  /** Makes a generation of an open file unless it is being read already. */
  private adopt(descriptor: number, file: string, now: ClockReading): Generation | undefined {
    const { registry, sourceId, onTruncated } = this.parts;
    const stat = fstat(descriptor);
    // A truncated file is left to its reader: a second record of it would be a second reading.
    if (registry.isBeingRead(stat)) return undefined;
    const resolved = registry.resolve(descriptor, stat, file, sourceId);
    // Its lines are this source's from now on, and its copies are searched for among this source's generations.
    registry.moveTo(resolved.record, sourceId);
    // The scan of the siblings determines whether a copy has what it contained before.
    if (resolved.kind === 'rewritten' && resolved.previous.state === 'reading') onTruncated();
    return this.begin(descriptor, resolved.record, now);
  }

  /** True for a file that was read to its end under a path of its own: what it has grown by may be its original's. */
  private mayBeCopied({ state }: FileRecord): boolean {
    return state === 'finished' && !this.parts.isReadOnce;
  }

  /** A copy of a file that is, or was, read under another name: only what it has beyond that is read. */
  private openCopy(
    descriptor: number,
    stat: BigIntStats,
    original: FileRecord,
    now: ClockReading,
  ): Generation | undefined {
    const { registry, path, sourceId } = this.parts;
    const isPart = Number(stat.size) <= original.position;
    // What it has beyond the position is read from the original, which has it too.
    if (!isPart && (registry.isClaimed(original) || isStanding(original))) return undefined;
    // It may still be being written: it continues by itself only when it grows by something other than its original.
    if (isPart) registry.settleCopy(descriptor, stat, path, sourceId);
    if (isPart) return undefined;
    return this.begin(descriptor, registry.continueCopy(stat, path, original, sourceId), now);
  }

  /** A known file resumes at its position, if there is something left of it. */
  private adoptKnown(
    descriptor: number,
    file: string,
    { now }: SiblingScan,
    found: FoundSiblings,
  ): Generation | 'left' | 'unknown' {
    const { registry } = this.parts;
    const stat = fstat(descriptor);
    if (registry.isBeingRead(stat)) return 'left';
    const known = registry.findContent(descriptor, stat);
    if (known === undefined) return 'unknown';
    const isSettled = registry.isSettled(known, Number(stat.size));
    if (isSettled && known.state === 'finished') this.noteAwaited(descriptor, stat, found, now);
    if (isSettled || registry.isContested(known)) return 'left';
    if (known.state === 'finished') return 'unknown';
    Object.assign(known, { path: file });
    return this.adopt(descriptor, file, now) ?? 'left';
  }

  private adoptUnknown(
    descriptor: number,
    file: string,
    request: SiblingScan,
    isFirstEver: boolean,
    found: FoundSiblings,
  ): Generation | 'left' {
    const { registry, sourceId } = this.parts;
    const stat = fstat(descriptor);
    if (registry.isBeingRead(stat)) return 'left';
    if (isFirstEver) {
      // At the next scan a copy of the log itself may contain what the log no longer does.
      if (!isLongCopyOfOne(descriptor, stat, request.open)) registry.ignore(descriptor, stat, file, sourceId);
      return 'left';
    }
    // What an empty one will be a copy of is not known yet.
    if (stat.size === 0n) return this.waitFor(file, stat, found, request.now);
    // The compressed file is read first, so that its position is known.
    if (request.unpacked !== undefined && isBegunLike(descriptor, request.unpacked)) {
      found.unfinished.push(file);
      return 'left';
    }
    const isOfOpen = isCopyOfOne(descriptor, stat, [...request.open, ...found.generations]);
    if (isOfOpen === 'whole') registry.settleCopy(descriptor, stat, file, sourceId);
    if (isOfOpen !== 'no') return 'left';
    const original = this.findCopied(descriptor, stat);
    if (original === 'hole' && !this.isUnchanged(stat, request.now))
      return this.waitFor(file, stat, found, request.now);
    if (typeof original !== 'object') return this.adopt(descriptor, file, request.now) ?? 'left';
    return this.adoptCopy(descriptor, stat, file, original, found, request.now) ?? 'left';
  }

  /**
   * The generation of this source that an unknown file begins like and continues, or whose beginning it is: the file is a
   * copy, as made by copytruncate or a backup. Of several, copies of one another, it is the one that was read furthest.
   */
  private findCopied(descriptor: number, stat: BigIntStats): FileRecord | 'hole' | undefined {
    const { registry, sourceId } = this.parts;
    const content = contentOf(descriptor, Number(stat.size));
    let furthest: FileRecord | undefined;
    let isHole = false;
    for (const record of registry.knownOf(sourceId)) {
      if (furthest !== undefined && !isFurther(record, furthest)) continue;
      const likeness = likenessOf(content, record);
      if (likeness === 'other') continue;
      furthest = record;
      isHole = likeness === 'hole';
    }
    return isHole ? 'hole' : furthest;
  }

  /** True when a file is unchanged for so long that its writer must have finished. */
  private isUnchanged(stat: BigIntStats, { elapsed }: ClockReading): boolean {
    const { size, mtimeNs } = stat;
    const seen = this.watched.get(inodeKey(stat));
    if (seen?.size === size && seen.mtimeNs === mtimeNs) return elapsed - seen.since >= WRITTEN_MS;
    this.watched.set(inodeKey(stat), { size, mtimeNs, since: elapsed });
    return false;
  }

  /** Leaves a file that is still being written. Until then, it may become a copy of a generation without a reader. */
  private waitFor(file: string, stat: BigIntStats, found: FoundSiblings, now: ClockReading): 'left' {
    const { registry, sourceId } = this.parts;
    found.unfinished.push(file);
    if (!this.isUnchanged(stat, now)) for (const record of registry.unread(sourceId)) found.awaited.add(record);
    return 'left';
  }

  /** Records the generations without a reader that a settled file, which may still be growing, is part of. */
  private noteAwaited(descriptor: number, stat: BigIntStats, found: FoundSiblings, now: ClockReading): void {
    const unread = this.parts.registry.unread(this.parts.sourceId);
    if (unread.length === 0) return;
    const content = contentOf(descriptor, Number(stat.size));
    const copied = unread.filter(
      (record) => content.size <= record.position && likenessOf(content, record) !== 'other',
    );
    if (copied.length === 0 || this.isUnchanged(stat, now)) return;
    for (const record of copied) found.awaited.add(record);
  }

  /** When the original is gone or truncated, what a copy has beyond the position is read from it [TAIL-8]. */
  private adoptCopy(
    descriptor: number,
    stat: BigIntStats,
    file: string,
    original: FileRecord,
    found: FoundSiblings,
    now: ClockReading,
  ): Generation | undefined {
    const { registry, sourceId } = this.parts;
    if (original.state === 'ignored') {
      registry.ignore(descriptor, stat, file, sourceId);
      return undefined;
    }
    if (registry.isClaimed(original) || registry.isContested(original)) return undefined;
    // Including the unfinished last line: so it is taken once, whatever ends us before that.
    if (Number(stat.size) > original.position) {
      if (!isFileOf(original, stat)) return this.begin(descriptor, this.continued(stat, file, original), now);
      Object.assign(original, { path: file });
      return this.adopt(descriptor, file, now);
    }
    registry.settleCopy(descriptor, stat, file, sourceId);
    this.noteAwaited(descriptor, stat, found, now);
    return undefined;
  }

  private continued(stat: BigIntStats, file: string, original: FileRecord): FileRecord {
    const { registry, sourceId, onRegained } = this.parts;
    if (original.state === 'lost') onRegained(Math.max(0, original.size - original.position));
    return registry.continueCopy(stat, file, original, sourceId);
  }
}

/** Opens a file while a generation is made of it. */
function openFile(file: string, adopt: (descriptor: number) => Generation | undefined): Generation | undefined {
  const descriptor = openSync(systemPath(file), 'r');
  let generation: Generation | undefined;
  try {
    generation = adopt(descriptor);
    return generation;
  } finally {
    if (generation === undefined) closeSync(descriptor);
  }
}

/**
 * Whether a file is a copy of an open one: a backup, or a copytruncate that its reader has not noticed yet. `whole`
 * when all of its content is stored, or will be together with the note that says so; otherwise it is left alone.
 */
function isCopyOfOne(descriptor: number, stat: BigIntStats, open: readonly Generation[]): 'whole' | 'part' | 'no' {
  const size = Number(stat.size);
  const length = Math.min(size, COMPARED_BYTES);
  const head = readAt(descriptor, 0, length);
  const original = open.find(
    (generation) => generation.isCopiedIn(descriptor, size) || readAt(generation.descriptor, 0, length).equals(head),
  );
  if (original === undefined) return 'no';
  const isStored = size <= original.record.position && original.isCopiedIn(descriptor, size);
  const end = Math.max(0, size - TAIL_BYTES);
  const isAlike = readAt(descriptor, end, TAIL_BYTES).equals(readAt(original.descriptor, end, size - end));
  return isStored && isAlike ? 'whole' : 'part';
}

/** Whether a file is the beginning of an open one, by more than could be a coincidence. */
function isLongCopyOfOne(descriptor: number, stat: BigIntStats, open: readonly Generation[]): boolean {
  const size = Number(stat.size);
  if (size <= FINGERPRINT_BYTES) return false;
  const length = Math.min(size, COMPARED_BYTES);
  const ends = [0, size - length];
  return open.some(
    (generation) =>
      generation.stat().size >= stat.size &&
      ends.every((at) => readAt(descriptor, at, length).equals(readAt(generation.descriptor, at, length))),
  );
}

/** True for a file that begins with these bytes, or is the beginning of them. */
function isBegunLike(descriptor: number, head: Buffer): boolean {
  const own = readAt(descriptor, 0, head.length);
  return own.length > 0 && own.equals(head.subarray(0, own.length));
}

function fstat(descriptor: number): BigIntStats {
  return fstatSync(descriptor, { bigint: true });
}
