import type { Random } from './random.js';
/** Returns an index, each with a probability in proportion to its weight. */
type WeightedPicker = (random: Random) => number;
/**
 * Prepares drawing from fixed weights with Vose's alias method: constant time a draw, so that 100,000 tunnels cost no
 * more than ten. Weights are not negative, and at least one is above zero.
 */
export declare function createWeightedPicker(weights: readonly number[]): WeightedPicker;
/** Weights of a Zipf distribution with the given exponent for ranks 1 to `count`. */
export declare function zipfWeights(count: number, exponent: number): number[];
export {};
