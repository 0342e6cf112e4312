import type { LagBucket } from '@tunnelwatch/shared/diagnosis';
/**
 * Counts late packets by the window that each would have needed. Bounds are powers of two and quarters between them,
 * since windows are powers of two: what a window of such a size accepts is counted exactly. Only buckets with packets
 * take room: there may be several of these for each of 100,000 tunnels, and most have a few buckets.
 */
export declare class NeededWindows {
    /** Buckets with packets in rising order, each as its number times 2^32 plus its packets: one array takes half of two. */
    private entries;
    total: number;
    most: number;
    add(needed: number): void;
    addAll(other: NeededWindows): void;
    /** Adds the packets of another count that need no more than so much, to the bucket. */
    addUpTo(other: NeededWindows, most: number): void;
    /** Packets that a window accepts, exactly for a power of two. */
    acceptedBy(window: number): number;
    /** The smallest bound at or below which a share (0 to 1) of the packets lies; 0 without packets. */
    quantile(share: number): number;
    /** Buckets from the first to the last one with a packet, empty ones between them included. */
    buckets(): LagBucket[];
}
