import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import { isMissing } from './file-error.js';
import { readAt } from './file-identity.js';
import type { FileRecord } from './file-record.js';
import type { FileRegistry } from './file-registry.js';
import { Generation } from './generation.js';
import { siblingsOf } from './siblings.js';

/** Of a file that may be a copy of one that is being read, this much is compared. */
const COMPARED_BYTES = 64 * 1024;

export interface OpenerParts {
  path: string;
  sourceId: number;
  registry: FileRegistry;
  maxLineBytes: number;
  /** A generation that was being read was found truncated or written anew. */
  onTruncated: () => void;
}

/** What a look at the siblings starts from. */
export interface SiblingLook {
  now: number;
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
  error: unknown;
}

/** Decides for files under a path and beside it which of them are to be read, and from where. */
export class GenerationOpener {
  constructor(private readonly parts: OpenerParts) {}

  /** Opens the path itself; undefined when its file is being read already, or has just gone. */
  openPath(now: number): Generation | undefined {
    try {
      return openFile(this.parts.path, (descriptor) => this.adopt(descriptor, this.parts.path, now));
    } catch (error) {
      // Renamed since it was looked at: the next look sees what stands there then.
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Takes an open file for reading; undefined when it is being read already. */
  begin(descriptor: number, record: FileRecord, now: number): Generation | undefined {
    if (!this.parts.registry.claim(record)) return undefined;
    return new Generation(descriptor, record, this.parts.maxLineBytes, now);
  }

  /**
   * Looks at the rotated files beside the path. Generations that were being read when we stopped go on at their
   * position; ones born since then (rotated twice between two looks) are read from 0. On the very first sight of a log
   * its older generations are put on record and left alone [TAIL-6].
   */
  openSiblings(look: SiblingLook): FoundSiblings {
    const { path, sourceId, registry } = this.parts;
    const { siblings, isComplete } = siblingsOf(path);
    const isFirstEver = !registry.hasHistory(sourceId);
    registry.markHistory(sourceId);
    const found: FoundSiblings = { generations: [], isContinued: false, isComplete, error: undefined };
    // Known files first: only when the original is not among them is a copy read in its place.
    const unknown = siblings.filter(
      ({ file }) => !this.openSibling(file, found, (fd) => this.adoptKnown(fd, file, look)),
    );
    // Of two copies the longer one has all that the other has.
    for (const { file } of unknown.toSorted((a, b) => Number(b.stat.size - a.stat.size))) {
      this.openSibling(file, found, (descriptor) => this.adoptUnknown(descriptor, file, look, isFirstEver, found));
    }
    const order = siblings.map(({ file }) => file);
    found.generations.sort((a, b) => order.indexOf(a.record.path) - order.indexOf(b.record.path));
    const open = look.open.map((generation) => fstat(generation.descriptor));
    registry.forgetGone(sourceId, [...siblings.map(({ stat }) => stat), ...open]);
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
  private adopt(descriptor: number, file: string, now: number): Generation | undefined {
    const { registry, sourceId, onTruncated } = this.parts;
    const stat = fstat(descriptor);
    // A truncated file is for its reader to find out: a second record of it would be a second reading.
    if (registry.isBeingRead(stat)) return undefined;
    const resolved = registry.resolve(descriptor, stat, file, sourceId);
    if (resolved.kind === 'rewritten' && resolved.previous.state === 'reading') {
      resolved.previous.state = 'finished';
      registry.touch(resolved.previous);
      onTruncated();
    }
    return this.begin(descriptor, resolved.record, now);
  }

  /** A file that was met before goes on at its position, if there is something left of it. */
  private adoptKnown(descriptor: number, file: string, { now }: SiblingLook): Generation | 'left' | 'unknown' {
    const { registry } = this.parts;
    const stat = fstat(descriptor);
    if (registry.isBeingRead(stat)) return 'left';
    const known = registry.find(descriptor, stat);
    // Of what was empty when it was met nothing is known but its inode, which another file may have by now.
    if (known === undefined || known.fingerprintLength + known.position === 0) return 'unknown';
    if (registry.isSettled(known, Number(stat.size))) return 'left';
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
    if (stat.size === 0n || isCopyOfOne(descriptor, stat, [...look.open, ...found.generations])) return 'left';
    const isOfTruncated = look.truncated?.isCopiedIn(descriptor, Number(stat.size)) === true;
    const original = isOfTruncated ? look.truncated?.record : registry.findCopied(descriptor, stat, sourceId);
    if (original === undefined) return this.adopt(descriptor, file, look.now) ?? 'left';
    const copy = this.adoptCopy(descriptor, stat, file, original, look);
    if (copy !== undefined && original === look.truncated?.record) found.isContinued = true;
    return copy ?? 'left';
  }

  /** When the original is gone or truncated, what a copy holds beyond the position is read from it [TAIL-8]. */
  private adoptCopy(
    descriptor: number,
    stat: BigIntStats,
    file: string,
    original: FileRecord,
    { now, truncated }: SiblingLook,
  ): Generation | undefined {
    const { registry, sourceId } = this.parts;
    if (original.state === 'ignored') {
      registry.ignore(descriptor, stat, file, sourceId);
      return undefined;
    }
    if (registry.isClaimed(original)) return undefined;
    const readUpTo = truncated?.record === original ? truncated.readUpTo : original.position;
    if (Number(stat.size) > readUpTo) return this.begin(descriptor, registry.continueCopy(stat, file, original), now);
    registry.settleCopy(descriptor, stat, file, sourceId);
    return undefined;
  }
}

/** Opens a file for as long as a generation is made of it. */
function openFile(file: string, adopt: (descriptor: number) => Generation | undefined): Generation | undefined {
  const descriptor = openSync(file, 'r');
  let generation: Generation | undefined;
  try {
    generation = adopt(descriptor);
    return generation;
  } finally {
    if (generation === undefined) closeSync(descriptor);
  }
}

/** True for a copy of a file that is open: a backup, or a copytruncate that its reader has not met yet. It is left alone. */
function isCopyOfOne(descriptor: number, stat: BigIntStats, open: readonly Generation[]): boolean {
  const length = Math.min(Number(stat.size), COMPARED_BYTES);
  const head = readAt(descriptor, 0, length);
  return open.some(
    (generation) =>
      generation.isCopiedIn(descriptor, Number(stat.size)) || readAt(generation.descriptor, 0, length).equals(head),
  );
}

function fstat(descriptor: number): BigIntStats {
  return fstatSync(descriptor, { bigint: true });
}
