export interface RotatingFileOptions {
    path: string;
    /** Size in bytes that the file does not pass; undefined never rotates. */
    rotateBytes?: number;
    /** Rotated generations kept beside it, `path.1` the newest. */
    keep: number;
    /** Bytes collected before they are written. */
    chunkBytes?: number;
}
/**
 * A log file that is appended to and rotated by renaming and creating, as logrotate does by default. Lines are ASCII.
 * When writing fails the error is thrown and what was not written stays, so that a later `flush` goes on without loss.
 */
export declare class RotatingFile {
    #private;
    /** Opens or creates the file for appending; throws the system's error when that fails. */
    constructor(options: RotatingFileOptions);
    get rotations(): number;
    /** Adds one line, given without its end; a line alone in its file may pass the limit. */
    writeLine(line: string): void;
    /** Writes everything collected and carries out a rotation that is due. */
    flush(): void;
    /** Writes the rest and closes the file. */
    close(): void;
}
