import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import { systemPath } from '../../../file-name.js';
import { CompressedReading } from './compressed-reading.js';
import { isMissing } from './file-error.js';
import { beginsLike, FINGERPRINT_BYTES, readAt } from './file-identity.js';
import type { FileRecord } from '../../../store/file-record.js';
import type { FileRegistry } from './file-registry.js';
import type { Generation } from './generation.js';
import { unpackHead } from './unpacking.js';

export interface CompressedOpenerParts {
  sourceId: number;
  registry: FileRegistry;
  maxLineBytes: number;
  /** True when the file was requested by its name: then it is read even if it was to be ignored. */
  isReadOnce: boolean;
  onReady: () => void;
  /** A generation that counted as lost has reappeared; `bytes` of it can be read after all. */
  onRegained: (bytes: number) => void;
}

/** A compressed file that is being read, and what happens to it at its end. */
export interface OpenCompressed {
  reading: CompressedReading;
  /** Size of the compressed file. */
  packedSize: bigint;
  /**
   * Records the file as read, so that it is not unpacked again, and releases its generation. False when that must wait:
   * its content is being read from a plain file.
   */
  settle: () => boolean;
  /** Releases it without a record: it is read again later, from where it ended. */
  abandon: () => void;
}

/** Generations that are open while a compressed file is examined. */
export interface Beside {
  current: Generation | undefined;
  retired: readonly Generation[];
}

/** `left`: nothing of it is to be read; `later`: examine it again after a change; `busy`: examine it again soon. */
export type CompressedOutcome = OpenCompressed | 'left' | 'later' | 'busy';

interface Sighting {
  descriptor: number;
  stat: BigIntStats;
  file: string;
  head: Buffer;
  candidates: readonly FileRecord[];
  current: Generation | undefined;
}

/** Determines by its content what a compressed file is [TAIL-12]. */
export class CompressedOpener {
  constructor(private readonly parts: CompressedOpenerParts) {}

  /** Records a file as one that existed before its log was first polled. */
  ignore(file: string): void {
    withFile(file, (descriptor, stat) => {
      if (this.parts.registry.findContent(descriptor, stat) === undefined) {
        this.parts.registry.ignore(descriptor, stat, file, this.parts.sourceId);
      }
    });
  }

  /** Begins to read a compressed file, if it may contain something that was not read. */
  open(file: string, beside: Beside): CompressedOutcome {
    const descriptor = openSync(systemPath(file), 'r');
    let outcome: CompressedOutcome = 'later';
    try {
      outcome = this.openDescriptor(descriptor, file, beside);
      return outcome;
    } finally {
      if (typeof outcome === 'string') closeSync(descriptor);
    }
  }

  private openDescriptor(descriptor: number, file: string, beside: Beside): CompressedOutcome {
    const { registry } = this.parts;
    const stat = fstatSync(descriptor, { bigint: true });
    if (this.isSettled(descriptor, stat)) return 'left';
    const head = unpackHead(descriptor, file);
    // It is read through its open handle while there is one; anything beyond that is found when the handle is closed.
    const alike = beside.retired.filter((generation) => isAlike(head, generation));
    // After a truncation the current file says nothing about what was read of it before.
    for (const { record, head: known } of alike) if (isSameBeginning(head, known)) registry.contest(record);
    if (alike.length > 0) return 'later';
    const { current } = beside;
    // Logs that all begin with the same long header are distinguished by what follows; a short one may still become any of them.
    if (current !== undefined && current.head.length < FINGERPRINT_BYTES && isAlike(head, current)) return 'later';
    if (!registry.reserve(stat)) return 'busy';
    const candidates = this.candidatesFor(head).filter((record) => this.isCandidate(record, head));
    return this.begin({ descriptor, stat, file, head, candidates, current });
  }

