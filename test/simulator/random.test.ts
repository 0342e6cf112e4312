import { Random } from '@tunnelwatch/server/simulator/random';
import { createWeightedPicker, zipfWeights } from '@tunnelwatch/server/simulator/weighted-picker';
import { describe, expect, it } from 'vitest';

const draw = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.next());

describe('seeded random numbers', () => {
  it('repeat with the seed and differ with seed and stream', () => {
    const first = draw(new Random(5), 20);
    expect(draw(new Random(5), 20)).toEqual(first);
    expect(draw(new Random(6), 20)).not.toEqual(first);
    expect(draw(new Random(5, 1), 20)).not.toEqual(first);
    expect(draw(new Random(5 + 2 ** 32), 20)).not.toEqual(first);
  });

  it('spread evenly', () => {
    const random = new Random(1);
    const counts = new Array<number>(10).fill(0);
    for (let index = 0; index < 100_000; index += 1) {
      const digit = random.integer(0, 9);
      counts[digit] = (counts[digit] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('say that a list is empty', () => {
    expect(() => new Random(1).pick([])).toThrow('empty list');
  });
});

describe('weighted picking', () => {
  it('draws in proportion to the weights', () => {
    const weights = [50, 0, 30, 15, 5];
    const pick = createWeightedPicker(weights);
    const random = new Random(2);
    const counts = new Array<number>(5).fill(0);
    for (let index = 0; index < 100_000; index += 1) {
      const chosen = pick(random);
      counts[chosen] = (counts[chosen] ?? 0) + 1;
    }
    weights.forEach((weight, index) => expect(Math.abs((counts[index] ?? 0) - weight * 1000)).toBeLessThan(700));
    expect(counts[1]).toBe(0);
  });

  it('refuses weights that are all zero', () => {
    expect(() => createWeightedPicker([0, 0])).toThrow('above zero');
  });

  it('falls off with the rank as Zipf says', () => {
    expect(zipfWeights(4, 1)).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
  });
});
