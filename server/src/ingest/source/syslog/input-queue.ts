/** Received data that waits to be read. */
export interface Input {
  bytes: number;
  take: (now: number) => void;
}

/** Overhead of one entry besides its bytes. */
const ENTRY_BYTES = 128;

/**
 * Data that the sockets received and the pipeline has not read yet, in the order of arrival. Its memory is bounded: at half
 * of the limit streams stop reading, and the other half is left to datagrams, which cannot be paused.
 */
export class InputQueue {
  private entries: Input[] = [];
  private at = 0;
  private used = 0;
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
    return this.at === this.entries.length;
  }

  /** Number of waiting bytes. */
  get bytes(): number {
    return this.used;
  }

  /** True while streams must not read. */
  get holdsStreams(): boolean {
    return this.isHolding;
  }

  /** True when there is room for a datagram of this size. */
  hasRoom(bytes: number): boolean {
    return this.used + bytes + ENTRY_BYTES <= this.limit;
  }

  push(input: Input): void {
    this.entries.push(input);
    this.count(input.bytes + ENTRY_BYTES);
    this.onInput();
  }

  /** Counts bytes that are held elsewhere, or, negative, no longer are. */
  count(bytes: number): void {
    this.used += bytes;
    if (!this.isHolding && this.used > this.limit / 2) this.setHolding(true);
    else if (this.isHolding && this.used < this.limit / 4) this.setHolding(false);
  }

  /** Reads up to this many bytes; true when more waits. */
  take(most: number, now: number): boolean {
    let taken = 0;
    while (taken < most && !this.isEmpty) {
      const input = this.entries[this.at];
      this.at += 1;
      if (input === undefined) continue;
      taken += input.bytes + ENTRY_BYTES;
      this.count(-input.bytes - ENTRY_BYTES);
      input.take(now);
    }
    if (this.isEmpty || this.at > 4096) {
      this.entries = this.entries.slice(this.at);
      this.at = 0;
    }
    return !this.isEmpty;
  }

  private setHolding(isHolding: boolean): void {
    this.isHolding = isHolding;
    this.onPressure(isHolding);
  }
}
