import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, digitsOf, halvesOf } from '../../server/src/diagnose/drop.js';
import { lagOf, neededWindow, refusalOf } from '../../server/src/diagnose/window-arithmetic.js';
import { AntiReplayWindow } from '../../server/src/source/simulated/anti-replay-window.js';

const number64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const near = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });

describe('numbers of 64 bits', () => {
  it('[DIA-1] come back digit for digit', () => {
    fc.assert(
      fc.property(number64, (value) => {
        const { high, low } = halvesOf(value.toString());
        expect(digitsOf(high, low)).toBe(value.toString());
      }),
    );
  });

  it('[DIA-1] have exact differences wherever they are near each other', () => {
    fc.assert(
      fc.property(number64, near, (value, step) => {
        const other = value + BigInt(step);
        fc.pre(other >= 0n && other < 2n ** 64n);
        const a = halvesOf(other.toString());
        const b = halvesOf(value.toString());
        expect(difference(a.high, a.low, b.high, b.low)).toBe(step);
      }),
    );
  });

  it('are none where a line carries something else', () => {
    for (const text of [undefined, '-1', '-18446744073709551615', '18446744073709551616']) {
      expect(halvesOf(text).high, text).toBeNaN();
    }
  });
});

describe('a refused packet', () => {
  const windowSize = fc.integer({ min: 1, max: 128 }).map((words) => words * 32);

  it('[DIA-2] is late or a copy just where a real window says so', () => {
    fc.assert(
      fc.property(windowSize, fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1 }), (size, seqnos) => {
        const window = new AntiReplayWindow(size);
        for (const seqno of seqnos) {
          const verdict = window.accept(seqno);
          const lag = lagOf(seqno - window.base, size, 'left');
          if (verdict === 'late' || verdict === 'duplicate') expect(refusalOf(lag, size)).toBe(verdict);
        }
      }),
    );
  });

  it('[DIA-2] is the same on a gateway that names the right edge', () => {
    fc.assert(
      fc.property(windowSize, fc.integer({ min: -20_000, max: 20_000 }), (size, above) => {
        expect(lagOf(above - (size - 1), size, 'right')).toBe(lagOf(above, size, 'left'));
      }),
    );
  });

  it('[DIA-3] would have been accepted by the window that it is said to have needed, and by no smaller one', () => {
    fc.assert(
      fc.property(windowSize, fc.integer({ min: 1, max: 100_000 }), (size, behind) => {
        const lag = size - 1 + behind;
        expect(refusalOf(lag, neededWindow(lag))).not.toBe('late');
        expect(refusalOf(lag, neededWindow(lag) - 1)).toBe('late');
      }),
    );
  });
});
