import { landmarksIn } from './landmarks.js';
import type { BigIntStats } from 'node:fs';
import type { FileRecord } from '../../../store/file-record.js';
import { FINGERPRINT_BYTES, fingerprintOf, matchIdentity, readAt, TAIL_BYTES } from './file-identity.js';
import { HeadIndex } from './head-index.js';
import { rotatedFrom } from './siblings.js';

/** Maximum number of compressed files read at the same time; each uses about a megabyte. */
const MAX_UNPACKING = 4;
/** Generations of one source that remain on record after their files have disappeared. */
const MAX_FINISHED = 50;

export type Resolved =
  /** Read before: continue at its position. */
  | { kind: 'known'; record: FileRecord }
  /** The same inode with other content: a truncation or a reused inode. Begins at 0. */
  | { kind: 'rewritten'; record: FileRecord; previous: FileRecord }
  | { kind: 'new'; record: FileRecord };

/** Every known generation of every file, by its identity, and which of them are being read now. */
export class FileRegistry {
  private readonly byInode = new Map<string, FileRecord[]>();
  private readonly bySource = new Map<number, FileRecord[]>();
  private readonly heads = new HeadIndex();
  private readonly claimed = new Set<number>();
  /** Compressed files that are being read; their records are identified by content, not by these inodes. */
  private readonly unpacking = new Set<string>();
  /** Open generations whose content a compressed file may contain too, with more of their unfinished last line. */
  private readonly contested = new Set<number>();
  /** Generations whose file is now at the path of another log than that of their reader. */
  private readonly asked = new Set<number>();
  private readonly closings = new Set<Promise<void>>();
  private readonly changed = new Map<number, FileRecord>();
  private readonly withHistory = new Set<number>();
  private nextId = 1;

