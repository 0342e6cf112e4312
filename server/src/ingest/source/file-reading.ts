import path from 'node:path';
import { zoneReader } from '../../core/decode/clock-zone.js';
import { formatOf } from '../../core/decode/line-format.js';
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
import type { SourceProblem } from '../../core/alert/monitoring/reading-rule.js';
import type { Activities } from './health/activities.js';
import type { Monitor } from '../../core/monitor.js';

/** Files with the same settings. */
export interface FileGroup {
  files: readonly string[];
  gateway: string | null;
  timeZone: string;
  /** The pattern of its lines; null without one. */
  format?: string | null;
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
  activities: Activities;
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
  problem: SourceProblem | null;
  /** Whether the configuration names the file itself, not a pattern. */
  isNamed: boolean;
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
    const format = formatOf(group.format ?? null);
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
        if (!isReadOnce) this.parts.activities.note('following', file);
        // Also when its file was not there in that run: whatever is beside it now was created since.
        if (monitor.sources.isFromEarlierRun(source)) this.registry.markHistory(source.id);
        const origin = {
          source,
          zone,
          gatewayHint: group.gateway ?? gatewayOfFile(file),
          format,
          isHintGuessed: group.gateway === null,
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
    this.noteClosed(set);
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
    this.list = this.sets.flatMap((set) => [...set.tails.values()].flatMap((tail) => this.followedFile(set, tail)));
    return this.list;
  }

  private followedFile(set: FileSet, tail: FileTail): FollowedFile[] {
    const source = this.sources.get(tail.sourceId);
    if (source === undefined) return [];
    const isNamed = set.isNamed(source.name);
    return [{ id: source.id, tail, reader: tail, source, lagMs: 0, waitingConnections: 0, problem: null, isNamed }];
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
    for (const set of this.sets) {
      this.noteClosed(set);
      set.close();
    }
  }

  private noteClosed(set: FileSet): void {
    if (set.isReadOnce) return;
    for (const file of set.tails.keys()) this.parts.activities.note('closed', file);
  }

  private listen(origin: LineOrigin): TailListener {
    const { monitor, clock, activities } = this.parts;
    const { lines, sources } = monitor;
    const { source } = origin;
    return {
      line: (buffer, start, end, isCut, near) => {
        lines.line(origin, buffer, start, end, isCut, near);
      },
      settled: () => {
        lines.settle();
        lines.arrive(clock());
      },
      rotated: () => {
        source.rotations += 1;
        activities.note('rotated', source.name);
        sources.markChanged(source);
      },
      truncated: () => {
        source.truncations += 1;
        activities.note('truncated', source.name);
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

/** The gateway in a file's name: without folder, extension, and rotation suffix. */
export function gatewayOfFile(file: string): string {
  const base = path.basename(file).replace(/\.gz$/, '');
  const name = base.replace(/([.-]\d+)+$/, '').replace(/\.(log|txt|out|json|jsonl|ndjson|syslog)([.-]\d+)*$/i, '');
  return name === '' ? base : name;
}
