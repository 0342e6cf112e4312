import type { Random } from './random.js';

/** Returns an index, each with a probability in proportion to its weight. */
type WeightedPicker = (random: Random) => number;

/**
 * Prepares drawing from fixed weights with Vose's alias method: constant time a draw, so that 100,000 tunnels cost no
 * more than ten. Weights are not negative, and at least one is above zero.
 */
export function createWeightedPicker(weights: readonly number[]): WeightedPicker {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('at least one weight must be above zero');
  const size = weights.length;
  const keep = Float64Array.from(weights, (weight) => (weight / total) * size);
  const alias = new Uint32Array(size);
  const small: number[] = [];
  const large: number[] = [];
  keep.forEach((share, index) => (share < 1 ? small : large).push(index));
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() ?? 0;
    const rich = large.pop() ?? 0;
    alias[poor] = rich;
    const left = (keep[rich] ?? 0) + (keep[poor] ?? 0) - 1;
    keep[rich] = left;
    (left < 1 ? small : large).push(rich);
  }
  // What is left over differs from one by rounding only.
  for (const index of [...small, ...large]) keep[index] = 1;
  return (random) => {
    const index = Math.floor(random.next() * size);
    return random.next() < (keep[index] ?? 1) ? index : (alias[index] ?? index);
  };
}

/** Weights of a Zipf distribution with the given exponent for ranks 1 to `count`. */
export function zipfWeights(count: number, exponent: number): number[] {
  return Array.from({ length: count }, (_, rank) => 1 / (rank + 1) ** exponent);
}
