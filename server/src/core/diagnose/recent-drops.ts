import type { DropKind } from '@tunnelwatch/shared/diagnosis';

const CAPACITY = 64;
const FIELDS = 3;
const KINDS: readonly (DropKind | 'other')[] = ['other', 'late', 'duplicate', 'inconsistent', 'integrity'];

/** The newest drops of a tunnel, in a ring. */
export class RecentDrops {
  private ring: Float64Array | undefined;
  private next = 0;
  private size = 0;

  add(seq: number, kind: DropKind | 'other', messageId: number): void {
    this.ring ??= new Float64Array(CAPACITY * FIELDS);
    const at = this.next * FIELDS;
    this.ring[at] = seq;
    this.ring[at + 1] = KINDS.indexOf(kind);
    this.ring[at + 2] = messageId;
    this.next = (this.next + 1) % CAPACITY;
    this.size = Math.min(CAPACITY, this.size + 1);
  }

  /** The numbers of the newest matching events, at most five, the oldest first. */
  newest(fits: (kind: DropKind | 'other', messageId: number) => boolean): number[] {
    const found: number[] = [];
    for (let back = 1; back <= this.size && found.length < 5; back++) {
      const at = ((this.next - back + CAPACITY) % CAPACITY) * FIELDS;
      const kind = KINDS[this.ring?.[at + 1] ?? 0] ?? 'other';
      if (fits(kind, this.ring?.[at + 2] ?? 0)) found.push(this.ring?.[at] ?? 0);
    }
    return found.reverse();
  }
}

/** Late numbers that are remembered: a replay sends them again soon, or in a burst of its own. */
const LATE_CAPACITY = 16;

/** The newest late numbers of a tunnel, to find those that come again. */
export class LateNumbers {
  private readonly numbers: number[] = [];
  private next = 0;

  /** Takes a number; how often it has come among the newest, this time included. */
  add(number: number): number {
    const { numbers } = this;
    let count = 1;
    for (let at = 0; at < numbers.length; at++) if (numbers[at] === number) count += 1;
    numbers[this.next] = number;
    this.next = (this.next + 1) % LATE_CAPACITY;
    return count;
  }
}
