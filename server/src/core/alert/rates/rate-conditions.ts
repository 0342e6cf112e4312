import type { AlertRegistry } from '../registry/alert-registry.js';

/** How rate rules report and query conditions: the alert registry, or a replay that only counts. */
export type RateConditions = Pick<AlertRegistry, 'raise' | 'clear' | 'countRaised' | 'endedAt' | 'raisedConditions'>;
