import type { LagBucket } from '@tunnelwatch/shared/diagnosis';

/** Parts of an octave: a quantile is at most a quarter above the true one, and exact at powers of two. */
const PARTS = 4;
/** Up to 2^33: beyond it no window would help, whatever its size. */
const OCTAVES = 33;
const BUCKETS = OCTAVES * PARTS + 2;

/**
 * Counts late packets by the window that each would have needed. Bounds are powers of two and quarters between them,
 * since windows are powers of two: what a window of such a size accepts is counted exactly.
 */
export class NeededWindows {
  private counts: Uint32Array | undefined;
  total = 0;
  most = 0;

  add(needed: number): void {
    this.counts ??= new Uint32Array(BUCKETS);
    const bucket = bucketOf(needed);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total += 1;
    if (needed > this.most) this.most = needed;
  }

  addAll(other: NeededWindows): void {
    if (other.counts === undefined) return;
    this.counts ??= new Uint32Array(BUCKETS);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      this.counts[bucket] = (this.counts[bucket] ?? 0) + (other.counts[bucket] ?? 0);
    }
    this.total += other.total;
    this.most = Math.max(this.most, other.most);
  }

  /** Adds the packets of another count that need no more than so much, to the bucket. */
  addUpTo(other: NeededWindows, most: number): void {
    for (const { to, count } of other.buckets()) {
      if (count === 0 || to > most) continue;
      this.counts ??= new Uint32Array(BUCKETS);
      const bucket = bucketOf(to);
      this.counts[bucket] = (this.counts[bucket] ?? 0) + count;
      this.total += count;
      this.most = Math.max(this.most, Math.min(to, other.most));
    }
  }

  /** Packets that a window accepts, exactly for a power of two. */
  acceptedBy(window: number): number {
    let accepted = 0;
    const last = bucketOf(window);
    for (let bucket = 0; bucket <= last; bucket++) accepted += this.counts?.[bucket] ?? 0;
    return accepted;
  }

  /** The smallest bound at or below which a share (0 to 1) of the packets lies; 0 without packets. */
  quantile(share: number): number {
    if (this.total === 0) return 0;
    const wanted = Math.max(1, Math.ceil(share * this.total));
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      sum += this.counts?.[bucket] ?? 0;
      if (sum >= wanted) return Math.min(boundOf(bucket), this.most);
    }
    return this.most;
  }

  /** Buckets from the first to the last one with a packet, empty ones between them included. */
  buckets(): LagBucket[] {
    const { counts } = this;
    if (counts === undefined) return [];
    const first = counts.findIndex((count) => count > 0);
    const last = counts.findLastIndex((count) => count > 0);
    const buckets: LagBucket[] = [];
    for (let bucket = first; bucket <= last; bucket++) {
      const from = bucket === 0 ? 0 : boundOf(bucket - 1) + 1;
      const to = boundOf(bucket);
      // Below 8 the quarters of an octave are no whole numbers of packets apart.
      if (to >= from) buckets.push({ from, to, count: counts[bucket] ?? 0 });
    }
    return buckets;
  }
}

/** The bucket whose bound is the lowest one at or above a window. */
function bucketOf(needed: number): number {
  if (needed <= 1) return 0;
  // One less, so that a power of two is the last of its octave; clz32 would do for 32 bits only.
  const octave = Math.floor(Math.log2(needed - 0.5));
  const floor = 2 ** octave;
  const part = Math.ceil(((needed - floor) * PARTS) / floor);
  return Math.min(BUCKETS - 1, octave * PARTS + Math.max(1, part));
}

function boundOf(bucket: number): number {
  if (bucket === 0) return 1;
  const octave = Math.floor((bucket - 1) / PARTS);
  const part = bucket - octave * PARTS;
  return Math.floor(2 ** octave * (1 + part / PARTS));
}
