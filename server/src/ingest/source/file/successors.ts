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

/** When all places for unpacking are taken, they are asked for again this soon. */
const BUSY_MS = 200;
/** A compressed file that cannot be read may still be being written: it is tried again, later and later. */
const FIRST_RETRY_MS = 2000;
const MAX_RETRY_MS = 60_000;
/** Failures, its size unchanged, after which nothing more is expected of a compressed file. */
const MAX_FAILURES = 3;

/** A writer may go on into a rotated file that is still empty or has gaps: it is looked at again for some time. */
const UNFINISHED_AGAIN_MS = 5000;
const UNFINISHED_MS = 16_000;
/** A copy that is still being written is looked at this often. */
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

export interface SuccessorsLook extends Beside {
  now: ClockReading;
  /** False while it is not known what stands under the path: then nothing counts as gone. */
  isPathKnown: boolean;
}

export interface LookOutcome {
  generations: Generation[];
  error: unknown;
}

/** What became of the generations of one log: renamed, copied or compressed files beside it, and those that are gone. */
export class Successors {
  /** Something may have changed beside the path. */
  mustLook = true;
  /** When to look again without being told to, by the clock that never jumps. */
  lookAgainAt = Number.POSITIVE_INFINITY;
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

  /** What is wrong with files beside the path, or what of them is lost; null when nothing is. */
  get fault(): string | null {
    const stubborn = [...this.failures.values()].find(({ count }) => count > 1);
    return stubborn?.message ?? this.lost.note;
  }

  /** True while a compressed generation is being read. */
  get isUnpacking(): boolean {
    return this.open !== undefined;
  }

  look(look: SuccessorsLook): LookOutcome {
    const { path, sourceId, registry, isReadOnce } = this.parts;
    this.mustLook = false;
    this.lookAgainAt = Number.POSITIVE_INFINITY;
    const siblings = siblingsOf(path);
    const isFirstEver = !registry.hasHistory(sourceId);
    registry.markHistory(sourceId);
    const open = look.current === undefined ? look.retired : [...look.retired, look.current];
    const found = this.opener.openSiblings(siblings, isFirstEver, {
      now: look.now,
      open,
      unpacked: this.open?.reading.head,
    });
    const stats = [...siblings.plain, ...siblings.packed].map(({ stat }) => stat);
    registry.forgetGone(sourceId, [...stats, ...open.map((generation) => generation.stat())]);
    if (isFirstEver) this.ignore([...siblings.packed, ...siblings.unreadable]);
    const isDecided =
      isFirstEver ||
      (!isReadOnce && this.lookAtPacked(withoutTwins(siblings), [...look.retired, ...found.generations], look));
    this.mustLook ||= !found.isComplete;
    this.waitForUnfinished(found.unfinished.join('\n'), look.now);
    if (found.awaited.size > 0) this.lookAgainBy(look.now.elapsed + AWAITED_AGAIN_MS);
    const mayBeGone = isDecided && found.isComplete && found.error === undefined && look.isPathKnown;
    if (mayBeGone) this.lost.settle(siblings.unreadable, found.awaited);
    return { generations: found.generations, error: found.error };
  }

  /** A generation that was truncated, or that a compressed file may go on with: its unfinished last line is taken as it is once it is sure that no copy has more of it. */
  orphan(generation: Generation, sink: LineSink): void {
    this.lost.orphan(generation, sink);
  }

  /** Takes the next lines of a compressed generation; true when there may be more at once. */
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
      this.mustLook = open.settle();
    } catch (error) {
      open.abandon();
      this.fail(reading.file, open.packedSize, error, now);
      this.mustLook = true;
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
    if (names !== '' && elapsed < this.unfinished.until) this.lookAgainBy(elapsed + UNFINISHED_AGAIN_MS);
  }

  private ignore(files: readonly Sibling[]): void {
    for (const { file } of files) this.compressed.ignore(file);
  }

  /** Begins with the oldest compressed file that may hold something new; true when none is left to decide about. */
  private lookAtPacked(packed: readonly Sibling[], retired: readonly Generation[], look: SuccessorsLook): boolean {
    if (this.open !== undefined) return false;
    const names = new Set(packed.map(({ file }) => file));
    for (const file of this.failures.keys()) if (!names.has(file)) this.failures.delete(file);
    let isDecided = true;
    for (const { file, stat } of packed) {
      const failure = this.failures.get(file);
      if (failure !== undefined && failure.retryAt > look.now.elapsed && failure.size === stat.size) {
        this.lookAgainBy(failure.retryAt);
        isDecided &&= failure.count >= MAX_FAILURES;
        continue;
      }
      const outcome = this.openPacked(file, stat.size, retired, look);
      if (outcome === 'begun') return false;
      isDecided &&= outcome === 'left';
    }
    return isDecided;
  }

  private openPacked(
    file: string,
    size: bigint,
    retired: readonly Generation[],
    { current, now }: SuccessorsLook,
  ): 'begun' | 'left' | 'undecided' {
    try {
      const outcome = this.compressed.open(file, { current, retired });
      if (typeof outcome === 'object') {
        this.open = outcome;
        return 'begun';
      }
      if (outcome === 'busy') this.lookAgainBy(now.elapsed + BUSY_MS);
      return outcome === 'busy' ? 'undecided' : 'left';
    } catch (error) {
      if (isMissing(error)) this.mustLook = true;
      else this.fail(file, size, error, now);
      return 'undecided';
    }
  }

  private fail(file: string, size: bigint, error: unknown, { elapsed }: ClockReading): void {
    const before = this.failures.get(file);
    const count = before?.size === size ? before.count + 1 : 1;
    const retryAt = elapsed + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (count - 1));
    this.failures.set(file, { count, size, message: explainFileError(file, error), retryAt });
    this.lookAgainBy(retryAt);
  }

  private lookAgainBy(at: number): void {
    this.lookAgainAt = Math.min(this.lookAgainAt, at);
  }
}

/** A compressed file is written beside its plain one, which is there until all is done. */
function withoutTwins({ plain, packed }: Siblings): Sibling[] {
  const names = new Set(plain.map(({ file }) => file));
  return packed.filter(({ file }) => !names.has(file.replace(/\.gz$/, '')));
}
