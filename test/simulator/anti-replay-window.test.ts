import { AntiReplayWindow } from '@tunnelwatch/server/simulator/anti-replay-window';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** RFC 4303 section 3.4.3 in the most literal way: a set of all numbers ever accepted. */
class LiteralWindow {
  readonly seen = new Set<number>();
  top: number;
  constructor(readonly size: number) {
    this.top = size;
  }
  get base(): number {
    return this.top - this.size + 1;
  }
  verdict(seqno: number): string {
    if (seqno < this.base) return 'late';
    if (seqno > this.top) return 'above';
    return this.seen.has(seqno) ? 'duplicate' : 'open';
  }
  accept(seqno: number): void {
    if (seqno < this.base || this.seen.has(seqno)) return;
    this.seen.add(seqno);
    this.top = Math.max(this.top, seqno);
  }
}

type Step = { kind: 'accept' | 'advance'; by: number };

const steps = fc.array(
  fc.record<Step>({ kind: fc.constantFrom('accept', 'advance'), by: fc.integer({ min: -150, max: 300 }) }),
  { maxLength: 80 },
);

describe('anti-replay window (RFC 4303 section 3.4.3)', () => {
  it('judges every number as a literal reading of the RFC does, whatever arrives', () => {
    fc.assert(
      fc.property(fc.constantFrom(32, 64, 128, 256), steps, (size, walk) => {
        const window = new AntiReplayWindow(size);
        const literal = new LiteralWindow(size);
        for (const { kind, by } of walk) {
          const seqno = Math.max(1, window.highest + by);
          if (kind === 'accept') {
            expect(window.accept(seqno)).toBe(literal.verdict(seqno));
            literal.accept(seqno);
          } else {
            const highest = Math.max(0, ...literal.seen);
            window.advanceTo(seqno);
            for (let next = highest + 1; next <= seqno; next += 1) literal.accept(next);
          }
          expect([window.base, window.top]).toEqual([literal.base, literal.top]);
          for (let near = Math.max(1, window.base - 3); near <= window.top + 3; near += 1) {
            expect(window.verdict(near)).toBe(literal.verdict(near));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('starts at [1, size] with nothing seen', () => {
    const window = new AntiReplayWindow(64);
    expect([window.base, window.top, window.highest]).toEqual([1, 64, 0]);
    expect(window.verdict(1)).toBe('open');
  });

  it('keeps exact numbers beyond 32 bits', () => {
    const window = new AntiReplayWindow(64);
    const far = 5 * 2 ** 32 + 17;
    window.advanceTo(far);
    expect(window.base).toBe(far - 63);
    expect(window.verdict(far - 63)).toBe('duplicate');
    expect(window.verdict(far - 64)).toBe('late');
  });

  it('refuses a size that is no multiple of 32 of 32 to 4096', () => {
    for (const size of [0, 31, 48, 8192]) expect(() => new AntiReplayWindow(size)).toThrow(`a window of ${size}`);
  });
});
