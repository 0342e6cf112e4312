import type { LineSink } from '../framing.js';
import type { ClockReading } from '../clock-reading.js';
import { type Beside, CompressedOpener, type OpenCompressed } from './compressed-opener.js';
import { explainFileError, isMissing } from './file-error.js';
import type { Generation } from './generation.js';
import { GenerationOpener } from './generation-opener.js';
import type { TailListener } from './tail-listener.js';
import { LostGenerations } from './lost-generations.js';
import type { FileRegistry } from './file-registry.js';
import { type Sibling, type Siblings, siblingsOf } from './siblings.js';

/** When all places for unpacking are taken, the next attempt follows this soon. */
const BUSY_MS = 200;
/** An unreadable compressed file may still be being written: it is retried, with increasing delays. */
const FIRST_RETRY_MS = 2000;
const MAX_RETRY_MS = 60_000;
/** Failures at an unchanged size after which a compressed file is given up. */
const MAX_FAILURES = 3;

/** A writer may continue in a rotated file that is still empty or has gaps: it is scanned again for some time. */
const UNFINISHED_AGAIN_MS = 5000;
const UNFINISHED_MS = 16_000;
/** A copy that is still being written is scanned this often. */
const AWAITED_AGAIN_MS = 2000;

interface Failure {
  count: number;
  size: bigint;
  message: string;
  retryAt: number;
}

export interface SuccessorsParts {
  path: string;
  sourceId: number;
  registry: FileRegistry;
  maxLineBytes: number;
  isReadOnce: boolean;
  listener: TailListener;
  /** Called when something was unpacked. */
  onReady: () => void;
}

export interface SuccessorsScan extends Beside {
  now: ClockReading;
  /** False while it is not known which file is at the path: then nothing counts as gone. */
  isPathKnown: boolean;
}

export interface ScanOutcome {
  generations: Generation[];
  error: unknown;
}

/** Successors of the generations of one log: renamed, copied or compressed files beside it, and those that are gone. */
export class Successors {
  /** Something may have changed beside the path. */
  mustScan = true;
  /** When to scan again without a notice, on the monotonic clock. */
  scanAgainAt = Number.POSITIVE_INFINITY;
  readonly opener: GenerationOpener;
  private readonly compressed: CompressedOpener;
  private readonly lost: LostGenerations;
  private readonly failures = new Map<string, Failure>();
  private open: OpenCompressed | undefined;
  private unfinished = { names: '', until: 0 };

  constructor(private readonly parts: SuccessorsParts) {
    const { listener } = parts;
    this.lost = new LostGenerations(parts);
    const onRegained = (bytes: number) => {
      this.lost.regained(bytes);
    };
    const onTruncated = () => {
      listener.truncated();
    };
    this.opener = new GenerationOpener({ ...parts, onTruncated, onRegained });
    this.compressed = new CompressedOpener({ ...parts, onRegained });
  }

  /** A problem with files beside the path, or what of them is lost; null when there is none. */
  get fault(): string | null {
    const stubborn = [...this.failures.values()].find(({ count }) => count > 1);
    return stubborn?.message ?? this.lost.note;
  }

  /** True while a compressed generation is being read. */
  get isUnpacking(): boolean {
    return this.open !== undefined;
  }

  scan(request: SuccessorsScan): ScanOutcome {
    const { path, sourceId, registry, isReadOnce } = this.parts;
    this.mustScan = false;
    this.scanAgainAt = Number.POSITIVE_INFINITY;
    const siblings = siblingsOf(path);
    const isFirstEver = !registry.hasHistory(sourceId);
    registry.markHistory(sourceId);
    const open = request.current === undefined ? request.retired : [...request.retired, request.current];
    const found = this.opener.openSiblings(siblings, isFirstEver, {
      now: request.now,
      open,
      unpacked: this.open?.reading.head,
    });
    const stats = [...siblings.plain, ...siblings.packed].map(({ stat }) => stat);
    registry.forgetGone(sourceId, [...stats, ...open.map((generation) => generation.stat())]);
    if (isFirstEver) this.ignore([...siblings.packed, ...siblings.unreadable]);
    const isDecided =
      isFirstEver ||
      (!isReadOnce && this.scanPacked(withoutTwins(siblings), [...request.retired, ...found.generations], request));
    this.mustScan ||= !found.isComplete;
    this.waitForUnfinished(found.unfinished.join('\n'), request.now);
    if (found.awaited.size > 0) this.scanAgainBy(request.now.elapsed + AWAITED_AGAIN_MS);
    const mayBeGone = isDecided && found.isComplete && found.error === undefined && request.isPathKnown;
    if (mayBeGone) this.lost.settle(siblings, found.awaited);
    return { generations: found.generations, error: found.error };
  }

