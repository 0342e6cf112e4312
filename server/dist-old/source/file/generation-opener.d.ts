import type { Moment } from '../moment.js';
import type { FileRecord } from './file-record.js';
import type { FileRegistry } from './file-registry.js';
import { Generation } from './generation.js';
import type { Siblings } from './siblings.js';
export interface OpenerParts {
    path: string;
    sourceId: number;
    registry: FileRegistry;
    maxLineBytes: number;
    /** True for a file that is read once and not followed. */
    isReadOnce: boolean;
    /** A generation that was being read was found truncated or written anew. */
    onTruncated: () => void;
    /** A generation that counted as lost is there again; `bytes` of it are to be read after all. */
    onRegained: (bytes: number) => void;
}
/** What a look at the siblings starts from. */
export interface SiblingLook {
    now: Moment;
    /** The generations that are open. */
    open: readonly Generation[];
    /** The one that was just found truncated. */
    truncated: Generation | undefined;
}
export interface FoundSiblings {
    /** To be read, oldest first. */
    generations: Generation[];
    /** A copy goes on where the truncated generation ended. */
    isContinued: boolean;
    /** False when a file moved meanwhile: look again. */
    isComplete: boolean;
    /** Names of rotated files that are empty; a writer may still have them open. */
    empty: string[];
    error: unknown;
}
/** Decides for files under a path and beside it which of them are to be read, and from where. */
export declare class GenerationOpener {
    private readonly parts;
    constructor(parts: OpenerParts);
    /** Opens the path itself; undefined when its file is being read already, or has just gone. */
    openPath(now: Moment): Generation | undefined;
    /** Takes an open file for reading; undefined when it is being read already. */
    begin(descriptor: number, record: FileRecord, now: Moment): Generation | undefined;
    /**
     * Looks at the rotated files beside the path. Generations that were being read when we stopped go on at their
     * position; ones born since then (rotated twice between two looks) are read from 0. On the very first sight of a log
     * its older generations are put on record and left alone [TAIL-6].
     */
    openSiblings({ plain, isComplete }: Siblings, isFirstEver: boolean, look: SiblingLook): FoundSiblings;
    /** True when `adopt` knew what to do with the file. */
    private openSibling;
    /** Makes a generation of an open file unless it is being read already. */
    private adopt;
    /** A copy of a file that is, or was, read under another name: only what it has beyond that is read. */
    private openCopy;
    /** A file that was met before goes on at its position, if there is something left of it. */
    private adoptKnown;
    private adoptUnknown;
    /**
     * The generation of this source that an unknown file begins and goes on like, or whose beginning it is: the file is a
     * copy, as copytruncate or a backup makes it. Of several, copies of one another, it is the one that was read furthest.
     */
    private findCopied;
    /** When the original is gone or truncated, what a copy holds beyond the position is read from it [TAIL-8]. */
    private adoptCopy;
    private continued;
}
