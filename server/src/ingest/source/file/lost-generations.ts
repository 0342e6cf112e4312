import { closeSync, fstatSync, openSync } from 'node:fs';
import path from 'node:path';
import type { LineSink } from '../framing.js';
import { systemPath } from '../../../file-name.js';
import type { FileRecord } from '../../../store/file-record.js';
import type { FileRegistry } from './file-registry.js';
import type { Generation } from './generation.js';
import type { Sibling } from './siblings.js';
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
  settle(unreadable: readonly Sibling[], awaited: ReadonlySet<FileRecord>): void {
    let bytes = 0;
    const gone = this.parts.registry.unread(this.parts.sourceId).filter((record) => !awaited.has(record));
    for (const record of gone) bytes += this.giveUp(record);
    const waiting = new Set([...awaited].map(({ id }) => id));
    for (const id of this.orphans.keys()) if (!waiting.has(id)) this.orphans.delete(id);
    const packed = this.newOnes(unreadable);
    const unread = packed.filter(({ stat }) => this.isFirst && this.isLaterThanArrivals(stat.mtimeNs));
    this.isFirst = false;
    if (bytes > 0) this.parts.listener.lost(bytes);
    const blamed = unread.length > 0 ? unread : packed;
    if (bytes > 0) this.note = lossNote(this.parts.path, bytes, blamed.at(-1)?.file);
    else if (unread.length > 0) this.note = unreadNote(unread);
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

const UNPACKERS: Readonly<Record<string, string>> = {
  '.bz2': 'bunzip2',
  '.xz': 'unxz',
  '.zst': 'unzstd --rm',
  '.lz4': 'unlz4 --rm',
  '.Z': 'uncompress',
};

function unpackRemedy(files: readonly string[]): string {
  const commands = files.map((file) => `${UNPACKERS[path.extname(file)] ?? 'unpack'} ${file}`);
  return `decompress it in place (${commands.join('; ')}) and reading resumes where it ended; configure the rotation to use gzip`;
}
