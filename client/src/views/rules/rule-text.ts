import { formatCount } from '../../format/format-number.js';
import type { NumberWords } from './rule-labels.js';

/** A number of a rule with its unit, such as `5 min`; null is never. */
export function numberText(value: number | null, { unit, scale }: NumberWords): string {
  if (value === null) return 'never';
  return `${formatCount(Number((value * scale).toPrecision(12)))} ${unit}`;
}
