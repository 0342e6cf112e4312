import type { AlertRules } from '@tunnelwatch/shared/alert-rules';
import type { AlertBook } from '../alert/alert-book.js';
import { RateWatch } from '../alert/rate-watch.js';
import type { StoreState } from '../store/store.js';
import type { Interner } from './interner.js';
export interface RateOptions {
    /** Null where nothing is followed: then no rate is judged. */
    rules: AlertRules | null;
    isWatched: boolean;
    pastAfterMs: number;
    clock: () => number;
}
/** The judge of rates, over what the store has counted of late. */
export declare function openRates(book: AlertBook, state: StoreState, interner: Interner, { rules, isWatched, pastAfterMs, clock }: RateOptions): RateWatch | undefined;
