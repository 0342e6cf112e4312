import { describe, expect, it } from 'vitest';
import { handlesTime } from '../../scripts/runners.mjs';

describe('handlesTime', () => {
  it.each(['decode/key-values.test.ts', 'alert/alert-book.test.ts', 'store/clock.test.ts', 'http/time-range.test.ts'])(
    'runs %s again in an odd time zone',
    (path) => {
      expect(handlesTime(path)).toBe(true);
    },
  );

  it.each([
    'store/retention.test.ts',
    'source/tail.test.ts',
    'tooling/runtimes.test.ts',
    'diagnose/simulated-truth.test.ts',
  ])('does not run %s again', (path) => {
    expect(handlesTime(path)).toBe(false);
  });
});
