import { gatewayOfFile } from './gateway-of-file.js';
import { FileRegistry } from './file/file-registry.js';
import { FileSet, type SourceOpener, type UnmatchedPattern } from './file/file-set.js';
import type { FileTail } from './file/file-tail.js';
import { OpenHandles } from './file/open-handles.js';
import { SeriesOrder } from './file/series-order.js';
import type { TailListener } from './file/tail-listener.js';
import type { ClockReading } from './clock-reading.js';
import { PipeTail } from './pipe/pipe-tail.js';
import type { FileRecord } from '../../store/file-record.js';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';
import { type LineOrigin, openOrigin, sharedReading } from '../../core/lines/line-origin.js';
import type { PatternProblem, SourceProblem } from '../../core/alert/monitoring/reading-rule.js';
import type { Activities } from './health/activities.js';
import type { FollowedSource } from '../../core/input.js';
import type { LineIntake } from './line-intake.js';

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
  intake: LineIntake;
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

/** A followed file or pipe, with the record that its lines are counted in. */
interface Followed<Reader> {
  reader: Reader;
  source: SourceRecord;
  /** Number of the source. */
  id: number;
  /** As it was last watched, ms. */
  lagMs: number;
  waitingConnections: number;
  problem: SourceProblem | null;
  /** Whether the configuration names the file itself, not a pattern. */
  isNamed: boolean;
  /** True when a newer file has taken its place, so that nothing is expected of it. */
  isFinished: boolean;
}

export interface FollowedFile extends Followed<FileTail> {
  /** The same as the reader. */
  tail: FileTail;
}

export type FollowedPipe = Followed<PipeTail>;

/** Files that have left, and are remembered for their gateways, at most. */
const MAX_LEFT = 10_000;

/** Connects the file sources to what takes their lines: every group of files with its gateway name and time zone. */
export class FileReading {
  readonly registry: FileRegistry;
  private readonly handles: OpenHandles;
  private readonly sets: FileSet[] = [];
  private readonly sources = new Map<number, SourceRecord>();
  /** Rebuilt only when a file was added or has left: it is requested every second, and there may be thousands. */
  private list: FollowedFile[] = [];
  private listed = '';
  private readonly byTail = new Map<FileTail, FollowedFile>();
  private readonly series = new SeriesOrder();
  private readonly pipesOf = new Map<FileSet, readonly FollowedPipe[]>();
  private pipeList: readonly FollowedPipe[] = [];
  /** Files that have left, by the number of their source. */
  private readonly gone = new Map<number, FollowedSource>();
  private goneList: readonly FollowedSource[] = [];

  constructor(private readonly parts: FileReadingParts) {
    this.registry = new FileRegistry(parts.stored);
    this.handles = new OpenHandles(parts.mostOpen);
  }

  /** Begins to follow a group of files, or to read them once. */
  add(group: FileGroup): FileSet {
    const { intake, isFull, maxLineBytes, onChange, onWarning } = this.parts;
    const { gateway, timeZone, format = null } = group;
    const shared = sharedReading({ timeZone, format });
    const isReadOnce = group.isReadOnce === true;
    const openSource: SourceOpener = (file, wasThere) => {
      const source = intake.sources.of('file', file);
      this.sources.set(source.id, source);
      // A file that appears while its place is followed is written now, whatever the stamps in it say.
      if (!wasThere && !isReadOnce && !intake.sources.isFromEarlierRun(source)) source.isReadIn = true;
      // Also when its file was not there in that run: whatever is beside it now was created since.
      if (intake.sources.isFromEarlierRun(source)) this.registry.markHistory(source.id);
      if (!isReadOnce) this.parts.activities.note('following', file);
      const settings = {
        gatewayHint: gateway ?? gatewayOfFile(file),
        isHintGuessed: gateway === null,
        format,
        isReadOnce,
        sender: isReadOnce ? null : ({ name: file, kind: 'source' } as const),
        binding: null,
      };
      const origin = openOrigin(source, settings, shared);
      return { sourceId: source.id, listener: this.listen(origin) };
    };
    const set: FileSet = new FileSet({
      patterns: group.files,
      registry: this.registry,
      handles: this.handles,
      maxLineBytes,
      isFull,
      isReadOnce,
      onChange,
      onWatchError: onWarning,
      openSource,
      isUnread: (file) => {
        const source = isReadOnce ? undefined : intake.sources.find('file', file);
        return source !== undefined && this.registry.unread(source.id).length > 0;
      },
      onPipes: (files) => {
        this.follow(set, files, openSource);
      },
    });
    this.sets.push(set);
    this.listed = '';
    return set;
  }

  /** Stops following a group. */
  remove(set: FileSet): void {
    this.noteClosed(set);
    this.sets.splice(this.sets.indexOf(set), 1);
    this.listed = '';
    set.close();
    for (const { reader } of this.pipesOf.get(set) ?? []) reader.close();
    this.pipesOf.delete(set);
    this.pipeList = [...this.pipesOf.values()].flat();
  }

