/** Gets one line: the bytes of `buffer` from `start` to `end` without its line end; valid only during the call. */
export type LineSink = (buffer: Buffer, start: number, end: number, isCut: boolean) => void;
/** What must be stored beside a position so that framing can go on there. */
export interface FramingState {
    /** True when a line longer than the limit was cut and its rest is still to be skipped. */
    isSkipping: boolean;
}
/**
 * Cuts a stream of bytes into lines at newlines [TAIL-4]. The unfinished last line waits for its end. A line longer than
 * `maxLineBytes` is handed over cut to that length and marked, and its rest is skipped up to the next newline, so memory
 * stays bounded and the next line is intact [TAIL-7]. NUL bytes at the start of a line are dropped: a writer without
 * O_APPEND leaves such a hole behind after a truncation.
 */
export declare class LineFramer {
    private readonly maxLineBytes;
    private carry;
    private skipping;
    private consumedBytes;
    constructor(maxLineBytes: number, state?: FramingState);
    /** Bytes of the stream that need not be read again: all but the unfinished last line. */
    get consumed(): number;
    /** Bytes of the unfinished last line. */
    get pendingBytes(): number;
    get state(): FramingState;
    /** Takes the next bytes and hands every line that they complete to `sink`. The chunk may be reused afterwards. */
    push(chunk: Buffer, sink: LineSink): void;
    /** Hands over the unfinished last line as it is: its file was rotated away and will not grow any more [TAIL-5]. */
    flush(sink: LineSink): void;
    private takeOverlong;
    private emit;
}
