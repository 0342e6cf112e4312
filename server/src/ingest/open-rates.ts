import type { AlertRules } from '@tunnelwatch/shared/alert-rules';
import type { AlertBook } from '../core/alert/registry/alert-registry.js';
import { RateWatch } from '../core/alert/rates/rate-evaluator.js';
import type { StoreState } from '../store/store.js';
import type { Interner } from '../core/aggregate/interner.js';

export interface RateOptions {
  /** Null where nothing is followed: then no rate is judged. */
  rules: AlertRules | null;
  isWatched: boolean;
  pastAfterMs: number;
  clock: () => number;
}

/** The judge of rates, over what the store has counted of late. */
export function openRates(
  book: AlertBook,
  state: StoreState,
  interner: Interner,
  { rules, isWatched, pastAfterMs, clock }: RateOptions,
): RateWatch | undefined {
  if (rules === null || !isWatched) return undefined;
  return new RateWatch({
    ...{
      book,
      rules,
      pastAfterMs,
      recent: state.recent ?? [],
      usual: state.usual ?? [],
      storedRules: state.ruleSettings ?? [],
      now: clock(),
    },
    subjectOf: (id) => interner.subjectById(id),
    idOf: (subject) => interner.subjectId(subject),
    kindOf: (id) => interner.kindById(id),
  });
}
