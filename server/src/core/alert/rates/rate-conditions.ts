import type { AlertBook } from '../registry/alert-registry.js';

/** What rules about rates tell of conditions, and ask: the book of alerts, or a replay that only counts. */
export type RateBook = Pick<AlertBook, 'raise' | 'clear' | 'countRaised' | 'endedAt' | 'raisedConditions'>;
