import type { DropKind } from '@tunnelwatch/shared/diagnosis';

const CAPACITY = 64;
const FIELDS = 4;
const KINDS: readonly (DropKind | 'other')[] = ['other', 'late', 'duplicate', 'inconsistent', 'integrity'];

/** The newest drops of a tunnel, in a ring. Typed, since there is one for each of up to 100,000 tunnels. */
export class RecentDrops {
  private ring: Float64Array | undefined;
  private next = 0;
  private size = 0;

  /** @param number as its distance from the origin of the SA; NaN where there is none */
  add(seq: number, kind: DropKind | 'other', messageId: number, number: number): void {
    this.ring ??= new Float64Array(CAPACITY * FIELDS);
    const at = this.next * FIELDS;
    this.ring[at] = seq;
    this.ring[at + 1] = KINDS.indexOf(kind);
    this.ring[at + 2] = messageId;
    this.ring[at + 3] = number;
    this.next = (this.next + 1) % CAPACITY;
    this.size = Math.min(CAPACITY, this.size + 1);
  }

  /** How many of the drops of a kind had this number. */
  count(kind: DropKind, number: number): number {
    const wanted = KINDS.indexOf(kind);
    let count = 0;
    for (let index = 0; index < this.size; index++) {
      const at = index * FIELDS;
      if (this.ring?.[at + 3] === number && this.ring[at + 1] === wanted) count += 1;
    }
    return count;
  }

  /** The numbers of the newest events that fit, at most five, the oldest first. */
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
