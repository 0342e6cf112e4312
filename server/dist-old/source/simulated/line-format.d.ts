import type { SimulatedMessage } from './message.js';
/** Shapes of a line as devices and receivers write them. Times without an offset are UTC. */
export declare const LINE_FORMATS: readonly ["rfc5424", "rfc3164", "receiver-and-device", "raw", "with-year", "rsyslog", "kiwi", "json"];
export type LineFormat = (typeof LINE_FORMATS)[number];
/** `all` goes through the formats line by line. */
export declare const FORMAT_CHOICES: readonly ["rfc5424", "rfc3164", "receiver-and-device", "raw", "with-year", "rsyslog", "kiwi", "json", "all"];
export type FormatChoice = (typeof FORMAT_CHOICES)[number];
/** Writes a message as one line without its end; `lineNumber` counts from 0. */
type LineWriter = (message: SimulatedMessage, atMs: number, lineNumber: number) => string;
/** The writer of a format. */
export declare function createLineWriter(choice: FormatChoice): LineWriter;
export {};
