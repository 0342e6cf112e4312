/** A count in front of a message (RFC 6587 section 3.4.1). */
export interface FrameHeader {
    /** Bytes of the message. */
    count: number;
    /** Where the message begins. */
    bodyAt: number;
}
/**
 * Reads `MSG-LEN SP` where it stands before the `<` and a digit of a PRI: a line that merely begins with a number, as
 * `1 2026-02-10T…` does, is none. `partial` when the bytes may become one.
 */
export declare function readFrameHeader(buffer: Buffer, start: number): FrameHeader | 'partial' | undefined;
/**
 * Where the next count stands in a text that lost its frames; undefined when there is none in sight. Digits of the text
 * in front may touch the count: the longest reading whose message is followed by a further frame, or by nothing, counts.
 */
export declare function findFrameHeader(buffer: Buffer, from: number, end: number): number | undefined;
/** True when a message with a PRI begins there (RFC 5424 section 6.2.1); `partial` when the next byte will tell. */
export declare function beginsMessage(buffer: Buffer, at: number): boolean | 'partial';
