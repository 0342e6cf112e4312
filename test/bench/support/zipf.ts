/**
 * Draws ranks 0 to `count` − 1, where rank k comes up with a probability in proportion to 1 / (k + 1): a few busy
 * tunnels and thousands of quiet ones. Walker's alias method: two random numbers and no search a draw.
 */
export function zipf(count: number, random: () => number): () => number {
  const weights = Array.from({ length: count }, (_, rank) => 1 / (rank + 1));
  return weighted(weights, random);
}

/** Draws indexes by their weights. */
export function weighted(weights: readonly number[], random: () => number): () => number {
  const count = weights.length;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const share = Float64Array.from(weights, (weight) => weight / mean);
  const alias = new Int32Array(count);
  const [small, large]: [number[], number[]] = [[], []];
  share.forEach((value, index) => (value < 1 ? small : large).push(index));
  for (let low = small.pop(), high = large.pop(); low !== undefined && high !== undefined;) {
    alias[low] = high;
    share[high] = (share[high] ?? 0) + (share[low] ?? 0) - 1;
    if ((share[high] ?? 0) < 1) {
      low = high;
      high = large.pop();
    } else low = small.pop();
  }
  return () => {
    const index = Math.floor(random() * count);
    return random() < (share[index] ?? 1) ? index : (alias[index] ?? index);
  };
}
