import { type BigIntStats } from 'node:fs';
import type { Moment } from '../moment.js';
import { type FileRecord } from './file-record.js';
import { Generation } from './generation.js';
/** A file that was read to its end and closed, since others need the handle more; its record stays claimed. */
export declare class ParkedGeneration {
    readonly record: FileRecord;
    private readonly seen;
    private readonly newestTime;
    /** It may have changed since its last look without showing it. */
    private readonly isFresh;
    private constructor();
    static of(generation: Generation): ParkedGeneration;
    /** True when a file is the one that was parked, and has not been touched since. */
    isUnchanged(stat: BigIntStats): boolean;
    /** Opens it again; undefined when another file stands under the path by now. Whether it was rewritten shows at its first reading. */
    reopen(path: string, maxLineBytes: number, now: Moment): Generation | undefined;
}
