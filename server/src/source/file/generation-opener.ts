import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import type { Moment } from '../moment.js';
import { systemPath } from '../../file-name.js';
import { findOriginal } from './copied-path.js';
import { isMissing } from './file-error.js';
import { isCopy, isFurther, readAt, TAIL_BYTES } from './file-identity.js';
import type { FileRecord } from './file-record.js';
import type { FileRegistry } from './file-registry.js';
import { Generation } from './generation.js';
import type { Siblings } from './siblings.js';

/** Of a file that may be a copy of one that is being read, this much is compared. */
const COMPARED_BYTES = 64 * 1024;

export interface OpenerParts {
  path: string;
  sourceId: number;
  registry: FileRegistry;
  maxLineBytes: number;
  /** True for a file that is read once and not followed. */
  isReadOnce: boolean;
  /** A generation that was being read was found truncated or written anew. */
  onTruncated: () => void;
  /** A generation that counted as lost is there again; `bytes` of it are to be read after all. */
  onRegained: (bytes: number) => void;
}

/** What a look at the siblings starts from. */
export interface SiblingLook {
  now: Moment;
  /** The generations that are open. */
  open: readonly Generation[];
  /** The one that was just found truncated. */
  truncated: Generation | undefined;
}

export interface FoundSiblings {
  /** To be read, oldest first. */
  generations: Generation[];
  /** A copy goes on where the truncated generation ended. */
  isContinued: boolean;
  /** False when a file moved meanwhile: look again. */
  isComplete: boolean;
  /** Names of rotated files that are empty; a writer may still have them open. */
  empty: string[];
  error: unknown;
}

/** Decides for files under a path and beside it which of them are to be read, and from where. */
export class GenerationOpener {
  constructor(private readonly parts: OpenerParts) {}

