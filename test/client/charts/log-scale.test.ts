import { describe, expect, it } from 'vitest';
import { logEnds, logTicks } from '../../../client/src/charts/log-scale.js';

describe('a logarithmic axis', () => {
  it('[SCR-5] begins at the power of ten below the least value, whatever zeros and gaps there are', () => {
    const [from, to] = logEnds([
      [1, 2, 3],
      [0, 4, null],
      [250, 0, 12_000],
    ]);
    expect(from).toBe(1);
    expect(to).toBeGreaterThan(12_000);
    expect(logEnds([[1], [0]])).toEqual([0.1, 1]);
  });

  it('[SCR-5] labels powers of ten, and numbers between them where there are few', () => {
    expect(logTicks(0.1, 13_000)).toEqual([0.1, 1, 10, 100, 1000, 10_000]);
    expect(logTicks(1, 130)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  });
});
