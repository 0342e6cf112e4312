import { zoneReader } from '../../core/decode/clock-zone.js';
import { gatewayOfFile } from './gateway-of-file.js';
import { FileRegistry } from './file/file-registry.js';
import { FileSet, type UnmatchedPattern } from './file/file-set.js';
import type { FileTail } from './file/file-tail.js';
import { OpenHandles } from './file/open-handles.js';
import type { TailListener } from './file/tail-listener.js';
import type { ClockReading } from './clock-reading.js';
import type { FileRecord } from '../../store/file-record.js';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';
import { TemplateCache } from '../../core/lines/fast-path.js';
import type { LineOrigin } from '../../core/lines/line-processor.js';
import type { Monitor } from '../../core/monitor.js';

/** Files with the same settings. */
export interface FileGroup {
  files: readonly string[];
  gateway: string | null;
  timeZone: string;
  /** True for a file that is read once, and not followed. */
  isReadOnce?: boolean;
}

export interface FileReadingParts {
  monitor: Monitor;
  /** True when so much was read that it should be submitted before more is read. */
  isFull: () => boolean;
  /** Epoch ms. */
  clock: () => number;
  stored: readonly FileRecord[];
  maxLineBytes: number;
  onChange: () => void;
  onWarning: (message: string) => void;
  /** Maximum number of open files; by default what the process can afford. */
  mostOpen?: number;
}

/** A followed file, with the record that its lines are counted in. */
export interface FollowedFile {
  tail: FileTail;
  /** The same, as the reader of its source. */
  reader: FileTail;
  source: SourceRecord;
  /** Number of the source. */
  id: number;
  /** As it was last watched, ms. */
  lagMs: number;
  waitingConnections: number;
}

/** Connects the file sources to the monitor: every group of files with its gateway name and time zone. */
export class FileReading {
  readonly registry: FileRegistry;
  private readonly handles: OpenHandles;
  private readonly sets: FileSet[] = [];
  private readonly sources = new Map<number, SourceRecord>();
  /** Rebuilt only when a file was added: it is requested every second, and there may be thousands. */
  private list: FollowedFile[] = [];

  constructor(private readonly parts: FileReadingParts) {
    this.registry = new FileRegistry(parts.stored);
    this.handles = new OpenHandles(parts.mostOpen);
  }

  /** Begins to follow a group of files, or to read them once. */
  add(group: FileGroup): FileSet {
    const { monitor, isFull, maxLineBytes, onChange, onWarning } = this.parts;
    const zone = zoneReader(group.timeZone);
    const isReadOnce = group.isReadOnce === true;
    const set = new FileSet({
      patterns: group.files,
      registry: this.registry,
      handles: this.handles,
      maxLineBytes,
      isFull,
      isReadOnce,
      onChange,
      onWatchError: onWarning,
      openSource: (file) => {
        const source = monitor.sources.of('file', file);
        this.sources.set(source.id, source);
        // Also when its file was not there in that run: whatever is beside it now was created since.
        if (monitor.sources.isFromEarlierRun(source)) this.registry.markHistory(source.id);
        const origin = {
          source,
          zone,
          gatewayHint: group.gateway ?? gatewayOfFile(file),
          recipes: new TemplateCache(),
          isReadOnce,
        };
        return { sourceId: source.id, listener: this.listen(origin) };
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

  /** Polls every file once, one chunk each; true when there may be more to read at once. */
  poll(now: ClockReading): boolean {
    this.parts.monitor.lines.arrive(this.parts.clock());
    let hasMore = false;
    for (const set of this.sets) if (set.poll(now)) hasMore = true;
    return hasMore;
  }

  followed(): readonly FollowedFile[] {
    const files = this.sets.reduce((sum, { tails }) => sum + tails.size, 0);
    if (files === this.list.length) return this.list;
    this.list = this.sets.flatMap(({ tails }) =>
      [...tails.values()].flatMap((tail) => {
        const source = this.sources.get(tail.sourceId);
        return source === undefined
          ? []
          : [{ id: source.id, tail, reader: tail, source, lagMs: 0, waitingConnections: 0 }];
      }),
    );
    return this.list;
  }

  /** Patterns that match no file now. */
  unmatched(): UnmatchedPattern[] {
    return this.sets.flatMap((set) => set.unmatched);
  }

  /** True while a compressed generation is read in the background: a poll may find more without any change. */
  get isUnpacking(): boolean {
    return this.sets.some((set) => set.isUnpacking);
  }

  close(): void {
    for (const set of this.sets) set.close();
  }

  private listen(origin: LineOrigin): TailListener {
    const { monitor, clock } = this.parts;
    const { lines, sources } = monitor;
    const { source } = origin;
    return {
      line: (buffer, start, end, isCut, near) => lines.line(origin, buffer, start, end, isCut, near),
      settled: () => {
        lines.settle();
        lines.arrive(clock());
      },
      rotated: () => {
        source.rotations += 1;
        sources.markChanged(source);
      },
      truncated: () => {
        source.truncations += 1;
        sources.markChanged(source);
      },
      lost: (bytes) => {
        source.lostBytes = Math.max(0, source.lostBytes + bytes);
        sources.markChanged(source);
      },
      lastArrival: () => source.lastArrival,
    };
  }
}
