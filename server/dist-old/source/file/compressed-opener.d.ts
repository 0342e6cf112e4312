import { CompressedReading } from './compressed-reading.js';
import type { FileRegistry } from './file-registry.js';
import type { Generation } from './generation.js';
export interface CompressedOpenerParts {
    sourceId: number;
    registry: FileRegistry;
    maxLineBytes: number;
    /** True when the file was asked for by its name: what is known of it is not left alone then. */
    isReadOnce: boolean;
    onReady: () => void;
    /** A generation that counted as lost is there again; `bytes` of it are to be read after all. */
    onRegained: (bytes: number) => void;
}
/** A compressed file that is being read, and what happens with it at its end. */
export interface OpenCompressed {
    reading: CompressedReading;
    /** Size of the compressed file. */
    packedSize: bigint;
    /**
     * Puts the file on record, so that nobody unpacks it again, and lets its generation go. False when that must wait:
     * what it holds is being read from a plain file.
     */
    settle: () => boolean;
    /** Lets go of it without a record: it is read again later on, from where it ended. */
    abandon: () => void;
}
/** Generations that are open while a compressed file is looked at. */
export interface Beside {
    current: Generation | undefined;
    retired: readonly Generation[];
}
/** `left`: nothing of it is to be read; `later`: look again when something has changed; `busy`: look again soon. */
export type CompressedOutcome = OpenCompressed | 'left' | 'later' | 'busy';
/** Decides what a compressed file is, by what it holds [TAIL-12]. */
export declare class CompressedOpener {
    private readonly parts;
    constructor(parts: CompressedOpenerParts);
    /** Puts a file on record as one that was there before its log was first looked at. */
    ignore(file: string): void;
    /** Begins to read a compressed file, if it may hold something that was not read. */
    open(file: string, beside: Beside): CompressedOutcome;
    private openDescriptor;
    private begin;
    private claim;
    private isSettled;
    private isCandidate;
}