  /** Opens the path itself; undefined when its file is being read already, or has just gone. */
  openPath(now: Moment): Generation | undefined {
    const { path, registry } = this.parts;
    try {
      return openFile(path, (descriptor) => {
        const stat = fstat(descriptor);
        const known = registry.find(descriptor, stat);
        if (known !== undefined && !registry.isBeingRead(stat)) registry.wanted(known);
        if (known !== undefined) return this.adopt(descriptor, path, now);
        const original = findOriginal(descriptor, stat, this.parts);
        return original === undefined
          ? this.adopt(descriptor, path, now)
          : this.openCopy(descriptor, stat, original, now);
      });
    } catch (error) {
      // Renamed since it was looked at: the next look sees what stands there then.
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Takes an open file for reading; undefined when it is being read already. */
  begin(descriptor: number, record: FileRecord, now: Moment): Generation | undefined {
    if (!this.parts.registry.claim(record)) return undefined;
    if (record.state === 'lost') this.parts.onRegained(Math.max(0, record.size - record.position));
    record.state = 'reading';
    return new Generation(descriptor, record, this.parts.maxLineBytes, now);
  }

  /**
   * Looks at the rotated files beside the path. Generations that were being read when we stopped go on at their
   * position; ones born since then (rotated twice between two looks) are read from 0. On the very first sight of a log
   * its older generations are put on record and left alone [TAIL-6].
   */
  openSiblings({ plain, isComplete }: Siblings, isFirstEver: boolean, look: SiblingLook): FoundSiblings {
    const found: FoundSiblings = { generations: [], isContinued: false, isComplete, empty: [], error: undefined };
    // Known files first: only when the original is not among them is a copy read in its place.
    const unknown = plain.filter(({ file }) => !this.openSibling(file, found, (fd) => this.adoptKnown(fd, file, look)));
    // Of two copies the longer one has all that the other has.
    for (const { file } of unknown.toSorted((a, b) => Number(b.stat.size - a.stat.size))) {
      this.openSibling(file, found, (descriptor) => this.adoptUnknown(descriptor, file, look, isFirstEver, found));
    }
    const order = plain.map(({ file }) => file);
    found.generations.sort((a, b) => order.indexOf(a.record.path) - order.indexOf(b.record.path));
    return found;
  }

  /** True when `adopt` knew what to do with the file. */
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
  private adopt(descriptor: number, file: string, now: Moment): Generation | undefined {
    const { registry, sourceId, onTruncated } = this.parts;
    const stat = fstat(descriptor);
    // A truncated file is for its reader to find out: a second record of it would be a second reading.
    if (registry.isBeingRead(stat)) return undefined;
    const resolved = registry.resolve(descriptor, stat, file, sourceId);
    // Whether what it held before is to be found in a copy is seen when the siblings are looked at.
    if (resolved.kind === 'rewritten' && resolved.previous.state === 'reading') onTruncated();
    return this.begin(descriptor, resolved.record, now);
  }

  /** A copy of a file that is, or was, read under another name: only what it has beyond that is read. */
  private openCopy(descriptor: number, stat: BigIntStats, original: FileRecord, now: Moment): Generation | undefined {
    const { registry, path, sourceId } = this.parts;
    if (registry.isClaimed(original)) {
      // What it has beyond the position is read in the original, which has it too; then it can go on by itself.
      if (Number(stat.size) > original.position) return undefined;
      return this.begin(descriptor, registry.settleCopy(descriptor, stat, path, sourceId), now);
    }
    const isShorter = Number(stat.size) < original.position;
    const record = isShorter
      ? registry.settleCopy(descriptor, stat, path, sourceId)
      : Object.assign(registry.continueCopy(stat, path, original), { sourceId });
    return this.begin(descriptor, record, now);
  }

  /** A file that was met before goes on at its position, if there is something left of it. */
  private adoptKnown(descriptor: number, file: string, { now }: SiblingLook): Generation | 'left' | 'unknown' {
    const { registry } = this.parts;
    const stat = fstat(descriptor);
    if (registry.isBeingRead(stat)) return 'left';
    const known = registry.findContent(descriptor, stat);
    if (known === undefined) return 'unknown';
    if (registry.isSettled(known, Number(stat.size)) || registry.isContested(known)) return 'left';
    Object.assign(known, { path: file });
    return this.adopt(descriptor, file, now) ?? 'left';
  }

  private adoptUnknown(
    descriptor: number,
    file: string,
    look: SiblingLook,
    isFirstEver: boolean,
    found: FoundSiblings,
  ): Generation | 'left' {
    const { registry, sourceId } = this.parts;
    const stat = fstat(descriptor);
    if (registry.isBeingRead(stat)) return 'left';
    if (isFirstEver) {
      registry.ignore(descriptor, stat, file, sourceId);
      return 'left';
    }
    if (stat.size === 0n) {
      found.empty.push(file);
      return 'left';
    }
    const isOfOpen = isCopyOfOne(descriptor, stat, [...look.open, ...found.generations]);
    if (isOfOpen === 'whole') registry.settleCopy(descriptor, stat, file, sourceId);
    if (isOfOpen !== 'no') return 'left';
    const isOfTruncated = look.truncated?.isCopiedIn(descriptor, Number(stat.size)) === true;
    const original = isOfTruncated ? look.truncated?.record : this.findCopied(descriptor, stat, file);
    if (original === undefined) return this.adopt(descriptor, file, look.now) ?? 'left';
    const copy = this.adoptCopy(descriptor, stat, file, original, look);
    if (copy !== undefined && original === look.truncated?.record) found.isContinued = true;
    return copy ?? 'left';
  }

  /**
   * The generation of this source that an unknown file begins and goes on like, or whose beginning it is: the file is a
   * copy, as copytruncate or a backup makes it. Of several, copies of one another, it is the one that was read furthest.
   */
  private findCopied(descriptor: number, stat: BigIntStats, file: string): FileRecord | undefined {
    const { registry, sourceId } = this.parts;
    let furthest: FileRecord | undefined;
    for (const record of registry.knownOf(sourceId)) {
      if (furthest !== undefined && !isFurther(record, furthest)) continue;
      const size = Number(stat.size);
      if (size < record.position && !registry.mayBeEarlierCopy(record, file, size)) continue;
      if (isCopy(descriptor, size, record)) furthest = record;
    }
    return furthest;
  }

  /** When the original is gone or truncated, what a copy holds beyond the position is read from it [TAIL-8]. */
  private adoptCopy(
    descriptor: number,
    stat: BigIntStats,
    file: string,
    original: FileRecord,
    { now }: SiblingLook,
  ): Generation | undefined {
    const { registry, sourceId } = this.parts;
    if (original.state === 'ignored') {
      registry.ignore(descriptor, stat, file, sourceId);
      return undefined;
    }
    if (registry.isClaimed(original) || registry.isContested(original)) return undefined;
    // The unfinished last line too: so it is taken once, whatever ends us before that.
    if (Number(stat.size) > original.position) return this.begin(descriptor, this.continued(stat, file, original), now);
    registry.settleCopy(descriptor, stat, file, sourceId);
    return undefined;
  }

  private continued(stat: BigIntStats, file: string, original: FileRecord): FileRecord {
    const { registry, onRegained } = this.parts;
    if (original.state === 'lost') onRegained(Math.max(0, original.size - original.position));
    return registry.continueCopy(stat, file, original);
  }
}

/** Opens a file for as long as a generation is made of it. */
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
 * Whether a file is a copy of one that is open: a backup, or a copytruncate that its reader has not met yet. `whole`
 * when everything that it holds is stored, or will be together with the note that says so; else it is left alone.
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

function fstat(descriptor: number): BigIntStats {
  return fstatSync(descriptor, { bigint: true });
}
