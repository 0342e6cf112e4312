import type { LineSink } from '../framing.js';
import type { Moment } from '../moment.js';
import { type Beside, type OpenCompressed } from './compressed-opener.js';
import type { Generation } from './generation.js';
import { GenerationOpener } from './generation-opener.js';
import type { TailListener } from './tail-listener.js';
import type { FileRegistry } from './file-registry.js';
export interface SuccessorsParts {
    path: string;
    sourceId: number;
    registry: FileRegistry;
    maxLineBytes: number;
    isReadOnce: boolean;
    listener: TailListener;
    /** Called when something was unpacked. */
    onReady: () => void;
}
export interface SuccessorsLook extends Beside {
    now: Moment;
    truncated: Generation | undefined;
    /** False while it is not known what stands under the path: then nothing counts as gone. */
    isPathKnown: boolean;
}
export interface LookOutcome {
    generations: Generation[];
    isContinued: boolean;
    error: unknown;
}
/** What became of the generations of one log: renamed, copied or compressed files beside it, and those that are gone. */
export declare class Successors {
    private readonly parts;
    /** Something may have changed beside the path. */
    mustLook: boolean;
    /** When to look again without being told to, by the clock that never jumps. */
    lookAgainAt: number;
    readonly opener: GenerationOpener;
    private readonly compressed;
    private readonly lost;
    private readonly failures;
    private open;
    private empty;
    constructor(parts: SuccessorsParts);
    /** What is wrong with files beside the path, or what of them is lost; null when nothing is. */
    get fault(): string | null;
    /** True while a compressed generation is being read. */
    get isUnpacking(): boolean;
    look(look: SuccessorsLook): LookOutcome;
    /** A generation that was truncated, or that a compressed file may go on with: its unfinished last line is taken as it is once it is sure that no copy has more of it. */
    orphan(generation: Generation, sink: LineSink): void;
    /** Takes the next lines of a compressed generation; true when there may be more at once. */
    step(sinkOf: (reading: OpenCompressed['reading']) => LineSink, now: Moment): boolean;
    close(): void;
    private waitForEmpty;
    private ignore;
    /** Begins with the oldest compressed file that may hold something new; true when none is left to decide about. */
    private lookAtPacked;
    private openPacked;
    private fail;
    private lookAgainBy;
}
