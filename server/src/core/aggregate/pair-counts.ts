import { NumberTable } from './number-table.js';

/** Kinds are few, but a hostile sender may use millions of ids; a number times this plus a kind stays below 2^53. */
const KIND_SPAN = 4_194_304;

const START_PAIRS = 16;

/** Counts of pairs (subject or gateway, kind), with the times of the oldest and the newest event of each. */
export class PairCounts {
  private readonly places = new NumberTable();
  private keys = new Float64Array(START_PAIRS);
  /** Values of the first `size` pairs. */
  counts = new Float64Array(START_PAIRS);
  /** Epoch ms. */
  firstTimes = new Float64Array(START_PAIRS);
  /** Epoch ms. */
  lastTimes = new Float64Array(START_PAIRS);
  private used = 0;

  get size(): number {
    return this.used;
  }

  /** Counts one event of a pair; returns the index of the pair. */
  add(id: number, kindId: number, time: number): number {
    return this.addTo(id * KIND_SPAN + kindId, 1, time, time);
  }

  /** Counts several events of a pair. */
  addMany(id: number, kindId: number, count: number, firstTime: number, lastTime: number): void {
    this.addTo(id * KIND_SPAN + kindId, count, firstTime, lastTime);
  }

  private addTo(key: number, count: number, firstTime: number, lastTime: number): number {
    const at = this.places.get(key);
    if (at < 0) return this.put(key, count, firstTime, lastTime);
    this.counts[at] = (this.counts[at] ?? 0) + count;
    if (firstTime < (this.firstTimes[at] ?? 0)) this.firstTimes[at] = firstTime;
    if (lastTime > (this.lastTimes[at] ?? 0)) this.lastTimes[at] = lastTime;
    return at;
  }

  /** Adds the counts of another one. */
  addAll(other: PairCounts): void {
    for (let from = 0; from < other.size; from++) {
      const [key = 0, count = 0] = [other.keys[from], other.counts[from]];
      this.addTo(key, count, other.firstTimes[from] ?? 0, other.lastTimes[from] ?? 0);
    }
  }

  id(at: number): number {
    return Math.floor((this.keys[at] ?? 0) / KIND_SPAN);
  }

  kindId(at: number): number {
    return (this.keys[at] ?? 0) % KIND_SPAN;
  }

  /** Indexes in the order of their pairs: a table with that key is written from one end to the other. */
  inOrder(): Uint32Array {
    const { keys } = this;
    return Uint32Array.from({ length: this.used }, (_, at) => at).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  }

  private put(key: number, count: number, first: number, last: number): number {
    if (this.used === this.keys.length) this.grow();
    const at = this.used++;
    this.places.set(key, at);
    this.keys[at] = key;
    this.counts[at] = count;
    this.firstTimes[at] = first;
    this.lastTimes[at] = last;
    return at;
  }

  private grow(): void {
    this.keys = doubled(this.keys);
    this.counts = doubled(this.counts);
    this.firstTimes = doubled(this.firstTimes);
    this.lastTimes = doubled(this.lastTimes);
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}

/** Counts of pairs by time bucket. Events mostly fall into the bucket of the previous event. */
export class BucketCounts {
  readonly buckets = new Map<number, PairCounts>();
  private bucket = Number.NaN;
  private current = new PairCounts();

  /** The counts of a bucket. */
  at(bucket: number): PairCounts {
    if (bucket === this.bucket) return this.current;
    let counts = this.buckets.get(bucket);
    if (counts === undefined) {
      counts = new PairCounts();
      this.buckets.set(bucket, counts);
    }
    this.bucket = bucket;
    this.current = counts;
    return counts;
  }

  /** Adds the counts of another one, bucket by bucket. */
  addAll(other: BucketCounts): void {
    for (const [bucket, counts] of other.buckets) this.at(bucket).addAll(counts);
  }
}
