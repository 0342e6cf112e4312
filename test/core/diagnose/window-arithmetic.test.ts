import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, digitsOf, halvesOf } from '../../../server/src/core/diagnose/drop.js';
import { lagOf, neededWindow, refusalOf } from '../../../server/src/core/diagnose/window-arithmetic.js';
import { AntiReplayWindow } from '../../../server/src/simulator/anti-replay-window.js';
import { runWindow } from '../../../server/src/simulator/packets/window-run.js';

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

describe('packets that arrive at a real window', () => {
  const held = fc.record({ seqno: fc.integer({ min: 1, max: 300 }), lateBy: fc.integer({ min: 0, max: 400 }) });

  it('are dropped just as when each of them arrives one by one', () => {
    fc.assert(
      fc.property(fc.constantFrom(32, 64, 128), fc.array(held, { maxLength: 120 }), (size, chosen) => {
        const flow = { packetsPerSecond: 1000, anchorMs: 0, anchorSeqno: 0, stopsMs: Number.POSITIVE_INFINITY };
        const delays = new Map(chosen.map(({ seqno, lateBy }) => [seqno, lateBy + 0.5]));
        const arrivals = [...delays].map(([seqno, delay]) => {
          return { atMs: seqno + delay, dueMs: seqno, seqno, isOfFlow: true, isAuthentic: true };
        });
        const dropped = runWindow(flow, arrivals, size).map(({ seqno }) => seqno);
        const lastMs = Math.max(0, ...arrivals.map(({ atMs }) => atMs));
        const all = Array.from({ length: Math.floor(lastMs) }, (_, index) => {
          return { seqno: index + 1, atMs: index + 1 + (delays.get(index + 1) ?? 0) };
        });
        const window = new AntiReplayWindow(size);
        const literal = all
          .filter(({ atMs }) => atMs <= lastMs)
          .sort((a, b) => a.atMs - b.atMs)
          .filter(({ seqno }) => ['late', 'duplicate'].includes(window.accept(seqno)));
        expect(dropped.sort((a, b) => a - b)).toEqual(literal.map(({ seqno }) => seqno).sort((a, b) => a - b));
      }),
    );
  });
});
