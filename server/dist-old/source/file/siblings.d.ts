import { type BigIntStats } from 'node:fs';
export interface Sibling {
    file: string;
    stat: BigIntStats;
}
export interface Siblings {
    /** Files that hold text as they stand, oldest first. */
    plain: Sibling[];
    /** Files that we can unpack, oldest first. */
    packed: Sibling[];
    /** Compressed files that nothing here can unpack, oldest first. */
    unreadable: Sibling[];
    /** False when one of them went away meanwhile; it may stand elsewhere by now, under another name. */
    isComplete: boolean;
}
/** True for a file that holds no text as it stands, by its name. */
export declare function isCompressed(file: string): boolean;
/** The log that a rotated file such as NAME.1 or NAME-20260210 is a generation of, by its name; itself for any other. */
export declare function rotatedFrom(file: string): string;
/** True for NAME.1, NAME-20260210, NAME.2.gz and the like. */
export declare function isRotatedName(file: string): boolean;
/**
 * Rotated files beside a path: NAME.1, NAME-20260210, NAME.2.gz and the like, and STEM-20260210.log beside STEM.log, as
 * logrotate's `extension` makes them.
 */
export declare function siblingsOf(file: string): Siblings;
