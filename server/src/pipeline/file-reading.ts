import path from 'node:path';
import { zoneReader } from '../decode/clock-zone.js';
import { FileRegistry } from '../source/file/file-registry.js';
import { FileSet, type UnmatchedPattern } from '../source/file/file-set.js';
import type { FileTail } from '../source/file/file-tail.js';
import { OpenHandles } from '../source/file/open-handles.js';
import type { TailListener } from '../source/file/tail-listener.js';
import type { Moment } from '../source/moment.js';
import type { FileRecord } from '../source/file/file-record.js';
import type { SourceRecord } from '../store/store.js';
import { Recipes } from './fast-lines.js';
import type { Ingest, SourceReading } from './ingest.js';

/** Files that are read alike. */
export interface FileGroup {
  files: readonly string[];
  gateway: string | null;
  timeZone: string;
  /** True for a file that is read once, and not followed. */
  isReadOnce?: boolean;
}

export interface FileReadingParts {
  ingest: Ingest;
  stored: readonly FileRecord[];
  maxLineBytes: number;
  onChange: () => void;
  onWarning: (message: string) => void;
  /** Files that may be open at the same time; as many as the process may well have unless named. */
  mostOpen?: number;
}

/** A file being followed, with the record that its lines are counted in. */
export interface FollowedFile {
  tail: FileTail;
  /** The same, as what reads the source. */
  reader: FileTail;
  source: SourceRecord;
  /** As it was last watched, ms. */
  lagMs: number;
}

/** Joins the file sources to the ingest: every group of files with its gateway name and time zone. */
export class FileReading {
  readonly registry: FileRegistry;
  private readonly handles: OpenHandles;
  private readonly sets: FileSet[] = [];
  private readonly sources = new Map<number, SourceRecord>();
  /** Made anew only when a file has come: it is asked for every second, and there may be thousands. */
  private list: FollowedFile[] = [];

  constructor(private readonly parts: FileReadingParts) {
    this.registry = new FileRegistry(parts.stored);
    this.handles = new OpenHandles(parts.mostOpen);
  }

  /** Begins to follow a group of files, or to read them once. */
  add(group: FileGroup): FileSet {
    const { ingest, maxLineBytes, onChange, onWarning } = this.parts;
    const zone = zoneReader(group.timeZone);
    const isReadOnce = group.isReadOnce === true;
    const set = new FileSet({
      patterns: group.files,
      registry: this.registry,
      handles: this.handles,
      maxLineBytes,
      isFull: () => ingest.isFull,
      isReadOnce,
      onChange,
      onWatchError: onWarning,
      openSource: (file) => {
        const source = ingest.source('file', file);
        this.sources.set(source.id, source);
        // Also when its file was not there in that run: what stands beside it now was born since.
        if (ingest.isFromEarlierRun(source)) this.registry.markHistory(source.id);
        const reading: SourceReading = {
          zone,
          gatewayHint: group.gateway ?? gatewayOfFile(file),
          recipes: new Recipes(),
          isReadOnce,
        };
        return { sourceId: source.id, listener: this.listen(source, reading) };
      },
    });
    this.sets.push(set);
    this.list = [];
    return set;
  }

  /** Stops following a group. */
  remove(set: FileSet): void {
    this.sets.splice(this.sets.indexOf(set), 1);
    this.list = [];
    set.close();
  }

  /** Looks at every file once, one chunk each; true when there may be more at once. */
  look(now: Moment): boolean {
    this.parts.ingest.arrive();
    let hasMore = false;
    for (const set of this.sets) if (set.look(now)) hasMore = true;
    return hasMore;
  }

  followed(): readonly FollowedFile[] {
    const files = this.sets.reduce((sum, { tails }) => sum + tails.size, 0);
    if (files === this.list.length) return this.list;
    this.list = this.sets.flatMap(({ tails }) =>
      [...tails.values()].flatMap((tail) => {
        const source = this.sources.get(tail.sourceId);
        return source === undefined ? [] : [{ tail, reader: tail, source, lagMs: 0 }];
      }),
    );
    return this.list;
  }

  /** Patterns that no file matches now. */
  unmatched(): UnmatchedPattern[] {
    return this.sets.flatMap((set) => set.unmatched);
  }

  /** True while a compressed generation is read in the background: a look may find more without anything changing. */
  get isUnpacking(): boolean {
    return this.sets.some((set) => set.isUnpacking);
  }

  close(): void {
    for (const set of this.sets) set.close();
  }

  private listen(source: SourceRecord, reading: SourceReading): TailListener {
    const { ingest } = this.parts;
    return {
      line: (buffer, start, end, isCut, near) => ingest.line(source, reading, buffer, start, end, isCut, near),
      settled: () => {
        ingest.settle();
      },
      rotated: () => {
        source.rotations += 1;
        ingest.touch(source);
      },
      truncated: () => {
        source.truncations += 1;
        ingest.touch(source);
      },
      lost: (bytes) => {
        source.lostBytes = Math.max(0, source.lostBytes + bytes);
        ingest.touch(source);
      },
      lastArrival: () => source.lastArrival,
    };
  }
}

/** The gateway that a file's name tells: without folder, ending, and what a rotation adds. */
export function gatewayOfFile(file: string): string {
  const base = path.basename(file).replace(/\.gz$/, '');
  const name = base.replace(/([.-]\d+)+$/, '').replace(/\.(log|txt|out|json|jsonl|ndjson|syslog)([.-]\d+)*$/i, '');
  return name === '' ? base : name;
}
