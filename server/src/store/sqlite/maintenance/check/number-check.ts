import type { SeqRange } from '../removed-ranges.js';
import type { Findings } from './finding.js';

/** A range of numbers and what accounts for it. */
export interface NumberedStretch extends SeqRange {
  /** As in "segment 4", "the rows" or "what retention removed". */
  owner: string;
}

/** Checks that every number from 1 on is accounted for exactly once. */
export function checkNumbers(stretches: readonly NumberedStretch[], findings: Findings): void {
  let next = 1;
  let before = 'the beginning';
  for (const { first, last, owner } of [...stretches].sort((a, b) => a.first - b.first || a.last - b.last)) {
    if (first > next) {
      findings.add(
        'numbers',
        `events ${String(next)} to ${String(first - 1)} are missing, between ${before} and ${owner}`,
      );
    } else if (first < next) {
      findings.add(
        'numbers',
        `events ${String(first)} to ${String(Math.min(last, next - 1))} are in ${before} and in ${owner}`,
      );
    }
    if (last + 1 < next) continue;
    next = last + 1;
    before = owner;
  }
}
