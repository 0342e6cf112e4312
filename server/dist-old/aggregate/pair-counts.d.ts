/** Counts of pairs (subject or gateway, kind), with the times of the oldest and the newest event of each. */
export declare class PairCounts {
    private readonly places;
    private keys;
    /** Values of the first `size` pairs. */
    counts: Float64Array<ArrayBuffer>;
    /** Epoch ms. */
    firstTimes: Float64Array<ArrayBuffer>;
    /** Epoch ms. */
    lastTimes: Float64Array<ArrayBuffer>;
    private used;
    get size(): number;
    /** Counts one event of a pair; gives the pair's place. */
    add(id: number, kindId: number, time: number): number;
    /** Counts several events of a pair. */
    addMany(id: number, kindId: number, count: number, firstTime: number, lastTime: number): void;
    private addTo;
    /** Counts what another one has counted. */
    addAll(other: PairCounts): void;
    id(at: number): number;
    kindId(at: number): number;
    /** Places in the order of their pairs: a table with that key is written from one end to the other. */
    inOrder(): Uint32Array;
    private put;
    private grow;
}
/** Counts of pairs by bucket of time. Events mostly fall into the bucket of the event before. */
export declare class BucketCounts {
    readonly buckets: Map<number, PairCounts>;
    private bucket;
    private current;
    /** The counts of a bucket. */
    at(bucket: number): PairCounts;
}
