import type { DecodeContext, Prefix } from '../decoded-line.js';
/** A syslog PRI (RFC 5424 section 6.2.1) at the start of the line: facility × 8 + severity, at most 191. */
export declare function readPri(line: string, prefix: Prefix): void;
/** A stamp in brackets from the device itself, which is in UTC. */
export declare function readDeviceStamp(line: string, prefix: Prefix): boolean;
/** The receiver's stamp in ISO 8601 or BSD form at the start of the line. */
export declare function readHeaderStamp(line: string, prefix: Prefix, context: DecodeContext): boolean;
/** The next word, up to a space; undefined at the end of the line. */
export declare function readToken(line: string, at: number): {
    token: string;
    end: number;
} | undefined;
/** The first position at or after `at` that holds no space. */
export declare function skipSpaces(line: string, at: number): number;
