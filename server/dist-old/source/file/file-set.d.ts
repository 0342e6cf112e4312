import type { Moment } from '../moment.js';
import type { FileRegistry } from './file-registry.js';
import { FileTail } from './file-tail.js';
import type { OpenHandles } from './open-handles.js';
import type { TailListener } from './tail-listener.js';
/** Makes the source of a path: its number and who counts its lines. */
export type SourceOpener = (file: string) => {
    sourceId: number;
    listener: TailListener;
};
export interface FileSetOptions {
    patterns: readonly string[];
    registry: FileRegistry;
    handles: OpenHandles;
    maxLineBytes: number;
    /** True for files that are read once and not followed. */
    isReadOnce: boolean;
    openSource: SourceOpener;
    /** True when what was read must be handed over before more is read: the rest of the files wait for the next look. */
    isFull: () => boolean;
    /** Called when something changed in a watched folder. */
    onChange: () => void;
    /** Called with what could not be watched; looking at intervals goes on. */
    onWatchError: (message: string) => void;
}
/** A pattern that no file matches, and why when there is a reason. */
export interface UnmatchedPattern {
    pattern: string;
    error: string | null;
}
/** All files behind a list of paths and patterns, those that appear later included. */
export declare class FileSet {
    private readonly options;
    readonly tails: Map<string, FileTail>;
    /** Patterns that nothing matched when they were last tried. */
    unmatched: UnmatchedPattern[];
    private readonly watch;
    /** Tails by the full name of their file, and of the file that it is a link to. */
    private readonly byName;
    private discoverAt;
    private lastDiscovery;
    private discoveryCost;
    private mustDiscover;
    private nextTail;
    private lastLook;
    constructor(options: FileSetOptions);
    /** True while a compressed generation is read in the background. */
    get isUnpacking(): boolean;
    /** Looks once at every file that may have changed, one chunk each; true when there may be more at once. */
    look(now: Moment): boolean;
    close(): void;
    /** How many files are looked at although nothing says that they have changed. */
    private shareOf;
    private notice;
    private discover;
    private add;
    private index;
    private matches;
}
