import type { LineSink } from '../framing.js';
import type { FileRegistry } from './file-registry.js';
import type { Generation } from './generation.js';
import type { Sibling } from './siblings.js';
import type { TailListener } from './tail-listener.js';
interface LostParts {
    path: string;
    sourceId: number;
    registry: FileRegistry;
    listener: TailListener;
}
/** Keeps account of generations that are gone: what of them was never read is said, in bytes, and never forgotten. */
export declare class LostGenerations {
    private readonly parts;
    /** What is lost, and what to do about it; null when nothing is. */
    note: string | null;
    private readonly orphans;
    private isFirst;
    constructor(parts: LostParts);
    /** A generation whose unfinished last line may go on in a copy that was not looked into yet. */
    orphan(generation: Generation, sink: LineSink): void;
    /** Something that counted as lost is there again. */
    regained(bytes: number): void;
    /**
     * Call it when every file beside the path was looked at: generations that were being read and stand nowhere any more
     * are gone. Compressed files that nothing here can unpack may be what they became.
     */
    settle(unreadable: readonly Sibling[]): void;
    /** Gives the bytes of it that were never read. */
    private giveUp;
    /** Those that were not met before; they are on record from now on. */
    private newOnes;
    /** Compressing keeps the time of the last change: lines that were written after the newest one that came are missing. */
    private isLaterThanArrivals;
}
export {};
