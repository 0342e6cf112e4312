import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import type { FileRecord } from './file-record.js';
import { FINGERPRINT_BYTES, fingerprintOf, matchIdentity, readAt, TAIL_BYTES } from './file-identity.js';

/** Generations of one source that are kept on record after their files have gone. */
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
  private readonly bySource = new Map<number, FileRecord[]>();
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
    const known = this.find(descriptor, stat);
    if (known !== undefined) return { kind: 'known', record: known };
    const previous = this.byInode.get(inodeKey(stat))?.at(-1);
    const record = this.create(stat, path, sourceId);
    return previous === undefined ? { kind: 'new', record } : { kind: 'rewritten', record, previous };
  }

  /** The generation that an open file is by inode and content; undefined when it was never met. */
  find(descriptor: number, stat: BigIntStats): FileRecord | undefined {
    return this.byInode
      .get(inodeKey(stat))
      ?.findLast((record) => matchIdentity(descriptor, Number(stat.size), record) === 'same');
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

  /** True when a file is open for reading, under this name or another: an inode is not used again while it is open. */
  isBeingRead(stat: BigIntStats): boolean {
    return this.byInode.get(inodeKey(stat))?.some((record) => this.claimed.has(record.id)) === true;
  }

  isClaimed(record: FileRecord): boolean {
    return this.claimed.has(record.id);
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
    return this.bySource.get(sourceId)?.findLast((record) => record.state !== 'ignored')?.position ?? 0;
  }

  /** True when a source was read in an earlier run, or its siblings were looked at in this one. */
  hasHistory(sourceId: number): boolean {
    return this.withHistory.has(sourceId);
  }

  markHistory(sourceId: number): void {
    this.withHistory.add(sourceId);
  }

  /** True when nothing of a known file is left to read: it was ignored, or read to its end and has not grown since. */
  isSettled(record: FileRecord, size: number): boolean {
    // An empty file has no content to be known by: what has grown out of it is another one with the same inode.
    if (record.state === 'ignored') return record.fingerprintLength > 0 || size === 0;
    return record.state === 'finished' && size === record.position;
  }

  /**
   * The generation of this source that an unknown file begins and goes on like, or whose beginning it is: the file is a
   * copy, as copytruncate or a backup makes it, and not a new generation. Of several, copies of one another, it is the
   * one that was read furthest. Undefined when there is none.
   */
  findCopied(descriptor: number, stat: BigIntStats, sourceId: number): FileRecord | undefined {
    const size = Number(stat.size);
    let furthest: FileRecord | undefined;
    for (const record of this.bySource.get(sourceId) ?? []) {
      if (record.fingerprintLength === 0 || record.position < (furthest?.position ?? 0)) continue;
      if (isCopy(descriptor, size, record)) furthest = record;
    }
    return furthest;
  }

  /** Puts a copy on record as read up to where its original was read. */
  continueCopy(stat: BigIntStats, path: string, original: FileRecord): FileRecord {
    const record = this.create(stat, path, original.sourceId);
    const { fingerprint, fingerprintLength, position, tail, isSkipping } = original;
    return Object.assign(record, { fingerprint, fingerprintLength, position, tail, isSkipping });
  }

  /** Puts a copy on record of which everything was read in its original. */
  settleCopy(descriptor: number, stat: BigIntStats, path: string, sourceId: number): void {
    const record = this.create(stat, path, sourceId);
    const position = Number(stat.size);
    const head = readAt(descriptor, 0, Math.min(position, FINGERPRINT_BYTES));
    const tailLength = Math.min(position, TAIL_BYTES);
    const tail = readAt(descriptor, position - tailLength, tailLength);
    Object.assign(record, { fingerprint: fingerprintOf(head), fingerprintLength: head.length });
    Object.assign(record, { position, tail, state: 'finished' });
  }

  /** Forgets the oldest finished generations in memory whose files are gone; the store keeps them. */
  forgetGone(sourceId: number, present: readonly BigIntStats[]): void {
    const inodes = new Set(present.map(inodeKey));
    const gone = (this.bySource.get(sourceId) ?? []).filter(
      (record) => record.state === 'finished' && !this.changed.has(record.id) && !inodes.has(keyOf(record)),
    );
    for (const record of gone.slice(0, Math.max(0, gone.length - MOST_FINISHED))) {
      remove(this.byInode, keyOf(record), record);
      remove(this.bySource, sourceId, record);
    }
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
    append(this.byInode, keyOf(record), record);
    append(this.bySource, record.sourceId, record);
  }
}

/** A copy taken before its original had grown on is shorter than what was read: its beginning must do. */
function isCopy(descriptor: number, size: number, record: FileRecord): boolean {
  if (size >= record.position) return matchIdentity(descriptor, size, record) === 'same';
  const head = readAt(descriptor, 0, record.fingerprintLength);
  return head.length === record.fingerprintLength && fingerprintOf(head) === record.fingerprint;
}

function append<Key>(groups: Map<Key, FileRecord[]>, key: Key, record: FileRecord): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [record]);
  else group.push(record);
}

function remove<Key>(groups: Map<Key, FileRecord[]>, key: Key, record: FileRecord): void {
  const rest = (groups.get(key) ?? []).filter((each) => each !== record);
  if (rest.length === 0) groups.delete(key);
  else groups.set(key, rest);
}

function keyOf(record: FileRecord): string {
  return `${record.device}:${record.inode}`;
}

function inodeKey(stat: BigIntStats): string {
  return `${stat.dev.toString()}:${stat.ino.toString()}`;
}
