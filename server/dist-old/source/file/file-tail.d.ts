import type { Silence } from '@tunnelwatch/shared/source-health';
import type { Moment } from '../moment.js';
import type { FileRegistry } from './file-registry.js';
import type { TailListener } from './tail-listener.js';
export interface FileTailParts {
    path: string;
    sourceId: number;
    registry: FileRegistry;
    listener: TailListener;
    maxLineBytes: number;
    /** True for a file that is read once and not followed. */
    isReadOnce: boolean;
    /** Called when something can be read that no look has to find first. */
    onReady: () => void;
    /** Called when the system refuses to open one more file. */
    onTooManyOpen: () => void;
}
export type TailState = 'starting' | 'reading' | 'idle' | 'waiting' | 'degraded';
/**
 * Follows one path through everything that happens to it: growth, rotation by rename, truncation, removal and
 * re-creation. Rotated generations are read to their end before they are closed [TAIL-2].
 */
export declare class FileTail {
    private readonly parts;
    state: TailState;
    lastError: string | null;
    /** True while bytes wait that were not read; an unfinished last line waits for its writer and does not count. */
    isBehind: boolean;
    /** The last look that left nothing unread, epoch ms; null when there was none yet. */
    readThroughAt: number | null;
    /** Bytes read since this tail began. */
    bytesRead: number;
    /** Set by the watch over silence while nothing comes although something usually would. */
    silence: Silence | null;
    /** When it wants to be looked at, by the clock that never jumps; infinity when a notice will tell. */
    dueAt: number;
    private current;
    private parked;
    private readonly retired;
    private readonly successors;
    private hasOpened;
    private trouble;
    private failures;
    private folderChange;
    private isToldBeside;
    private besideAgainAt;
    constructor(parts: FileTailParts);
    get path(): string;
    get sourceId(): number;
    get offset(): number;
    get size(): number | null;
    get lagBytes(): number;
    /** True while a compressed generation is read in the background. */
    get isUnpacking(): boolean;
    /** True while the path's own file is open. */
    get isOpen(): boolean;
    /** Something has happened to a file beside the path; many notices are one. */
    noticeBeside(): void;
    /** Looks at the path and reads up to one chunk of each open generation; true when there may be more at once. */
    look(now: Moment): boolean;
    /** Nothing has told of a change since the last look: what was read through then still is. */
    passOver({ wall }: Moment): void;
    /** Takes unfinished last lines as they are: the end of a one-off reading of whole files. */
    finish(now: Moment): void;
    /** Closes the path's file while nothing happens to it; true when it was. The next look opens it when it has changed. */
    park(): boolean;
    close(): void;
    /** All generations that are open, oldest first. */
    private open;
    /** What fails in one generation must not keep the others from being read. */
    private attempt;
    /** Something in the file itself that keeps all of its lines from being understood. */
    private fault;
    private plan;
    /** Opens what stands under the path now; false when nothing does. */
    private follow;
    private statPath;
    /** Opens a parked file again when it has changed. One that was rotated away meanwhile is found beside the path. */
    private unpark;
    /** While nothing stands under the path, a file may come and be rotated away between two looks. */
    private waitForIt;
    /** Another file stands under the path than before. */
    private change;
    private retire;
    private readAll;
    private readOne;
    /**
     * The file was truncated in place (copytruncate) or written anew: begins again at 0 [TAIL-3]. Its unfinished last line
     * is taken as it is, unless a copy holds more of it.
     */
    private restart;
    private retireForGood;
    private drop;
    private sinkOf;
    private lookBeside;
}