  constructor(stored: readonly FileRecord[]) {
    for (const from of stored) {
      // Buffers from the store's thread have become plain bytes.
      const { head, tail, landmarks } = from;
      const bytes = { head: Buffer.from(head), tail: Buffer.from(tail), landmarks: Buffer.from(landmarks) };
      const record = { ...from, ...bytes };
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

  /** The generation of an open file by inode and content; undefined when it is new. */
  find(descriptor: number, stat: BigIntStats): FileRecord | undefined {
    return this.byInode
      .get(inodeKey(stat))
      ?.findLast((record) => matchIdentity(descriptor, Number(stat.size), record) === 'same');
  }

  /** True when a file is open for reading, under this name or another: an inode is not reused while it is open. */
  isBeingRead(stat: BigIntStats): boolean {
    if (this.unpacking.has(inodeKey(stat))) return true;
    return this.byInode.get(inodeKey(stat))?.some((record) => this.claimed.has(record.id)) === true;
  }

  /**
   * Asks the reader of a file to release it once it is no longer at its path, as it was moved to `path`.
   * False for a rotated file of the same log, which is read to its end where it is.
   */
  askFor(stat: BigIntStats, path: string): boolean {
    const read = this.byInode.get(inodeKey(stat))?.find((record) => this.claimed.has(record.id));
    if (read === undefined || rotatedFrom(read.path) === rotatedFrom(path)) return false;
    this.asked.add(read.id);
    return true;
  }

  isAskedFor(record: FileRecord): boolean {
    return this.asked.has(record.id);
  }

  isClaimed(record: FileRecord): boolean {
    return this.claimed.has(record.id);
  }

  /** As `find`, but never a file that was empty when first seen: only its inode is known. */
  findContent(descriptor: number, stat: BigIntStats): FileRecord | undefined {
    const known = this.byInode
      .get(inodeKey(stat))
      ?.filter((record) => record.fingerprintLength + record.position > 0)
      .findLast((record) => matchIdentity(descriptor, Number(stat.size), record) === 'same');
    return known;
  }

  /** Records a file that existed before its log was first polled: never read as a rotated generation. */
  ignore(descriptor: number, stat: BigIntStats, path: string, sourceId: number): void {
    this.settleCopy(descriptor, stat, path, sourceId).state = 'ignored';
  }

  /** Makes an ignored file be read from its beginning: it was requested by its own name. */
  wanted(record: FileRecord): void {
    if (record.state !== 'ignored') return;
    const nothing = { fingerprint: fingerprintOf(Buffer.alloc(0)), fingerprintLength: 0, head: Buffer.alloc(0) };
    const unread = { position: 0, tail: Buffer.alloc(0), landmarks: Buffer.alloc(0) };
    Object.assign(record, nothing, unread, { state: 'reading' });
    this.heads.forget(record);
    this.touch(record);
  }

  /** Claims a compressed file for reading; false when it, or too many others, are being read already. */
  reserve(stat: BigIntStats): boolean {
    if (this.unpacking.size >= MAX_UNPACKING || this.unpacking.has(inodeKey(stat))) return false;
    this.unpacking.add(inodeKey(stat));
    return true;
  }

  /** Tracks files that are being closed in the background, so that a stop can wait for them. */
  track(closing: Promise<void>): void {
    this.closings.add(closing);
    void closing.then(() => this.closings.delete(closing));
  }

  /** Resolves when nothing is being closed in the background any more. */
  async closed(): Promise<void> {
    await Promise.all(this.closings);
  }

  unreserve(stat: BigIntStats): void {
    this.unpacking.delete(inodeKey(stat));
  }

  /** A new generation for an inode that was truncated while being read. */
  restart(previous: FileRecord): FileRecord {
    return this.insert({ device: previous.device, inode: previous.inode }, previous.path, previous.sourceId);
  }

  contest(record: FileRecord): void {
    this.contested.add(record.id);
  }

  isContested(record: FileRecord): boolean {
    return this.contested.has(record.id);
  }

  /** Its successor is determined, or that there is none. */
  decide(record: FileRecord): void {
    this.contested.delete(record.id);
  }

  /** Claims a generation for reading; false when it is being read already, under this name or another. */
  claim(record: FileRecord): boolean {
    if (this.claimed.has(record.id)) return false;
    this.claimed.add(record.id);
    return true;
  }

  release(record: FileRecord): void {
    this.claimed.delete(record.id);
    this.asked.delete(record.id);
  }

  /** Marks a record to be stored with the next commit. */
  touch(record: FileRecord): void {
    this.changed.set(record.id, record);
    this.heads.note(record);
  }

  /** Copies of the records to store, as they are now. */
  takeChanges(): FileRecord[] {
    const changes = [...this.changed.values()].map((record) => ({ ...record }));
    this.changed.clear();
    return changes;
  }

  /** Position in the newest generation of a source. */
  newestPosition(sourceId: number): number {
    const records = this.bySource.get(sourceId);
    const newest = records?.findLast(({ state }) => state === 'reading');
    return (newest ?? records?.findLast(({ state }) => state !== 'ignored'))?.position ?? 0;
  }

  /** True when a source was read in an earlier run, or its siblings were scanned in this one. */
  hasHistory(sourceId: number): boolean {
    return this.withHistory.has(sourceId);
  }

  markHistory(sourceId: number): void {
    this.withHistory.add(sourceId);
  }

  /** True when nothing of a known file is left to read: it is ignored, or was read to its end and has not grown since. */
  isSettled(record: FileRecord, size: number): boolean {
    // An empty file has no content to be identified by: what grows out of it is another file with the same inode.
    if (record.state === 'ignored') return record.fingerprintLength > 0 || size === 0;
    return record.state === 'finished' && size === record.position;
  }

  /** All generations with known content, whatever their source. */
  *known(): Iterable<FileRecord> {
    for (const records of this.bySource.values()) {
      for (const record of records) if (record.fingerprintLength > 0) yield record;
    }
  }

  /** Of all sources the generations with a full fingerprint that may begin like content with these first bytes. */
  alike(head: Buffer): Iterable<FileRecord> {
    return this.heads.alike(head);
  }

  /** Generations of one source with known content. */
  knownOf(sourceId: number): readonly FileRecord[] {
    return (this.bySource.get(sourceId) ?? []).filter((record) => record.fingerprintLength > 0);
  }

  /** Generations of a source that may continue, and that nobody is reading. */
  unread(sourceId: number): FileRecord[] {
    return (this.bySource.get(sourceId) ?? []).filter(
      (record) => record.state === 'reading' && !this.claimed.has(record.id),
    );
  }

  /** Transfers a generation to the source whose log it is now: its file was moved there, or its inode is reused there. */
  moveTo(record: FileRecord, sourceId: number): void {
    if (record.sourceId === sourceId) return;
    remove(this.bySource, record.sourceId, record);
    record.sourceId = sourceId;
    append(this.bySource, sourceId, record);
    this.touch(record);
  }

  /** Records a copy as read up to where its original was read; the original is finished. */
  continueCopy(stat: BigIntStats, path: string, original: FileRecord, sourceId: number): FileRecord {
    const record = this.create(stat, path, sourceId);
    const { fingerprint, fingerprintLength, head, position, tail, landmarks, isSkipping } = original;
    original.state = 'finished';
    this.touch(original);
    Object.assign(record, { fingerprint, fingerprintLength, head, position, tail, landmarks, isSkipping });
    this.heads.note(record);
    return record;
  }

  /** A new generation that has no plain file. */
  createCompressed(stat: BigIntStats, path: string, sourceId: number): FileRecord {
    return this.create(stat, path, sourceId);
  }

  /**
   * Records a file, as it is now, of which everything was read or nothing is wanted. A copy that is settled repeatedly
   * while it is being written has one record.
   */
  settleCopy(descriptor: number, stat: BigIntStats, path: string, sourceId: number): FileRecord {
    const met = this.findContent(descriptor, stat);
    const isItsOwn = met?.state === 'finished' && met.sourceId === sourceId && !this.claimed.has(met.id);
    const record = isItsOwn ? met : this.create(stat, path, sourceId);
    this.touch(record);
    const position = Number(stat.size);
    const head = readAt(descriptor, 0, Math.min(position, FINGERPRINT_BYTES));
    const tailLength = Math.min(position, TAIL_BYTES);
    const tail = readAt(descriptor, position - tailLength, tailLength);
    const landmarks = landmarksIn(descriptor, { landmarks: record.landmarks, position });
    Object.assign(record, { path, fingerprint: fingerprintOf(head), fingerprintLength: head.length, head, landmarks });
    this.heads.note(record);
    return Object.assign(record, { position, size: position, tail, state: 'finished' });
  }

  /** Drops the oldest finished generations whose files are gone from memory; the store keeps them. */
  forgetGone(sourceId: number, present: readonly BigIntStats[]): void {
    const inodes = new Set(present.map(inodeKey));
    const gone = (this.bySource.get(sourceId) ?? []).filter(
      (record) => record.state === 'finished' && !this.changed.has(record.id) && !inodes.has(keyOf(record)),
    );
    for (const record of gone.slice(0, Math.max(0, gone.length - MAX_FINISHED))) {
      remove(this.byInode, keyOf(record), record);
      remove(this.bySource, sourceId, record);
      this.heads.forget(record);
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
      head: Buffer.alloc(0),
      position: 0,
      tail: Buffer.alloc(0),
      landmarks: Buffer.alloc(0),
      isSkipping: false,
      state: 'reading',
      size: 0,
    };
    this.add(record);
    this.touch(record);
    return record;
  }

  private add(record: FileRecord): void {
    append(this.byInode, keyOf(record), record);
    append(this.bySource, record.sourceId, record);
    this.heads.note(record);
  }
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

/** A canonical name for the file behind a path. */
export function inodeKey(stat: BigIntStats): string {
  return `${stat.dev.toString()}:${stat.ino.toString()}`;
}
