import type { DecodeContext, Prefix } from '../decoded-line.js';
/** `1 TIMESTAMP HOST APP PROCID MSGID SD MSG` (RFC 5424 section 6), behind the PRI. False when the line has another shape. */
export declare function readRfc5424(line: string, prefix: Prefix, context: DecodeContext): boolean;
