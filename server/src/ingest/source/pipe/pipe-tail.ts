import type { Silence } from '@tunnelwatch/shared/source-health';
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { systemPath } from '../../../file-name.js';
import type { ClockReading } from '../clock-reading.js';
import { explainFileError } from '../file/file-error.js';
import { ownDescriptor } from '../file/path-kind.js';
import { retryDelayMs } from '../file/retry-delay.js';
import type { TailListener } from '../file/tail-listener.js';
import { LineFramer } from '../framing.js';
import { openPipe } from './open-pipe.js';

/** With this much unread, the writer has to wait. */
const MAX_QUEUED_BYTES = 1024 * 1024;

/** The writer has closed the pipe: its last line is complete as it is. */
const CLOSED = Symbol('closed');

export interface PipeTailParts {
  path: string;
  sourceId: number;
  listener: TailListener;
  maxLineBytes: number;
  /** Called when there is something to read. */
  onReady: () => void;
}

export type PipeState = 'starting' | 'reading' | 'idle' | 'waiting' | 'degraded' | 'stopped';

/**
 * Reads a pipe until its writer closes it, and, if it has a name in the file system (a FIFO), opens it again for the
 * next writer [DEL-21]. It is never waited for: what arrives is queued until the next poll.
 */
export class PipeTail {
  state: PipeState = 'starting';
  lastError: string | null = null;
  /** Bytes that were read since the start; nothing of a pipe can be read again. */
  bytesRead = 0;
  readonly size = null;
  readThroughAt: number | null = null;
  revision = 0;
  silence: Silence | null = null;
  private readonly framer: LineFramer;
  private readonly queue: (Buffer | typeof CLOSED)[] = [];
  private queuedBytes = 0;
  private stream: Readable | undefined;
  private failures = 0;
  private openAt = Number.NEGATIVE_INFINITY;
  private hasEnded = false;
  private isPaused = false;

  constructor(private readonly parts: PipeTailParts) {
    this.framer = new LineFramer(parts.maxLineBytes);
  }

  get path(): string {
    return this.parts.path;
  }

  get sourceId(): number {
    return this.parts.sourceId;
  }

  get offset(): number {
    return this.bytesRead;
  }

  get lagBytes(): number {
    return this.queuedBytes;
  }

  get isBehind(): boolean {
    return this.queuedBytes > 0;
  }

  /** Reads what has arrived; true when there may be more to read at once. */
  poll(now: ClockReading): boolean {
    if (this.stream === undefined && !this.hasEnded && !this.isPaused && now.elapsed >= this.openAt) this.open();
    const next = this.queue.shift();
    if (next !== undefined) this.take(next, now);
    if (!this.isBehind) this.readThroughAt = now.wall;
    return this.queue.length > 0;
  }

  /** Takes nothing more out of the pipe; what was taken is read by further polls. */
  pause(): void {
    this.isPaused = true;
    this.stream?.pause();
  }

  close(): void {
    this.stream?.removeAllListeners().on('error', ignore).destroy();
    this.stream = undefined;
  }

  private take(next: Buffer | typeof CLOSED, { wall }: ClockReading): void {
    const { listener } = this.parts;
    this.revision += 1;
    const sink = (buffer: Buffer, start: number, end: number, isCut: boolean) => {
      listener.line(buffer, start, end, isCut, wall, true);
    };
    if (next === CLOSED) {
      this.framer.flush(sink);
      this.setState(this.hasEnded ? 'stopped' : 'waiting', this.closedNote());
    } else {
      this.framer.push(next, sink);
      this.bytesRead += next.length;
      this.queuedBytes -= next.length;
      this.setState(this.isBehind ? 'reading' : 'idle', null);
      if (this.queuedBytes < MAX_QUEUED_BYTES && !this.isPaused) this.stream?.resume();
    }
    listener.settled();
  }

  private open(): void {
    const { path } = this.parts;
    try {
      this.listen(openPipe(path));
      this.failures = 0;
      if (this.state !== 'waiting') this.setState('waiting', `no line has come through ${path} yet`);
    } catch (error) {
      this.fail(error);
    }
  }

  private listen(stream: Readable): void {
    this.stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.queue.push(chunk);
      this.queuedBytes += chunk.length;
      if (this.queuedBytes >= MAX_QUEUED_BYTES) stream.pause();
      this.parts.onReady();
    });
    stream.once('end', () => {
      this.ended();
    });
    stream.once('error', (error) => {
      this.stream = undefined;
      this.fail(error);
      this.parts.onReady();
    });
  }

  private ended(): void {
    this.queue.push(CLOSED);
    this.hasEnded = !isNamedPipe(this.path);
    const before = this.stream;
    this.stream = undefined;
    // Before the old end is closed: what a next writer has left in a FIFO lasts as long as somebody has it open.
    if (!this.hasEnded) this.open();
    before?.removeAllListeners().on('error', ignore).destroy();
    this.parts.onReady();
  }

  private fail(error: unknown): void {
    this.failures += 1;
    this.openAt = performance.now() + retryDelayMs(this.failures);
    this.setState('degraded', explainFileError(this.path, error));
  }

  private closedNote(): string {
    const { path } = this.parts;
    return this.hasEnded
      ? `${path} has ended, since its writer has closed it: start Tunnelwatch again together with the writer`
      : `no program writes to ${path} now: lines are read from the next one that opens it`;
  }

  private setState(state: PipeState, note: string | null): void {
    this.revision += 1;
    this.state = state;
    this.lastError = note;
  }
}

/** True for a FIFO in the file system: a next writer can open it. */
function isNamedPipe(file: string): boolean {
  if (ownDescriptor(file) !== undefined || file.startsWith('/proc/')) return false;
  return statSync(systemPath(file), { throwIfNoEntry: false })?.isFIFO() === true;
}

function ignore(): void {
  // Its pipe is given up.
}
