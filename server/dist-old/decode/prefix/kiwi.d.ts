import type { Prefix } from '../decoded-line.js';
/** The tab-separated rest of a Kiwi line behind its stamp: facility.severity, sender, message. */
export declare function readKiwi(line: string, prefix: Prefix): boolean;
