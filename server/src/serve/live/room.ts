import type { Change, Delta, Snapshot } from '@tunnelwatch/shared/protocol';
import type { Part } from './part.js';
import type { PublishedStep } from './published-step.js';

/** Deltas kept for returning clients; one that was away longer gets a snapshot. */
const MAX_DELTAS = 300;
/** Size limit of the text of these in one room. */
const MAX_BYTES = 2 * 1024 * 1024;

/** What a returning client receives. */
export type Resumption = { kind: 'deltas'; deltas: Delta[] } | { kind: 'snapshot'; snapshot: Snapshot };

/** One stream of changes with increasing numbers: a list of parts, and the deltas of the last minutes [LIVE-1]. */
export class Room {
  /** Settles when every part has read its initial state. */
  readonly ready: Promise<void>;
  private isReady = false;
  private seq = 0;
  private deltas: { delta: Delta; bytes: number }[] = [];
  private bytes = 0;

  constructor(
    readonly name: string,
    private readonly epoch: string,
    private readonly parts: readonly Part[],
  ) {
    this.ready = Promise.all(parts.map((part) => part.start())).then(() => {
      this.isReady = true;
    });
  }

  onStep(step: PublishedStep): void {
    for (const part of this.parts) part.onStep(step);
  }

  /** The next delta, with all changes; undefined when there are none. */
  flush(now: number, isTick: boolean): Delta | undefined {
    if (!this.isReady) return undefined;
    const changes: Change[] = this.parts.flatMap((part) => part.take(now, isTick));
    if (changes.length === 0) return undefined;
    const delta: Delta = { room: this.name, epoch: this.epoch, prev: this.seq, seq: this.seq + 1, changes };
    this.seq += 1;
    this.remember(delta);
    return delta;
  }

  /** What a client needs that has everything up to `since`, or nothing [LIVE-2]. Call it only when the room is ready. */
  resume(since: { epoch: string; seq: number } | undefined, now: number): Resumption {
    if (since !== undefined && since.epoch === this.epoch && since.seq <= this.seq) {
      const missing = this.deltas.map(({ delta }) => delta).filter((delta) => delta.seq > since.seq);
      if (missing.length === this.seq - since.seq) return { kind: 'deltas', deltas: missing };
    }
    return { kind: 'snapshot', snapshot: this.snapshot(now) };
  }

  snapshot(now: number): Snapshot {
    const changes = this.parts.flatMap((part) => part.snapshot(now));
    return { room: this.name, epoch: this.epoch, seq: this.seq, changes };
  }

  private remember(delta: Delta): void {
    const bytes = JSON.stringify(delta).length;
    this.deltas.push({ delta, bytes });
    this.bytes += bytes;
    while (this.deltas.length > MAX_DELTAS || this.bytes > MAX_BYTES) {
      const oldest = this.deltas.shift();
      if (oldest === undefined) break;
      this.bytes -= oldest.bytes;
    }
  }
}
