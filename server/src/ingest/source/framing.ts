const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);

/** Receives one line: the bytes of `buffer` from `start` to `end` without its line ending; valid only during the call. */
export type LineSink = (buffer: Buffer, start: number, end: number, isCut: boolean) => void;

/** What must be stored beside a position so that framing can resume there. */
export interface FramingState {
  /** True when a line longer than the limit was cut and its rest is still to be skipped. */
  isSkipping: boolean;
}

/**
 * Splits a stream of bytes into lines at newlines [TAIL-4]. The unfinished last line waits for its end. A line longer than
 * `maxLineBytes` is passed on cut to that length and marked, and its rest is skipped up to the next newline, so memory
 * stays bounded and the next line is intact [TAIL-7]. NUL bytes at the start of a line are dropped: a writer without
 * O_APPEND leaves such a hole behind after a truncation.
 */
export class LineFramer {
  private carry: Buffer = NOTHING;
  private skipping: boolean;
  private consumedBytes = 0;

  constructor(
    private readonly maxLineBytes: number,
    state: FramingState = { isSkipping: false },
  ) {
    this.skipping = state.isSkipping;
  }

  /** Bytes of the stream that need not be read again: all but the unfinished last line. */
  get consumed(): number {
    return this.consumedBytes;
  }

  /** Bytes of the unfinished last line. */
  get pendingBytes(): number {
    return this.carry.length;
  }

  get state(): FramingState {
    return { isSkipping: this.skipping };
  }

  /** Processes the next bytes and passes every line that they complete to `sink`. The chunk may be reused afterwards. */
  push(chunk: Buffer, sink: LineSink): void {
    const { carry } = this;
    let start = 0;
    if (carry.length > 0) {
      // Only the line that is divided is put together: copying the chunk behind it cost as much as finding its lines.
      const newline = chunk.indexOf(NEWLINE);
      if (newline < 0) {
        this.keepRest(Buffer.concat([carry, chunk]), 0, sink);
        return;
      }
      this.take(Buffer.concat([carry, chunk.subarray(0, newline)]), 0, carry.length + newline, sink);
      this.consumedBytes += carry.length;
      start = newline + 1;
    }
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) break;
      this.take(chunk, start, newline, sink);
      start = newline + 1;
    }
    this.keepRest(chunk, start, sink);
  }

  private take(buffer: Buffer, start: number, newline: number, sink: LineSink): void {
    if (this.skipping) this.skipping = false;
    else this.emit(buffer, start, newline, sink);
  }

  /** Keeps what is behind the last newline, unless it is too long already. */
  private keepRest(buffer: Buffer, start: number, sink: LineSink): void {
    const rest = this.takeOverlong(buffer, start, sink);
    this.carry = rest === buffer.length ? NOTHING : Buffer.from(buffer.subarray(rest));
    this.consumedBytes += rest;
  }

  /** Passes on the unfinished last line as it is: its file was rotated away and will not grow any more [TAIL-5]. */
  flush(sink: LineSink): void {
    if (this.carry.length > 0) {
      const last = this.carry;
      this.carry = NOTHING;
      this.consumedBytes += last.length;
      this.emit(last, 0, last.length, sink);
    }
    this.skipping = false;
  }

  private takeOverlong(buffer: Buffer, start: number, sink: LineSink): number {
    if (this.skipping) return buffer.length;
    const from = skipNul(buffer, start, buffer.length);
    if (from === buffer.length) return from;
    // A carriage return at the end may be half of a line ending: the next byte shows whether the line is too long.
    const half = buffer[buffer.length - 1] === CARRIAGE_RETURN ? 1 : 0;
    if (buffer.length - from - half <= this.maxLineBytes) return from;
    this.emit(buffer, from, buffer.length, sink);
    this.skipping = true;
    return buffer.length;
  }

  private emit(buffer: Buffer, lineStart: number, lineEnd: number, sink: LineSink): void {
    const start = skipNul(buffer, lineStart, lineEnd);
    const end = lineEnd > start && buffer[lineEnd - 1] === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd;
    const isCut = end - start > this.maxLineBytes;
    sink(buffer, start, isCut ? start + this.maxLineBytes : end, isCut);
  }
}

function skipNul(buffer: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && buffer[at] === 0) at++;
  return at;
}
