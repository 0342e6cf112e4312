import type { SeqRange } from '../removed-ranges.js';
import type { Findings } from './finding.js';
/** A stretch of numbers and what accounts for it. */
export interface NumberedStretch extends SeqRange {
    /** As in "segment 4", "the rows" or "what retention removed". */
    owner: string;
}
/** Checks that every number from 1 on is accounted for exactly once. */
export declare function checkNumbers(stretches: readonly NumberedStretch[], findings: Findings): void;
