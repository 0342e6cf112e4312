/** What the anti-replay check says of a sequence number (RFC 4303 section 3.4.3). */
export type WindowVerdict = 'late' | 'duplicate' | 'open' | 'above';

const WORD_BITS = 32;
const ALL_SET = 0xffff_ffff;

/**
 * A sliding anti-replay window as RFC 4303 section 3.4.3 describes it, kept as a ring of bits as in RFC 6479.
 * It covers [base, top] with top = base + size - 1 and starts at [1, size] with nothing seen. Numbers are whole and stay
 * far below 2^53. Only authentic packets may be given to `accept` and `advanceTo`: they alone move the window.
 */
export class AntiReplayWindow {
  readonly size: number;
  readonly #words: Uint32Array;
  #top: number;
  #highest = 0;

  /** `size` is a multiple of 32 of 32 to 4096. */
  constructor(size: number) {
    if (size % WORD_BITS !== 0 || size < WORD_BITS || size > 4096) {
      throw new RangeError(`a window of ${size} is not a multiple of 32 of 32 to 4096`);
    }
    this.size = size;
    this.#top = size;
    this.#words = new Uint32Array(size / WORD_BITS);
  }

  /** The lowest acceptable number: the left edge. */
  get base(): number {
    return this.#top - this.size + 1;
  }

  /** The right edge. */
  get top(): number {
    return this.#top;
  }

  /** The highest number accepted so far; 0 before the first. It is below `top` only while a new SA fills its first window. */
  get highest(): number {
    return this.#highest;
  }

  /** Judges a number without changing anything: `late` and `duplicate` packets are the ones a gateway refuses. */
  verdict(seqno: number): WindowVerdict {
    if (seqno < this.base) return 'late';
    if (seqno > this.#top) return 'above';
    return this.#isSeen(seqno) ? 'duplicate' : 'open';
  }

  /** Takes an authentic packet; a refused number changes nothing. Returns what was said of it. */
  accept(seqno: number): WindowVerdict {
    const verdict = this.verdict(seqno);
    if (verdict === 'late' || verdict === 'duplicate') return verdict;
    if (verdict === 'above') {
      this.#fill(Math.max(this.#top + 1, seqno - this.size + 1), seqno, false);
      this.#top = seqno;
    }
    this.#fill(seqno, seqno, true);
    this.#highest = Math.max(this.#highest, seqno);
    return verdict;
  }

  /** Takes all authentic packets after the highest one up to `seqno` in order, at the cost of one. */
  advanceTo(seqno: number): void {
    if (seqno <= this.#highest) return;
    const first = Math.max(this.#highest + 1, seqno - this.size + 1);
    this.#top = Math.max(this.#top, seqno);
    this.#fill(first, seqno, true);
    this.#highest = seqno;
  }

  #isSeen(seqno: number): boolean {
    const position = seqno % this.size;
    const word = this.#words[position >>> 5] ?? 0;
    return ((word >>> (position & 31)) & 1) === 1;
  }

  /** Sets or clears the bits of [first, last], at most `size` of them, word by word around the ring. */
  #fill(first: number, last: number, isSet: boolean): void {
    let left = last - first + 1;
    if (left >= this.size) {
      this.#words.fill(isSet ? ALL_SET : 0);
      return;
    }
    let position = first % this.size;
    while (left > 0) {
      const offset = position & 31;
      const count = Math.min(WORD_BITS - offset, left);
      const mask = (count === WORD_BITS ? ALL_SET : (1 << count) - 1) << offset;
      const word = this.#words[position >>> 5] ?? 0;
      this.#words[position >>> 5] = isSet ? word | mask : word & ~mask;
      left -= count;
      position = (position + count) % this.size;
    }
  }
}
