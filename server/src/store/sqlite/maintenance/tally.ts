/** One sum of a tally: a time bucket, a subject or a gateway, and a kind. */
export interface TallyEntry {
  bucket: number;
  key: number;
  kindId: number;
  count: number;
}

/** Sums of events by time bucket, subject (or gateway) and kind, as in the tables of counts. */
export class Tally {
  private readonly sums = new Map<number, Map<number, Map<number, number>>>();

  add(bucket: number, key: number, kindId: number, count = 1): void {
    let byKey = this.sums.get(bucket);
    if (byKey === undefined) this.sums.set(bucket, (byKey = new Map<number, Map<number, number>>()));
    let byKind = byKey.get(key);
    if (byKind === undefined) byKey.set(key, (byKind = new Map<number, number>()));
    byKind.set(kindId, (byKind.get(kindId) ?? 0) + count);
  }

  get(bucket: number, key: number, kindId: number): number {
    return this.sums.get(bucket)?.get(key)?.get(kindId) ?? 0;
  }

  /** Removes one sum and returns it. */
  take(bucket: number, key: number, kindId: number): number {
    const count = this.get(bucket, key, kindId);
    this.sums.get(bucket)?.get(key)?.delete(kindId);
    return count;
  }

  /** Removes all buckets before `bucket`, and yields their non-zero sums. */
  takeBefore(bucket: number): TallyEntry[] {
    const old = [...this.sums.keys()].filter((start) => start < bucket);
    const entries = old.flatMap((start) => [...this.entriesOf(start)]);
    for (const start of old) this.sums.delete(start);
    return entries;
  }

  /** All non-zero sums. */
  *entries(): Generator<TallyEntry> {
    for (const bucket of this.sums.keys()) yield* this.entriesOf(bucket);
  }

  private *entriesOf(bucket: number): Generator<TallyEntry> {
    for (const [key, byKind] of this.sums.get(bucket) ?? []) {
      for (const [kindId, count] of byKind) if (count !== 0) yield { bucket, key, kindId, count };
    }
  }
}
