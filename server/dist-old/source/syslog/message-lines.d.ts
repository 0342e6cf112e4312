import type { LineSink } from '../framing.js';
/**
 * Hands over the lines of one message, which a sender may have broken, or which may be several (`\n` between them). NUL
 * bytes around a line and a carriage return at its end are dropped, and so is what ends the message. A line above
 * `maxLineBytes` is cut and marked, as in a file [TAIL-7].
 * @param isCut the message went on beyond `end`
 */
export declare function messageLines(buffer: Buffer, bounds: MessageBounds, maxLineBytes: number, sink: LineSink): void;
export interface MessageBounds {
    start: number;
    end: number;
    isCut: boolean;
}
/** Hands over one line without its carriage return and without NUL bytes around it. */
export declare function emitLine(buffer: Buffer, bounds: MessageBounds, maxLineBytes: number, sink: LineSink): void;
/**
 * The lines of a datagram (RFC 5426: one datagram is one message). Several messages in one, each on a line of its own,
 * are several lines; a count in front, as `logger --udp --octet-count` writes it, is dropped.
 */
export declare function datagramLines(datagram: Buffer, maxLineBytes: number, sink: LineSink): void;
