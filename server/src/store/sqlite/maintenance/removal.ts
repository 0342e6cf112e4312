import type { StepCounts } from '../../../core/aggregate/records.js';
import type { NameCache } from '../name-cache.js';
import type { CountSums } from './count-tables.js';
import type { SeqRange } from './removed-ranges.js';

/** What retention removed in one step, for the live model. */
export interface Removal {
  step: number;
  /** Epoch ms. */
  at: number;
  range: SeqRange;
  /** Time of the oldest remaining event, epoch ms; null when there is none. */
  oldest: number | null;
  /** What was removed, in the form in which it was added. */
  counts: StepCounts;
}

interface RemovalParts extends Omit<Removal, 'counts'> {
  sums: CountSums;
  names: NameCache;
}

/** Builds the message about a removal. */
export function removalOf({ sums, names, ...rest }: RemovalParts): Removal {
  const entries = [...sums.seconds.entries()];
  const times = Float64Array.from(entries, ({ bucket }) => bucket * 1000);
  return {
    ...rest,
    counts: {
      seconds: Float64Array.from(entries, ({ bucket }) => bucket),
      subjectIds: Int32Array.from(entries, ({ key }) => names.canonicalOf(key)),
      kindIds: Int32Array.from(entries, ({ kindId }) => kindId),
      counts: Int32Array.from(entries, ({ kindId, count }) => count * names.repeatsOf(kindId)),
      firstTimes: times,
      lastTimes: times,
    },
  };
}
