/** Sums of events by stretch of time, subject (or gateway) and kind, as the tables of counts keep them. */
export class Tally {
    sums = new Map();
    add(bucket, key, kindId, count = 1) {
        let byKey = this.sums.get(bucket);
        if (byKey === undefined)
            this.sums.set(bucket, (byKey = new Map()));
        let byKind = byKey.get(key);
        if (byKind === undefined)
            byKey.set(key, (byKind = new Map()));
        byKind.set(kindId, (byKind.get(kindId) ?? 0) + count);
    }
    get(bucket, key, kindId) {
        return this.sums.get(bucket)?.get(key)?.get(kindId) ?? 0;
    }
    /** Forgets one sum and gives what it was. */
    take(bucket, key, kindId) {
        const count = this.get(bucket, key, kindId);
        this.sums.get(bucket)?.get(key)?.delete(kindId);
        return count;
    }
    /** Forgets all stretches before `bucket`, and gives those of their sums that are not zero. */
    takeBefore(bucket) {
        const old = [...this.sums.keys()].filter((start) => start < bucket);
        const entries = old.flatMap((start) => [...this.entriesOf(start)]);
        for (const start of old)
            this.sums.delete(start);
        return entries;
    }
    /** All sums that are not zero. */
    *entries() {
        for (const bucket of this.sums.keys())
            yield* this.entriesOf(bucket);
    }
    *entriesOf(bucket) {
        for (const [key, byKind] of this.sums.get(bucket) ?? []) {
            for (const [kindId, count] of byKind)
                if (count !== 0)
                    yield { bucket, key, kindId, count };
        }
    }
}
//# sourceMappingURL=tally.js.map