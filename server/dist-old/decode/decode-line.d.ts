import type { DecodeContext, DecodedLine } from './decoded-line.js';
/**
 * Decodes one line in any of the known shapes, found out per line. Never throws, takes time linear in the length of the
 * line, and guesses no value: what the line does not say stays undefined or falls back to what `context` says.
 */
export declare function decodeLine(line: string, context: DecodeContext): DecodedLine;
