import type { LagBucket } from '@tunnelwatch/shared/diagnosis';

/** Parts of an octave: a quantile is at most a quarter above the true one, and exact at powers of two. */
const PARTS = 4;
/** Up to 2^33: beyond it no window would help, whatever its size. */
const MAX_BUCKET = 33 * PARTS + 1;
const NUMBER = 2 ** 32;
const NOTHING: number[] = [];

/**
 * Counts late packets by the window that each would have required. Bounds are powers of two and quarters between them,
 * since windows are powers of two: what a window of such a size accepts is counted exactly. Only buckets with packets
 * use memory: there may be several of these for each of 100,000 tunnels, and most have a few buckets.
 */
export class NeededWindows {
  /** Buckets with packets in ascending order, each as its number times 2^32 plus its packets: one array uses half of two. */
  private entries: number[] = NOTHING;
  total = 0;
  most = 0;

  add(needed: number): void {
    const bucket = bucketOf(needed);
    const { entries } = this;
    let at = entries.length - 1;
    while (at >= 0 && numberOf(entries[at]) > bucket) at -= 1;
    if (at >= 0 && numberOf(entries[at]) === bucket) entries[at] = (entries[at] ?? 0) + 1;
    // A growing array has room for 17 from the first one on.
    else if (entries.length === 0) this.entries = [bucket * NUMBER + 1];
    else entries.splice(at + 1, 0, bucket * NUMBER + 1);
    this.total += 1;
    if (needed > this.most) this.most = needed;
  }

  addAll(other: NeededWindows): void {
    this.addUpTo(other, Number.POSITIVE_INFINITY);
  }

  /** Adds the packets of another count, up to a required window, to the bucket. */
  addUpTo(other: NeededWindows, most: number): void {
    const merged: number[] = [];
    let own = 0;
    for (const entry of other.entries) {
      const bucket = numberOf(entry);
      if (boundOf(bucket) > most) break;
      while (own < this.entries.length && numberOf(this.entries[own]) < bucket) merged.push(this.entries[own++] ?? 0);
      const isShared = own < this.entries.length && numberOf(this.entries[own]) === bucket;
      merged.push(isShared ? (this.entries[own++] ?? 0) + countOf(entry) : entry);
      this.total += countOf(entry);
      this.most = Math.max(this.most, Math.min(boundOf(bucket), other.most));
    }
    while (own < this.entries.length) merged.push(this.entries[own++] ?? 0);
    this.entries = merged;
  }

  /** Packets that a window accepts, exactly for a power of two. */
  acceptedBy(window: number): number {
    const last = bucketOf(window);
    let accepted = 0;
    for (const entry of this.entries) {
      if (numberOf(entry) > last) break;
      accepted += countOf(entry);
    }
    return accepted;
  }

  /** The smallest bound at or below which a share (0 to 1) of the packets lies; 0 without packets. */
  quantile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.total));
    let sum = 0;
    for (const entry of this.entries) {
      sum += countOf(entry);
      if (sum >= wanted) return Math.min(boundOf(numberOf(entry)), this.most);
    }
    return this.most;
  }

  /** Buckets from the first to the last one with a packet, empty ones between them included. */
  buckets(): LagBucket[] {
    const counts = new Map(this.entries.map((entry) => [numberOf(entry), countOf(entry)]));
    const buckets: LagBucket[] = [];
    for (let bucket = numberOf(this.entries[0] ?? NUMBER); bucket <= numberOf(this.entries.at(-1)); bucket++) {
      const from = bucket === 0 ? 0 : boundOf(bucket - 1) + 1;
      const to = boundOf(bucket);
      // Below 8 the quarters of an octave are no whole numbers of packets apart.
      if (to >= from) buckets.push({ from, to, count: counts.get(bucket) ?? 0 });
    }
    return buckets;
  }
}

function numberOf(entry: number | undefined): number {
  return Math.floor((entry ?? 0) / NUMBER);
}

function countOf(entry: number): number {
  return entry % NUMBER;
}

/** The bucket with the lowest bound at or above a window. */
function bucketOf(needed: number): number {
  if (needed <= 1) return 0;
  // One less, so that a power of two is the last of its octave; clz32 would do for 32 bits only.
  const octave = Math.floor(Math.log2(needed - 0.5));
  const floor = 2 ** octave;
  const part = Math.ceil(((needed - floor) * PARTS) / floor);
  return Math.min(MAX_BUCKET, octave * PARTS + Math.max(1, part));
}

function boundOf(bucket: number): number {
  if (bucket === 0) return 1;
  const octave = Math.floor((bucket - 1) / PARTS);
  const part = bucket - octave * PARTS;
  return Math.floor(2 ** octave * (1 + part / PARTS));
}
