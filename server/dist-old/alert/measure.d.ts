import type { KindRecord } from '../aggregate/records.js';
/** What rules about rates count of a subject: the classes that have one, and some messages by their id. */
export declare const MEASURES: readonly ["replay", "integrity", "decryption", "encryption", "malformed", "reassembly", "ecn", "overflow", "lowMemory", "resize", "crypto"];
export type Measure = (typeof MEASURES)[number];
/** Numbers of the measures that events of a kind count for; most count for none or one. */
export declare function measuresOf({ class: ofClass, messageId }: Pick<KindRecord, 'class' | 'messageId'>): number[];
