import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import type { FileRecord } from './file-record.js';
import { FINGERPRINT_BYTES, fingerprintOf, matchIdentity, readAt } from './file-identity.js';

/** Generations of one source that are kept on record. */
const MOST_FINISHED = 50;

export type Resolved =
  /** Read before: go on at its position. */
  | { kind: 'known'; record: FileRecord }
  /** The same inode with other content: a truncation or a reused inode. Begins at 0. */
  | { kind: 'rewritten'; record: FileRecord; previous: FileRecord }
  | { kind: 'new'; record: FileRecord };

/** Every generation of every file that was ever looked at, by its identity, and which of them are being read now. */
export class FileRegistry {
  private readonly byInode = new Map<string, FileRecord[]>();
  private readonly claimed = new Set<number>();
  private readonly changed = new Map<number, FileRecord>();
  private readonly withHistory = new Set<number>();
  private nextId = 1;

  constructor(stored: readonly FileRecord[]) {
    for (const record of stored) {
      this.add(record);
      this.withHistory.add(record.sourceId);
      this.nextId = Math.max(this.nextId, record.id + 1);
    }
  }

  /** Finds out which generation an open file is. */
  resolve(descriptor: number, stat: BigIntStats, path: string, sourceId: number): Resolved {
    const candidates = this.byInode.get(inodeKey(stat)) ?? [];
    const previous = candidates.at(-1);
    if (previous === undefined) return { kind: 'new', record: this.create(stat, path, sourceId) };
    for (const record of candidates.toReversed()) {
      if (matchIdentity(descriptor, Number(stat.size), record) === 'same') return { kind: 'known', record };
    }
    return { kind: 'rewritten', record: this.create(stat, path, sourceId), previous };
  }

  /** The record of a compressed file that is read once; its position counts lines, and its beginning is its identity. */
  compressed(file: string, sourceId: number): FileRecord {
    const descriptor = openSync(file, 'r');
    try {
      const stat = fstatSync(descriptor, { bigint: true });
      const head = readAt(descriptor, 0, FINGERPRINT_BYTES);
      const fingerprint = fingerprintOf(head);
      const known = this.byInode.get(inodeKey(stat))?.find((record) => record.fingerprint === fingerprint);
      if (known !== undefined) return known;
      const record = this.create(stat, file, sourceId);
      return Object.assign(record, { fingerprint, fingerprintLength: head.length });
    } finally {
      closeSync(descriptor);
    }
  }

  /** True when this inode was met before, whatever it holds now. */
  knows(stat: BigIntStats): boolean {
    return this.byInode.has(inodeKey(stat));
  }

  /** Puts a file on record that was there before its log was first looked at: never read as a rotated generation. */
  ignore(descriptor: number, stat: BigIntStats, path: string, sourceId: number): void {
    const record = this.create(stat, path, sourceId);
    const head = readAt(descriptor, 0, Math.min(Number(stat.size), FINGERPRINT_BYTES));
    Object.assign(record, { fingerprint: fingerprintOf(head), fingerprintLength: head.length, state: 'ignored' });
  }

  /** A new generation for an inode that was truncated while being read. */
  restart(previous: FileRecord): FileRecord {
    return this.insert({ device: previous.device, inode: previous.inode }, previous.path, previous.sourceId);
  }

  /** Takes a generation for reading; false when it is being read already, under this name or another. */
  claim(record: FileRecord): boolean {
    if (this.claimed.has(record.id)) return false;
    this.claimed.add(record.id);
    return true;
  }

  release(record: FileRecord): void {
    this.claimed.delete(record.id);
    this.trim(record.sourceId);
  }

  /** Remembers that a record must be stored with the next commit. */
  touch(record: FileRecord): void {
    this.changed.set(record.id, record);
  }

  /** Copies of the records to store, as they are now. */
  takeChanges(): FileRecord[] {
    const changes = [...this.changed.values()].map((record) => ({ ...record }));
    this.changed.clear();
    return changes;
  }

  /** Position in the newest generation of a source. */
  newestPosition(sourceId: number): number {
    return this.all().findLast((record) => record.sourceId === sourceId && record.state !== 'ignored')?.position ?? 0;
  }

  /** True when a source was read in an earlier run, or its siblings were looked at in this one. */
  hasHistory(sourceId: number): boolean {
    return this.withHistory.has(sourceId);
  }

  markHistory(sourceId: number): void {
    this.withHistory.add(sourceId);
  }

  /** True when nothing of a known file is left to read: it was ignored, or read to its end and has not grown since. */
  isSettled(descriptor: number, stat: BigIntStats): boolean {
    const size = Number(stat.size);
    return (this.byInode.get(inodeKey(stat)) ?? []).some((record) => {
      if (record.state === 'reading') return false;
      if (matchIdentity(descriptor, size, record) !== 'same') return false;
      return record.state === 'ignored' || size === record.position;
    });
  }

  /**
   * The newest generation of this source that a file with an unknown inode begins and goes on like: the file is a copy,
   * as copytruncate makes it, and not a new generation. Undefined when there is none.
   */
  findCopied(descriptor: number, stat: BigIntStats, sourceId: number): FileRecord | undefined {
    return this.all().findLast(
      (record) =>
        record.sourceId === sourceId &&
        record.fingerprintLength > 0 &&
        matchIdentity(descriptor, Number(stat.size), record) === 'same',
    );
  }

  /** Puts a copy on record as read up to where its original was read. */
  continueCopy(stat: BigIntStats, path: string, original: FileRecord): FileRecord {
    const record = this.create(stat, path, original.sourceId);
    const { fingerprint, fingerprintLength, position, tail, isSkipping } = original;
    return Object.assign(record, { fingerprint, fingerprintLength, position, tail, isSkipping });
  }

  private all(): FileRecord[] {
    return [...this.byInode.values()].flat().sort((a, b) => a.id - b.id);
  }

  private create(stat: BigIntStats, path: string, sourceId: number): FileRecord {
    return this.insert({ device: stat.dev.toString(), inode: stat.ino.toString() }, path, sourceId);
  }

  private insert(inode: { device: string; inode: string }, path: string, sourceId: number): FileRecord {
    const record: FileRecord = {
      id: this.nextId++,
      sourceId,
      path,
      ...inode,
      fingerprint: fingerprintOf(Buffer.alloc(0)),
      fingerprintLength: 0,
      position: 0,
      tail: Buffer.alloc(0),
      isSkipping: false,
      state: 'reading',
    };
    this.add(record);
    this.touch(record);
    return record;
  }

  private add(record: FileRecord): void {
    const key = `${record.device}:${record.inode}`;
    const group = this.byInode.get(key);
    if (group === undefined) this.byInode.set(key, [record]);
    else group.push(record);
  }

  /** Forgets the oldest finished generations in memory; the store keeps them. */
  private trim(sourceId: number): void {
    const finished = this.all().filter(
      (record) => record.sourceId === sourceId && record.state === 'finished' && !this.changed.has(record.id),
    );
    for (const record of finished.slice(0, Math.max(0, finished.length - MOST_FINISHED))) {
      const key = `${record.device}:${record.inode}`;
      const rest = (this.byInode.get(key) ?? []).filter((each) => each !== record);
      if (rest.length === 0) this.byInode.delete(key);
      else this.byInode.set(key, rest);
    }
  }
}

function inodeKey(stat: BigIntStats): string {
  return `${stat.dev.toString()}:${stat.ino.toString()}`;
}