  /** Polls every file once, one chunk each; true when there may be more to read at once. */
  poll(now: ClockReading): boolean {
    this.parts.intake.lines.arrive(this.parts.clock());
    let hasMore = false;
    for (const set of this.sets) if (set.poll(now)) hasMore = true;
    for (const { reader } of this.pipes()) if (reader.poll(now)) hasMore = true;
    return hasMore;
  }

  /** The followed files, with what is expected of them now. */
  followed(): readonly FollowedFile[] {
    const listed = this.sets.map(({ revision }) => revision).join();
    if (listed !== this.listed) this.renew();
    this.listed = listed;
    this.series.note();
    return this.list;
  }

  /** The followed pipes; like the files, the same array until one is added or leaves. */
  pipes(): readonly FollowedPipe[] {
    return this.pipeList;
  }

  /**
   * Files that have left, as of the last call of `followed`. Their gateways are still expected to log, in a file that
   * appears or comes back.
   */
  left(): readonly FollowedSource[] {
    return this.goneList;
  }

  /** Reads what was taken out of pipes, for a stop: nobody could read it again. */
  finishPipes(now: ClockReading): void {
    for (const { reader } of this.pipes()) {
      reader.pause();
      while (reader.poll(now)) {
        // Each poll takes one chunk.
      }
    }
  }

  private renew(): void {
    const tails = new Set(this.sets.flatMap((set) => [...set.tails.values()]));
    for (const [tail, { id, source }] of this.byTail) {
      if (tails.has(tail)) continue;
      this.byTail.delete(tail);
      if (source.lastArrival !== null)
        this.gone.set(id, { id, lagMs: 0, waitingConnections: 0, problem: null, isFinished: true });
    }
    this.list = this.sets.flatMap((set) => [...set.tails.values()].flatMap((tail) => this.entryOf(set, tail) ?? []));
    for (const { id } of this.list) this.gone.delete(id);
    for (const id of [...this.gone.keys()].slice(0, Math.max(0, this.gone.size - MAX_LEFT))) this.gone.delete(id);
    this.goneList = [...this.gone.values()];
    this.series.arrange(this.list);
  }

  private entryOf(set: FileSet, tail: FileTail): FollowedFile | undefined {
    const known = this.byTail.get(tail);
    if (known !== undefined) return known;
    const source = this.sources.get(tail.sourceId);
    if (source === undefined) return undefined;
    // One literal: an object that is put together from parts is slow to read, and it is read every second.
    const { id } = source;
    const isNamed = set.isNamed(source.name);
    const entry = {
      id,
      tail,
      reader: tail,
      source,
      lagMs: 0,
      waitingConnections: 0,
      problem: null,
      isNamed,
      isFinished: false,
    };
    this.byTail.set(tail, entry);
    return entry;
  }

  /** Reads exactly these pipes of a group from now on. */
  private follow(set: FileSet, files: readonly string[], openSource: SourceOpener): void {
    const { maxLineBytes, onChange } = this.parts;
    const before = this.pipesOf.get(set) ?? [];
    for (const { reader } of before) if (!files.includes(reader.path)) reader.close();
    const pipes = files.flatMap((file) => {
      const known = before.find(({ reader }) => reader.path === file);
      if (known !== undefined) return known;
      const { sourceId, listener } = openSource(file, false);
      const source = this.sources.get(sourceId);
      const tail = new PipeTail({ path: file, sourceId, listener, maxLineBytes, onReady: onChange });
      return source === undefined
        ? []
        : {
            id: source.id,
            reader: tail,
            source,
            lagMs: 0,
            waitingConnections: 0,
            problem: null,
            isNamed: true,
            isFinished: false,
          };
    });
    this.pipesOf.set(set, pipes);
    this.pipeList = [...this.pipesOf.values()].flat();
  }

  /** Patterns that match no file now. */
  unmatched(): UnmatchedPattern[] {
    return this.sets.flatMap((set) => set.unmatched);
  }

  /** Followed patterns of which no file can be read, with the cause. */
  patternProblems(): PatternProblem[] {
    return this.sets.flatMap((set) => {
      if (set.isReadOnce) return [];
      return set.unmatched.flatMap(({ pattern, problem }) => (problem === null ? [] : { pattern, problem }));
    });
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
    for (const { reader } of this.pipes()) reader.close();
  }

  private noteClosed(set: FileSet): void {
    if (set.isReadOnce) return;
    for (const file of set.tails.keys()) this.parts.activities.note('closed', file);
  }

  private listen(origin: LineOrigin): TailListener {
    const { intake, clock, activities } = this.parts;
    const { lines, sources } = intake;
    const { source } = origin;
    return {
      line: (buffer, start, end, isCut, near, isLive) => {
        origin.age = origin.isReadOnce || !source.isReadIn ? 'history' : isLive ? 'live' : 'backlog';
        lines.line(origin, buffer, start, end, isCut, near);
      },
      readThrough: () => {
        if (source.isReadIn || origin.isReadOnce) return;
        source.isReadIn = true;
        sources.markChanged(source);
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
