import { randomUUID } from 'node:crypto';
import { writeLineBatch } from '../../cluster/line-batch.js';
import { MAX_BODY_BYTES } from '../../cluster/stream/message-format.js';
import type { SpoolChange, SpoolState } from '../../store/store.js';
import type { RecordedLines } from './line-recorder.js';
import { splitLines } from './split-lines.js';

/** The last batches stay in memory as well: usually they are taken at once, and need not be read again. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;

interface Waiting {
  number: number;
  bytes: number;
  /** Undefined where only the disk has it. */
  body: Uint8Array | undefined;
  isDurable: boolean;
}

/**
 * Batches of lines from when they were read until the cluster has them. They are stored together with the positions behind
 * them, and sent only once they are durable: whatever is sent again after a kill is the same under the same number, so that
 * nodes can tell what they have.
 */
export class Spool {
  readonly incarnation: string;
  private lastNumber: number;
  private readonly waiting: Waiting[];
  private added: { number: number; body: Uint8Array }[] = [];
  private waitingBytes: number;
  private heldBytes = 0;
  private takenUpTo: number;
  private storedUpTo: number;

  /**
   * @param state what an earlier run has left; undefined at the first start
   * @param read the body of a batch that only the disk has
   */
  constructor(
    private readonly collector: string,
    state: SpoolState | undefined,
    private readonly read: (number: number) => Uint8Array | undefined,
  ) {
    this.incarnation = state?.incarnation ?? randomUUID();
    this.lastNumber = state?.last ?? 0;
    this.waiting = (state?.waiting ?? []).map((each) => ({ ...each, body: undefined, isDurable: true }));
    this.waitingBytes = this.waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    this.takenUpTo = (this.waiting[0]?.number ?? this.lastNumber + 1) - 1;
    this.storedUpTo = this.takenUpTo;
  }

  /** Bytes and number of the batches that wait, and the highest number given. */
  get state(): { batches: number; bytes: number; lastNumber: number } {
    return { batches: this.waiting.length, bytes: this.waitingBytes, lastNumber: this.lastNumber };
  }

  /** True when nothing waits. */
  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Adds what was read, split where it does not fit into a message; `takeChange` has it stored. Returns whether it fitted. */
  add(lines: RecordedLines): boolean {
    const { collector, incarnation } = this;
    const number = this.lastNumber + 1;
    const body = writeLineBatch({ collector, incarnation, number, ...lines });
    if (body.length > MAX_BODY_BYTES && lines.lengths.length > 1) {
      for (const half of splitLines(lines)) this.add(half);
      return false;
    }
    this.lastNumber = number;
    this.added.push({ number, body });
    this.waiting.push({ number, bytes: body.length, body, isDurable: false });
    this.waitingBytes += body.length;
    this.heldBytes += body.length;
    return true;
  }

  /** What has changed since the last call, to be stored with the positions; undefined when nothing has. */
  takeChange(): SpoolChange | undefined {
    const { added, incarnation, takenUpTo } = this;
    if (added.length === 0 && takenUpTo === this.storedUpTo) return undefined;
    this.added = [];
    this.storedUpTo = takenUpTo;
    return { incarnation, added, takenUpTo };
  }

  /** A change is durable: its batches may be sent. */
  noteStored({ added }: SpoolChange): void {
    const last = added.at(-1)?.number ?? 0;
    for (let at = this.waiting.length - 1; at >= 0; at--) {
      const each = this.waiting[at];
      if (each === undefined || each.isDurable) break;
      if (each.number <= last) each.isDurable = true;
    }
    this.letGoOfBodies();
  }

  /** The durable batch with a number, or undefined while there is none. */
  body(number: number): Uint8Array | undefined {
    const first = this.waiting[0];
    const each = first === undefined ? undefined : this.waiting[number - first.number];
    if (each?.isDurable !== true) return undefined;
    const body = each.body ?? this.read(number);
    if (body === undefined) throw new Error(`batch ${String(number)} is missing in the spool: its lines are lost`);
    return body;
  }

  /** The number of the first batch that waits, or of the next one. */
  get next(): number {
    return this.waiting[0]?.number ?? this.lastNumber + 1;
  }

  /** The cluster has this batch and all before it. */
  take(number: number): void {
    while (this.waiting[0] !== undefined && this.waiting[0].number <= number) {
      const { bytes, body } = this.waiting[0];
      this.waiting.shift();
      this.waitingBytes -= bytes;
      if (body !== undefined) this.heldBytes -= bytes;
    }
    this.takenUpTo = Math.max(this.takenUpTo, number);
  }

  /** While the cluster takes nothing, memory stays bounded: the newest ones, which are sent last, are read again then. */
  private letGoOfBodies(): void {
    for (let at = this.waiting.length - 1; at >= 0 && this.heldBytes > MAX_HELD_BYTES; at--) {
      const each = this.waiting[at];
      if (each?.body === undefined || !each.isDurable) continue;
      each.body = undefined;
      this.heldBytes -= each.bytes;
    }
  }
}
