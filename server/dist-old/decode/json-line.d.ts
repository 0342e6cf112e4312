import type { DecodeContext, Prefix, UnreadableLine } from './decoded-line.js';
/** A JSON object that a receiver wrapped around a message: the message, and what the object says of it. */
export interface JsonEnvelope {
    kind: 'envelope';
    message: string;
    outer: Prefix;
}
/** Opens one JSON object a line as rsyslog, syslog-ng, Vector and Fluent Bit write it. */
export declare function openJsonLine(line: string, context: DecodeContext): JsonEnvelope | UnreadableLine;
