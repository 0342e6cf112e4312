import type { PeerTail, PeerTails } from './peer-tails.js';
import { hashLine } from './line-hash.js';
import { Repetition } from './repetition.js';

/** Longer texts are not held back: repetitions are small, and memory is bounded. */
const MAX_HELD_BYTES = 4 * 1024 * 1024;

interface HeldLine {
  line: Buffer;
  isCut: boolean;
  hash: number;
}

export interface FirstLinesParts {
  peer: string;
  tails: PeerTails;
  /** Receives a line that is new. */
  onLine: (line: Buffer, isCut: boolean) => void;
  /** Receives the number of first lines that were repetitions. */
  onRepeated: (lines: number) => void;
}

/**
 * The lines of one connection on their way into the store. While its first lines may repeat what its sender
 * sent before a break, they are held back; they are passed on as new as soon as that is ruled out.
 */
export class FirstLines {
  private repetition: Repetition | undefined;
  private peerTail: PeerTail | undefined;
  private held: HeldLine[] = [];
  /** Bytes that are held back. */
  heldBytes = 0;

  constructor(private readonly parts: FirstLinesParts) {}

  /** Processes the next complete line. The buffer may be reused afterwards. */
  take(buffer: Buffer, start: number, end: number, isCut: boolean): void {
    const hash = hashLine(buffer, start, end);
    if (this.peerTail !== undefined) {
      this.give(buffer.subarray(start, end), isCut, hash);
      return;
    }
    this.repetition ??= new Repetition(this.parts.tails.repeatable(this.parts.peer));
    this.repetition.offer(hash);
    this.held.push({ line: Buffer.from(buffer.subarray(start, end)), isCut, hash });
    this.heldBytes += end - start;
    if (!this.repetition.isOpen || this.heldBytes > MAX_HELD_BYTES) this.decide();
  }

  /** Processes an incomplete line: its sender would not repeat it. */
  takeUnfinished(buffer: Buffer, start: number, end: number, isCut: boolean): void {
    this.decide();
    this.parts.onLine(buffer.subarray(start, end), isCut);
  }

  /** Decides about the lines held back, finally: nothing more arrived for a while, or the connection ended. */
  decide(): void {
    if (this.peerTail !== undefined || this.held.length === 0) return;
    const { repeated = 0, tail } = this.repetition ?? {};
    const { held } = this;
    this.held = [];
    this.heldBytes = 0;
    this.peerTail = this.parts.tails.adopt(this.parts.peer, this, tail);
    if (repeated > 0) this.parts.onRepeated(repeated);
    for (const { line, isCut, hash } of held.slice(repeated)) this.give(line, isCut, hash);
  }

  /** The connection has ended. */
  end(isOrderly: boolean): void {
    this.decide();
    if (this.peerTail !== undefined) this.parts.tails.end(this.peerTail, this, isOrderly);
  }

  private give(line: Buffer, isCut: boolean, hash: number): void {
    const { tails, peer, onLine } = this.parts;
    // Another connection has continued the tail: this one was considered dead and is not.
    if (this.peerTail?.owner !== this) this.peerTail = tails.adopt(peer, this, undefined);
    tails.push(this.peerTail, hash);
    onLine(line, isCut);
  }
}