  private begin({ descriptor, stat, file, head, candidates, current }: Sighting): OpenCompressed {
    const { registry, sourceId, maxLineBytes, onReady } = this.parts;
    let became: 'read' | 'ignored' | 'later' = 'read';
    const resolve = (match: FileRecord | undefined): FileRecord | undefined => {
      if (match?.state === 'ignored') became = 'ignored';
      else if (match !== undefined && registry.isClaimed(match)) became = 'later';
      return became === 'read' ? this.claim(match, stat, file) : undefined;
    };
    const isPartOf = (record: FileRecord, size: number, tail: Buffer): boolean => {
      if (!registry.isClaimed(record)) return true;
      if (record !== current?.record) became = 'later';
      return record !== current?.record || readAt(current.descriptor, size - tail.length, tail.length).equals(tail);
    };
    const changedAt = Number(stat.mtimeMs);
    const parts = { descriptor, file, changedAt, maxLineBytes, head, candidates, resolve, isPartOf, onReady };
    const reading = new CompressedReading(parts);
    const release = () => {
      if (reading.record !== undefined) registry.release(reading.record);
      registry.unreserve(stat);
    };
    return {
      reading,
      packedSize: stat.size,
      abandon: release,
      settle: () => {
        release();
        if (became === 'later') return false;
        if (reading.record !== undefined) registry.touch(reading.record);
        if (became === 'ignored') registry.ignore(descriptor, stat, file, sourceId);
        else registry.settleCopy(descriptor, stat, file, sourceId);
        return true;
      },
    };
  }

  private claim(match: FileRecord | undefined, stat: BigIntStats, file: string): FileRecord {
    const { registry, sourceId, onRegained } = this.parts;
    const record = match ?? registry.createCompressed(stat, file, sourceId);
    registry.claim(record);
    if (record.state === 'lost') onRegained(Math.max(0, record.size - record.position));
    Object.assign(record, { path: file, state: 'reading' });
    registry.touch(record);
    return record;
  }

  private isSettled(descriptor: number, stat: BigIntStats): boolean {
    const { registry, isReadOnce } = this.parts;
    if (registry.isBeingRead(stat)) return true;
    const known = registry.findContent(descriptor, stat);
    if (known === undefined || (isReadOnce && known.state === 'ignored')) return false;
    // Records of the first versions count lines, and have no bytes before their position.
    return known.tail.length === 0 || registry.isSettled(known, Number(stat.size));
  }

  private candidatesFor(head: Buffer): FileRecord[] {
    const { registry, sourceId, isReadOnce } = this.parts;
    if (isReadOnce) return [...registry.known()];
    return [...new Set([...registry.knownOf(sourceId), ...registry.alike(head)])];
  }

  private isCandidate(record: FileRecord, head: Buffer): boolean {
    const { sourceId, isReadOnce } = this.parts;
    if (isReadOnce && record.state === 'ignored') return false;
    // Under another name only content that is long enough to rule out a coincidence, unless the user names the file.
    if (!isReadOnce && record.sourceId !== sourceId) {
      if (record.state === 'ignored' || record.fingerprintLength < FINGERPRINT_BYTES) return false;
    }
    return beginsLike(record, head);
  }
}

/** True when the unpacked content begins like an open generation, as it was read or as its file is now. */
function isAlike(head: Buffer, { descriptor, head: known }: Generation): boolean {
  return isSameBeginning(head, known) || isSameBeginning(head, readAt(descriptor, 0, head.length));
}

function isSameBeginning(one: Buffer, other: Buffer): boolean {
  const length = Math.min(one.length, other.length);
  return length > 0 && one.subarray(0, length).equals(other.subarray(0, length));
}

function withFile(file: string, work: (descriptor: number, stat: BigIntStats) => void): void {
  let descriptor: number;
  try {
    descriptor = openSync(systemPath(file), 'r');
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  try {
    work(descriptor, fstatSync(descriptor, { bigint: true }));
  } finally {
    closeSync(descriptor);
  }
}
