import { closeSync, fstatSync, openSync } from 'node:fs';
import path from 'node:path';
import { withoutPacking } from './log-name.js';
import { formatOfFile, shellWord, unpackToOutput } from './packed-content.js';
import type { LineSink } from '../framing.js';
import { systemPath } from '../../../file-name.js';
import type { FileRecord } from '../../../store/file-record.js';
import type { FileRegistry } from './file-registry.js';
import type { Generation } from './generation.js';
import type { Sibling, Siblings } from './siblings.js';
import type { TailListener } from './tail-listener.js';

/** A file that was written to this long after the newest line arrived contains lines that never arrived. */
const SLACK_MS = 2000;

interface LostParts {
  path: string;
  sourceId: number;
  registry: FileRegistry;
  listener: TailListener;
}

/** Keeps account of lost generations: bytes that were never read are reported, and never forgotten. */
export class LostGenerations {
  /** What is lost, with the remedy; null when nothing is. */
  note: string | null = null;
  private readonly orphans = new Map<number, { generation: Generation; sink: LineSink }>();
  /** Compressed files with lines that never arrived, by inode. */
  private readonly unread = new Map<bigint, { file: string; bytes: number }>();
  private isFirst = true;

  constructor(private readonly parts: LostParts) {}

  /** A generation whose unfinished last line may continue in a copy that was not examined yet. */
  orphan(generation: Generation, sink: LineSink): void {
    this.orphans.set(generation.record.id, { generation, sink });
  }

  /** Something that counted as lost has reappeared. */
  regained(bytes: number): void {
    this.note = null;
    if (bytes > 0) this.parts.listener.lost(-bytes);
  }

  /**
   * Call it when every file beside the path was examined: generations that were being read and are nowhere any more
   * are gone. They may have become compressed files that cannot be unpacked here.
   * @param awaited those of which a copy may still get more
   */
  settle({ plain, unreadable }: Siblings, awaited: ReadonlySet<FileRecord>): void {
    this.regainUnpacked(plain, unreadable);
    const gone = this.parts.registry.unread(this.parts.sourceId).filter((record) => !awaited.has(record));
    const losses = gone.map((record) => this.giveUp(record)).filter((bytes) => bytes > 0);
    const bytes = losses.reduce((sum, each) => sum + each, 0);
    const waiting = new Set([...awaited].map(({ id }) => id));
    for (const id of this.orphans.keys()) if (!waiting.has(id)) this.orphans.delete(id);
    const packed = this.newOnes(unreadable);
    const unread = packed.filter(({ stat }) => this.isFirst && this.isLaterThanArrivals(stat.mtimeNs));
    this.isFirst = false;
    // The oldest of them are what those that were given up have become.
    const counted = this.countUnread(unread.slice(losses.length));
    if (bytes + counted > 0) this.parts.listener.lost(bytes + counted);
    const blamed = unread.length > 0 ? unread : packed;
    if (bytes > 0) this.note = lossNote(this.parts.path, bytes, blamed.at(-1)?.file);
    else if (unread.length > 0) this.note = unreadNote(unread);
  }

  /** How much is in them is not known: their compressed size is the lower bound. */
  private countUnread(files: readonly Sibling[]): number {
    let bytes = 0;
    for (const { file, stat } of files) {
      this.unread.set(stat.ino, { file, bytes: Number(stat.size) });
      bytes += Number(stat.size);
    }
    return bytes;
  }

  /** What was counted of a compressed file whose content is now in its place is read after all. */
  private regainUnpacked(plain: readonly Sibling[], unreadable: readonly Sibling[]): void {
    if (this.unread.size === 0) return;
    for (const { file, stat } of unreadable) {
      const counted = this.unread.get(stat.ino);
      if (counted !== undefined) counted.file = file;
    }
    for (const [inode, { file, bytes }] of this.unread) {
      if (unreadable.some(({ stat }) => stat.ino === inode)) continue;
      this.unread.delete(inode);
      if (plain.some((other) => other.file === withoutPacking(file))) this.regained(bytes);
    }
  }

  /** Returns the bytes of it that were never read. */
  private giveUp(record: FileRecord): number {
    const orphan = this.orphans.get(record.id);
    this.orphans.delete(record.id);
    this.parts.registry.decide(record);
    orphan?.generation.finish(orphan.sink);
    const bytes = Math.max(0, record.size - record.position);
    record.state = bytes > 0 ? 'lost' : 'finished';
    this.parts.registry.touch(record);
    return bytes;
  }

  /** Those that are new; they are on record from now on. */
  private newOnes(files: readonly Sibling[]): Sibling[] {
    const { registry, sourceId } = this.parts;
    return files.filter(({ file }) => {
      const descriptor = openSync(systemPath(file), 'r');
      try {
        const stat = fstatSync(descriptor, { bigint: true });
        if (registry.findContent(descriptor, stat) !== undefined) return false;
        registry.settleCopy(descriptor, stat, file, sourceId);
        return true;
      } finally {
        closeSync(descriptor);
      }
    });
  }

  /** Compressing preserves the time of the last change: lines written after the newest one that arrived are missing. */
  private isLaterThanArrivals(mtimeNs: bigint): boolean {
    const arrival = this.parts.listener.lastArrival();
    return arrival !== null && Number(mtimeNs / 1_000_000n) > arrival + SLACK_MS;
  }
}

function lossNote(file: string, bytes: number, packed: string | undefined): string {
  const what = `${bytes.toLocaleString('en')} bytes of ${file} were rotated away before they could be read`;
  return packed === undefined
    ? `${what}, and no file beside it contains them: keep rotated files longer, or compress them one rotation later (delaycompress)`
    : `${what}; they may be in ${path.basename(packed)}, which cannot be decompressed here: ${unpackRemedy([packed])}`;
}

function unreadNote(files: readonly Sibling[]): string {
  const names = files.map(({ file }) => file);
  const bytes = files.reduce((sum, { stat }) => sum + Number(stat.size), 0);
  return `lines in ${names.join(', ')} (${bytes.toLocaleString('en')} bytes compressed) were not read: ${unpackRemedy(names)}`;
}

/** Commands that put the content in the place of a compressed file, by its extension. */
const UNPACKERS: Readonly<Record<string, string>> = {
  '.bz2': 'bunzip2',
  '.xz': 'unxz',
  '.lzma': 'unlzma',
  '.zst': 'unzstd --rm',
  '.lz4': 'unlz4 --rm',
  '.lz': 'lzip -d',
  '.Z': 'uncompress',
};

function unpackRemedy(files: readonly string[]): string {
  return `decompress it in place (${files.map(unpackCommand).join('; ')}) and reading resumes where it ended; configure the rotation to use gzip`;
}

function unpackCommand(file: string): string {
  const inPlace = UNPACKERS[path.extname(file)];
  if (inPlace !== undefined) return `${inPlace} ${shellWord(file)}`;
  // A name that does not show how it is compressed, or an archive: its content goes beside it, under its log's name.
  return `${unpackToOutput(formatOfFile(file) ?? 'gz', file)} > ${shellWord(`${withoutPacking(file)}.unpacked`)}`;
}
