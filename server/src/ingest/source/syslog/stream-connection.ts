import type { Socket } from 'node:net';
import type { LineSink } from '../framing.js';
import { FirstLines } from './first-lines.js';
import { FrameCutter } from './frame-cutter.js';
import type { ListenerParts } from './listener.js';

/** First lines that may be repetitions wait at most this long for the next one. */
const HELD_MS = 1000;
/** A message is complete when nothing has followed it for this long, though only what follows would prove its count … */
const SETTLE_MS = 100;
/** … and a count is questioned when its message is not complete after this long. */
const LATE_MS = 500;

/** One connection of a sender, from its first byte to its last line. */
export class StreamConnection {
  private readonly cutter: FrameCutter;
  private readonly lines: FirstLines;
  private heldTimer: NodeJS.Timeout | undefined;
  private settleTimer: NodeJS.Timeout | undefined;
  private countedBad = 0;
  private countedHeld = 0;
  /** When the last line was complete, or the connection began; epoch ms. */
  private lastLineAt: number;
  private unfinishedSince: number | undefined;
  /** True when its sender closed it, not we or an error. */
  private isOrderly = false;
  private isEndedByUs = false;
  private keepsRest = false;
  private isCutOff = false;
  /** True once the unfinished message has waited for so long that its count is questioned … */
  private isLate = false;
  /** … and once that was done with everything that arrived. */
  private isQuestioned = false;
  /** True once its last bytes were read. */
  private isOver = false;
  /** True once it has delivered a line. */
  hasSpoken = false;
  /** When bytes last arrived, or the connection began; epoch ms. */
  lastChunkAt: number;
  /** The longest time between two chunks since we closed our direction; ms. */
  private longestPauseMs = 0;
  /** Chunks that were received and not read yet. */
  private queuedChunks = 0;

  /**
   * @param socket provides the bytes of lines
   * @param carrier the transport: itself, or the socket below TLS
   */
  constructor(
    private readonly socket: Socket,
    private readonly carrier: Socket,
    readonly peer: string,
    private readonly parts: ListenerParts,
  ) {
    const { tails, counts, onLine, onCount } = parts;
    this.cutter = new FrameCutter(parts.maxLineBytes);
    this.lastLineAt = parts.clock();
    this.lastChunkAt = this.lastLineAt;
    this.lines = new FirstLines({
      peer,
      tails,
      onLine: (line, isCut) => {
        onLine(peer, line, isCut);
      },
      onRepeated: (repeated) => {
        counts.repeated += repeated;
        onCount();
      },
    });
    socket.on('data', (chunk: Buffer) => {
      const now = parts.clock();
      if (this.isEndedByUs) this.longestPauseMs = Math.max(this.longestPauseMs, now - this.lastChunkAt);
      this.lastChunkAt = now;
      this.queuedChunks += 1;
      parts.queue.push({
        sender: peer,
        bytes: chunk.length,
        take: (now) => {
          this.queuedChunks -= 1;
          this.read(chunk, now);
        },
      });
    });
    socket.once('end', () => {
      // The transport below TLS may have broken.
      this.isOrderly = !this.isEndedByUs && carrier.errored === null;
      // There is nothing to answer; and over a broken transport, TLS would wait for the answer to be sent.
      socket.destroy();
    });
    socket.once('close', () => {
      // An end follows everything that was received before it.
      parts.queue.push({
        sender: peer,
        bytes: 0,
        take: () => {
          this.readEnd();
        },
      });
    });
  }

  /** Pauses or resumes reading. Time that passes meanwhile does not count against the sender. */
  hold(isHolding: boolean): void {
    if (isHolding) this.socket.pause();
    else {
      const now = this.parts.clock();
      this.lastLineAt = now;
      this.lastChunkAt = now;
      if (this.unfinishedSince !== undefined) this.unfinishedSince = now;
      this.socket.resume();
    }
  }

  /** True when a line was begun this long ago and is not complete. */
  hasUnfinishedFor(now: number, ms: number): boolean {
    return this.unfinishedSince !== undefined && now - this.unfinishedSince > ms;
  }

  /** True when no line was complete for this long. */
  isWithoutLineFor(now: number, ms: number): boolean {
    return now - this.lastLineAt > ms;
  }

  /** True when nothing arrived for this long, and everything that did was read and consists of whole lines. */
  isQuietFor(now: number, ms: number): boolean {
    return this.isPausedFor(now, ms) && !this.cutter.isUnfinished;
  }

  /** True when it never delivered a line in all this time, though what arrived was read. */
  isSpeechlessFor(now: number, ms: number): boolean {
    return !this.hasSpoken && this.queuedChunks === 0 && this.isWithoutLineFor(now, ms);
  }

