/** Received data that waits to be read. */
export interface Input {
  /** Who sent it: data of one sender is read in order, and senders get their turns. */
  sender: string;
  bytes: number;
  take: (now: number) => void;
}

/** Overhead of one entry besides its bytes. */
const ENTRY_BYTES = 128;
/** A sender's turn, bytes: enough to read at full speed, and so little that thousands of senders wait for less than a second. */
const TURN_BYTES = 16_384;

/** Lines that all differ take long to read: commands, files and commits get their turn after this. */
const MAX_TAKE_MS = 50;

/** What waits of one sender, the oldest first. */
interface Line {
  entries: Input[];
  at: number;
  bytes: number;
}

/**
 * Data that the sockets received and the pipeline has not read yet. It is read in turns of the senders, so that whoever
 * floods only makes itself wait [TAIL-47]. Its memory is bounded: one half of the limit is for streams, which stop reading
 * when it is full, and the other one for datagrams, which cannot be paused and are lost when it is full.
 */
export class InputQueue {
  private readonly streams = new Map<string, Line>();
  private readonly datagrams = new Map<string, Line>();
  private streamBytes = 0;
  private datagramBytes = 0;
  private isHolding = false;

  /**
   * @param limit bytes
   * @param onInput called when data is waiting
   * @param onPressure called when streams have to pause, or may resume
   */
  constructor(
    private readonly limit: number,
    private readonly onInput: () => void,
    private readonly onPressure: (isHolding: boolean) => void,
  ) {}

  get isEmpty(): boolean {
    return this.streams.size === 0 && this.datagrams.size === 0;
  }

  /** Number of waiting bytes. */
  get bytes(): number {
    return this.streamBytes + this.datagramBytes;
  }

  /** True while streams must not read. */
  get holdsStreams(): boolean {
    return this.isHolding;
  }

  /**
   * True when there is room for a datagram of this size: in the half of the datagrams, or, for a sender of which less than
   * its share waits, in a quarter beside it.
   */
  hasRoom(sender: string, bytes: number): boolean {
    const used = this.datagramBytes + bytes + ENTRY_BYTES;
    if (used <= this.limit / 2) return true;
    const share = this.limit / 2 / Math.max(1, this.datagrams.size);
    return used <= (this.limit * 3) / 4 && (this.datagrams.get(sender)?.bytes ?? 0) < share;
  }

  /** Data of a connection. */
  push(input: Input): void {
    append(this.streams, input);
    this.count(input.bytes + ENTRY_BYTES);
    this.onInput();
  }

  /** A datagram, for which there is room. */
  pushDatagram(input: Input): void {
    append(this.datagrams, input);
    this.datagramBytes += input.bytes + ENTRY_BYTES;
    this.onInput();
  }

  /** Counts bytes of streams that are held elsewhere, or, negative, no longer are. */
  count(bytes: number): void {
    this.streamBytes += bytes;
    if (!this.isHolding && this.streamBytes > this.limit / 2) this.setHolding(true);
    else if (this.isHolding && this.streamBytes < this.limit / 4) this.setHolding(false);
  }

  /** Reads up to this many bytes, or for so long, streams and datagrams in turn; true when more waits. */
  take(most: number, now: number): boolean {
    let taken = 0;
    const until = performance.now() + MAX_TAKE_MS;
    while (taken < most && !this.isEmpty && performance.now() < until) {
      const ofStreams = turnOf(this.streams, now);
      const ofDatagrams = turnOf(this.datagrams, now);
      this.count(-ofStreams);
      this.datagramBytes -= ofDatagrams;
      taken += ofStreams + ofDatagrams;
    }
    return !this.isEmpty;
  }

  private setHolding(isHolding: boolean): void {
    this.isHolding = isHolding;
    this.onPressure(isHolding);
  }
}

function append(lines: Map<string, Line>, input: Input): void {
  let line = lines.get(input.sender);
  if (line === undefined) {
    line = { entries: [], at: 0, bytes: 0 };
    lines.set(input.sender, line);
  }
  line.entries.push(input);
  line.bytes += input.bytes + ENTRY_BYTES;
}

/** Reads what the first sender may have read in one turn, and lets the next one come first; gives the bytes. */
function turnOf(lines: Map<string, Line>, now: number): number {
  const first = lines.entries().next();
  if (first.done === true) return 0;
  const [sender, line] = first.value;
  let taken = 0;
  while (taken < TURN_BYTES && line.at < line.entries.length) {
    const input = line.entries[line.at];
    line.at += 1;
    if (input === undefined) continue;
    taken += input.bytes + ENTRY_BYTES;
    input.take(now);
  }
  line.bytes -= taken;
  lines.delete(sender);
  if (line.at === line.entries.length) return taken;
  if (line.at > 4096) {
    line.entries = line.entries.slice(line.at);
    line.at = 0;
  }
  lines.set(sender, line);
  return taken;
}
