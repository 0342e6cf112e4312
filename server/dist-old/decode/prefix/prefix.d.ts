import type { DecodeContext, Prefix } from '../decoded-line.js';
/**
 * Reads whatever stands in front of the message. Each known shape is tried in turn; a line of none of them is still
 * searched for the gateway's mark, since a receiver may be configured to put anything before it. Undefined when there is
 * no gateway message in the line.
 */
export declare function readPrefix(line: string, context: DecodeContext): Prefix | undefined;