  /** True when nothing arrived for this long, and everything that did was read. */
  isPausedFor(now: number, ms: number): boolean {
    return now - this.lastChunkAt >= ms && this.queuedChunks === 0;
  }

  /** True shortly after a burst, judging by its pauses: the next one is not due yet. */
  isBehindBurst(now: number): boolean {
    const pauseMs = now - this.lastChunkAt;
    const { longestPauseMs } = this;
    return this.isPausedFor(now, Math.max(2, longestPauseMs / 8)) && pauseMs <= longestPauseMs / 2;
  }

  /**
   * Closes our direction, so that the sender notices; data in flight is still read. Over TLS too this is a bare FIN: a
   * close_notify before it would hide it from senders that only peek (see `TlsCarrier`).
   */
  sayGoodbye(): void {
    this.isEndedByUs = true;
    this.carrier.end();
  }

  /** Closes it at once; what was received is still read. */
  destroy(): void {
    this.isEndedByUs = true;
    this.socket.destroy();
  }

  /** Reads nothing more of it, not even what was received already. */
  cutOff(): void {
    this.isCutOff = true;
  }

  /** Closes it after a timeout. The text of a line that was never completed is accepted as it is. */
  expire(): void {
    this.keepsRest = true;
    this.destroy();
  }

  private read(chunk: Buffer, now: number): void {
    if (this.isCutOff) return;
    this.isQuestioned = false;
    this.cut(now, (sink) => {
      this.cutter.push(chunk, sink, this.parts.onReuse);
    });
  }

  private cut(now: number, run: (sink: LineSink) => void): void {
    let hasLine = false;
    run((buffer, start, end, isCut) => {
      hasLine = true;
      this.lines.take(buffer, start, end, isCut);
    });
    if (hasLine) {
      this.hasSpoken = true;
      this.lastLineAt = now;
      this.unfinishedSince = undefined;
      this.isLate = false;
    }
    if (!this.cutter.isUnfinished) this.unfinishedSince = undefined;
    else this.unfinishedSince ??= now;
    this.settle();
  }

  private readEnd(): void {
    const { isOrderly } = this;
    this.isOver = true;
    clearTimeout(this.settleTimer);
    this.cut(this.parts.clock(), (sink) => {
      this.cutter.settle({ isFinal: true, isLate: true }, sink, this.parts.onReuse);
    });
    this.cutter.end(isOrderly || this.keepsRest, (buffer, start, end, isCut) => {
      this.lines.takeUnfinished(buffer, start, end, isCut);
    });
    this.lines.end(isOrderly);
    this.settle();
  }

  /** Counts what was held back and what was broken, and makes sure that nothing is held for long. */
  private settle(): void {
    const { queue, counts, onCount } = this.parts;
    const { badFrames } = this.cutter;
    if (badFrames > this.countedBad) {
      counts.badFrames += badFrames - this.countedBad;
      this.countedBad = badFrames;
      onCount();
    }
    const { heldBytes } = this.lines;
    queue.count(heldBytes - this.countedHeld);
    this.countedHeld = heldBytes;
    clearTimeout(this.heldTimer);
    if (heldBytes > 0) this.heldTimer = setTimeout(() => this.releaseHeld(), HELD_MS);
    if (this.cutter.isUndecided && !this.isOver) this.settleSoon();
  }

  /** Decides about a message whose end is uncertain, once nothing follows it or it has waited for too long. */
  private settleSoon(): void {
    // What was questioned in vain waits for more bytes.
    if (this.settleTimer !== undefined || this.isQuestioned) return;
    const ms = this.isLate ? LATE_MS : SETTLE_MS;
    this.settleTimer = setTimeout(() => {
      this.settleTimer = undefined;
      this.parts.queue.push({
        sender: this.peer,
        bytes: 0,
        take: (now) => {
          if (!this.isOver) this.settleCutter(now);
        },
      });
    }, ms);
  }

  private settleCutter(now: number): void {
    const isFinal = this.isPausedFor(now, SETTLE_MS);
    const isLate = this.unfinishedSince !== undefined && now - this.unfinishedSince >= LATE_MS;
    this.isLate = isLate;
    this.isQuestioned = isFinal && isLate;
    if (!isFinal && !isLate) {
      this.settleSoon();
      return;
    }
    this.cut(now, (sink) => {
      this.cutter.settle({ isFinal, isLate }, sink, this.parts.onReuse);
    });
  }

  private releaseHeld(): void {
    this.parts.queue.push({
      sender: this.peer,
      bytes: 0,
      take: () => {
        this.lines.decide();
        this.settle();
      },
    });
  }
}