  /**
   * A generation that was truncated, or that a compressed file may continue: its unfinished last line is accepted as it
   * is once it is certain that no copy has more of it.
   */
  orphan(generation: Generation, sink: LineSink): void {
    this.lost.orphan(generation, sink);
  }

  /** Reads the next lines of a compressed generation; true when there may be more to read at once. */
  step(sinkOf: (reading: OpenCompressed['reading']) => LineSink, now: ClockReading): boolean {
    const { open } = this;
    if (open === undefined) return false;
    const { reading } = open;
    try {
      const result = reading.step(sinkOf(reading));
      if (result === 'data' && reading.record !== undefined) this.parts.registry.touch(reading.record);
      if (result === 'data' || result === 'waiting') return result === 'data';
      this.failures.delete(reading.file);
      if (reading.record !== undefined) this.parts.registry.decide(reading.record);
      // Another one may wait for its turn.
      this.mustScan = open.settle();
    } catch (error) {
      open.abandon();
      this.fail(reading.file, open.packedSize, error, now);
      this.mustScan = true;
    }
    this.open = undefined;
    this.parts.registry.track(reading.close());
    return true;
  }

  close(): void {
    if (this.open === undefined) return;
    this.open.abandon();
    this.parts.registry.track(this.open.reading.close());
    this.open = undefined;
  }

  private waitForUnfinished(names: string, { elapsed }: ClockReading): void {
    if (names !== this.unfinished.names) this.unfinished = { names, until: elapsed + UNFINISHED_MS };
    if (names !== '' && elapsed < this.unfinished.until) this.scanAgainBy(elapsed + UNFINISHED_AGAIN_MS);
  }

  private ignore(files: readonly Sibling[]): void {
    for (const { file } of files) this.compressed.ignore(file);
  }

  /** Begins with the oldest compressed file that may contain something new; true when all are settled. */
  private scanPacked(packed: readonly Sibling[], retired: readonly Generation[], request: SuccessorsScan): boolean {
    if (this.open !== undefined) return false;
    const names = new Set(packed.map(({ file }) => file));
    for (const file of this.failures.keys()) if (!names.has(file)) this.failures.delete(file);
    let isDecided = true;
    for (const { file, stat } of packed) {
      const failure = this.failures.get(file);
      if (failure !== undefined && failure.retryAt > request.now.elapsed && failure.size === stat.size) {
        this.scanAgainBy(failure.retryAt);
        isDecided &&= failure.count >= MAX_FAILURES;
        continue;
      }
      const outcome = this.openPacked(file, stat.size, retired, request);
      if (outcome === 'begun') return false;
      isDecided &&= outcome === 'left';
    }
    return isDecided;
  }

  private openPacked(
    file: string,
    size: bigint,
    retired: readonly Generation[],
    { current, now }: SuccessorsScan,
  ): 'begun' | 'left' | 'undecided' {
    try {
      const outcome = this.compressed.open(file, { current, retired });
      if (typeof outcome === 'object') {
        this.open = outcome;
        return 'begun';
      }
      if (outcome === 'busy') this.scanAgainBy(now.elapsed + BUSY_MS);
      return outcome === 'busy' ? 'undecided' : 'left';
    } catch (error) {
      if (isMissing(error)) this.mustScan = true;
      else this.fail(file, size, error, now);
      return 'undecided';
    }
  }

  private fail(file: string, size: bigint, error: unknown, { elapsed }: ClockReading): void {
    const before = this.failures.get(file);
    const count = before?.size === size ? before.count + 1 : 1;
    const retryAt = elapsed + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (count - 1));
    this.failures.set(file, { count, size, message: explainFileError(file, error), retryAt });
    this.scanAgainBy(retryAt);
  }

  private scanAgainBy(at: number): void {
    this.scanAgainAt = Math.min(this.scanAgainAt, at);
  }
}

/** A compressed file is written beside its plain one, which exists until compression is complete. */
function withoutTwins({ plain, packed }: Siblings): Sibling[] {
  const names = new Set(plain.map(({ file }) => file));
  return packed.filter(({ file }) => !names.has(file.replace(/\.gz$/, '')));
}
