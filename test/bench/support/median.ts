import type { Spread } from '../report.js';
import { percentile } from './percentile.js';

/** The middle one; of an even number of values the lower of the two in the middle. NaN for no values. */
export function medianOf(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function spreadOf(values: readonly number[]): Spread {
  return { min: Math.min(...values), max: Math.max(...values) };
}
