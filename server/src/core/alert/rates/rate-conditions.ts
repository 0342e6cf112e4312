import type { AlertRegistry } from '../registry/alert-registry.js';

/** What rules about rates tell of conditions, and ask: the book of alerts, or a replay that only counts. */
export type RateConditions = Pick<AlertRegistry, 'raise' | 'clear' | 'countRaised' | 'endedAt' | 'raisedConditions'>;
