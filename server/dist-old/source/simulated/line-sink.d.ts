import type { Writable } from 'node:stream';
import { type RotatingFileOptions } from './rotating-file.js';
/** Where simulated lines go. */
export interface LineSink {
    /** Takes one line, given without its end. */
    write(line: string): void;
    /** Hands on what was taken, and waits where the other side is slow. */
    flush(): Promise<void>;
    /** Hands on the rest and closes; the sink must not be used after it. */
    close(): Promise<void>;
    /** True when the reader has gone away, so that going on makes no sense. */
    isClosed(): boolean;
}
/** A file, appended to and rotated. Throws the system's error when it cannot be opened. */
export declare function createFileSink(options: RotatingFileOptions): LineSink;
/** A stream such as standard output. A reader that goes away (EPIPE, as `head` does) ends it without an error. */
export declare function createStreamSink(stream: Writable): LineSink;
