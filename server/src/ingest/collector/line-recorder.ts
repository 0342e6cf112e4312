import {
  CUT,
  type LineBatch,
  type LineRun,
  MAX_BATCH_BYTES,
  type SentOrigin,
  SURE_BATCH_BYTES,
} from '../../cluster/line-batch.js';
import type { SourceRegistry } from '../../core/aggregate/source-registry.js';
import type { LineOrigin } from '../../core/lines/line-origin.js';
import type { LineIntake } from '../source/line-intake.js';

/** Lines that are not sent yet. */
export type RecordedLines = Pick<LineBatch, 'sources' | 'origins' | 'runs' | 'lengths' | 'bytes'>;

/** So many batches may wait before more is read. */
const MAX_FULL = 4;
/** One batch too large for a message costs what a few are, so the limit comes back slowly. */
const RECOVERY = 32;
/** New sources in one batch. */
const MAX_SOURCES = 1000;
/** A batch of at least so many bytes keeps the memory that it was recorded in; a smaller one is copied out of it. */
const KEEPS_MEMORY_BYTES = 256 * 1024;
const RUN_BYTES = 96;
const LENGTH_BYTES = 4;

/** Takes the lines of a collector's sources as the monitor would, and keeps them as they are for the nodes. */
export class LineRecorder {
  /** Lines recorded since `take`. */
  pendingLines = 0;
  private readonly full: RecordedLines[] = [];
  private current = new Recording();
  private arrivedAt = 0;
  /** Batches end here: where lines are hard to compress, before `MAX_BATCH_BYTES`. */
  private limitBytes = MAX_BATCH_BYTES;
  /** So many of the sources were told. */
  private toldSources = 0;

  constructor(private readonly sources: SourceRegistry) {}

  /** True when so much was read that it should be taken before more is read. */
  get isFull(): boolean {
    return this.full.length >= MAX_FULL;
  }

  /** What the sources are given. */
  get lines(): LineIntake['lines'] {
    return this;
  }

  arrive(at: number): void {
    this.arrivedAt = at;
  }

  line(origin: LineOrigin, buffer: Buffer, start: number, end: number, isCut: boolean, near: number): void {
    if (!this.current.hasRoomFor(origin, end - start, this.limitBytes)) this.endBatch();
    this.pendingLines += 1;
    const { arrivedAt } = this;
    if (this.current.add({ origin, buffer, start, end, isCut, near, arrivedAt })) {
      origin.source.lastArrival = arrivedAt;
      this.sources.markChanged(origin.source);
    }
  }

  /** Nothing to let go of: lines are copied at once. */
  settle(): void {
    // The border of sources asks for it.
  }

  /** Told of each batch whether it was too large for a message once it was compressed. */
  noteFit(isTooLarge: boolean): void {
    const { limitBytes } = this;
    this.limitBytes = isTooLarge
      ? Math.max(SURE_BATCH_BYTES, limitBytes / 2)
      : Math.min(MAX_BATCH_BYTES, limitBytes + MAX_BATCH_BYTES / RECOVERY);
  }

  /** Everything recorded since the last call, as batches that usually fit into a message each. */
  take(): RecordedLines[] {
    this.endBatch();
    this.pendingLines = 0;
    return this.full.splice(0);
  }

  private endBatch(): void {
    const all = this.sources.all();
    do {
      const sources = all.slice(this.toldSources, this.toldSources + MAX_SOURCES);
      this.toldSources += sources.length;
      const recorded = this.current.end(sources.map(({ kind, name }) => ({ kind, name })));
      if (recorded !== undefined) this.full.push(recorded);
    } while (this.toldSources < all.length);
  }
}

interface Line {
  origin: LineOrigin;
  buffer: Buffer;
  start: number;
  end: number;
  isCut: boolean;
  near: number;
  arrivedAt: number;
}

/** The lines of one batch; it is used again for the next one. */
class Recording {
  private memory = Buffer.allocUnsafeSlow(MAX_BATCH_BYTES);
  private readonly lengths = new Uint32Array(MAX_BATCH_BYTES / LENGTH_BYTES);
  private size = 0;
  private count = 0;
  /** What is around the lines takes about so many bytes. */
  private around = 0;
  private origins = new Map<LineOrigin, number>();
  private sent: SentOrigin[] = [];
  private runs: LineRun[] = [];
  private run: LineRun | undefined;
  private runOrigin: LineOrigin | undefined;

  hasRoomFor(origin: LineOrigin, length: number, limitBytes: number): boolean {
    if (this.count === 0) return true;
    const more = LENGTH_BYTES + length + (origin === this.runOrigin ? RUN_BYTES : this.costOf(origin));
    return this.size + this.around + more <= limitBytes;
  }

  /** Adds a line; true when it is not alike to the one before. */
  add({ origin, buffer, start, end, isCut, near, arrivedAt }: Line): boolean {
    buffer.copy(this.memory, this.size, start, end);
    this.size += end - start;
    this.lengths[this.count++] = isCut ? (end - start) | CUT : end - start;
    this.around += LENGTH_BYTES;
    const { run } = this;
    const { age } = origin;
    if (
      run !== undefined &&
      origin === this.runOrigin &&
      run.arrivedAt === arrivedAt &&
      run.near === near &&
      run.age === age
    ) {
      run.count += 1;
      return false;
    }
    this.around += this.costOf(origin);
    this.run = { origin: this.indexOf(origin), arrivedAt, near, age, count: 1 };
    this.runOrigin = origin;
    this.runs.push(this.run);
    return true;
  }

  /** @param sources that are new */
  end(sources: RecordedLines['sources']): RecordedLines | undefined {
    if (this.count + sources.length === 0) return undefined;
    const { sent: origins, runs } = this;
    const lengths = this.lengths.slice(0, this.count);
    const bytes = this.takeBytes();
    this.origins = new Map();
    this.sent = [];
    this.runs = [];
    this.run = undefined;
    this.runOrigin = undefined;
    this.size = 0;
    this.count = 0;
    this.around = 0;
    return { sources, origins, runs, lengths, bytes };
  }

  private takeBytes(): Buffer {
    const bytes = this.memory.subarray(0, this.size);
    if (bytes.length < KEEPS_MEMORY_BYTES) return Buffer.from(bytes);
    this.memory = Buffer.allocUnsafeSlow(MAX_BATCH_BYTES);
    return bytes;
  }

  private costOf(origin: LineOrigin): number {
    return RUN_BYTES + (this.origins.has(origin) ? 0 : JSON.stringify(sentOf(origin)).length);
  }

  private indexOf(origin: LineOrigin): number {
    const known = this.origins.get(origin);
    if (known !== undefined) return known;
    const index = this.sent.push(sentOf(origin)) - 1;
    this.origins.set(origin, index);
    return index;
  }
}

function sentOf({ source, settings }: LineOrigin): SentOrigin {
  if (settings === undefined) throw new Error(`the lines of ${source.name} have no settings to be sent with`);
  return { kind: source.kind, name: source.name, settings };
}
