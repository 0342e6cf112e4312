import {
  InboundSa,
  MAX_SEQNO_32,
  OutboundSa,
  type InboundSettings,
} from '@tunnelwatch/server/simulator/security-association';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const HOUR = 3_600_000;

const SETTINGS: InboundSettings = {
  windowSize: 64,
  packetsPerSecond: 1000,
  usesEsn: false,
  createdAtMs: 0,
  lifetimeMs: HOUR,
  firstSeqno: 1,
};

describe('inbound SA', () => {
  it('counts at its packet rate', () => {
    const sa = new InboundSa(SETTINGS);
    sa.advanceTo(10_000);
    expect(sa.window.top).toBe(10_000);
    expect(sa.window.base).toBe(10_000 - 63);
  });

  it('never lets its window fall without a rekey', () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 400_000 }), fc.constantFrom('go', 'rekey', 'faster')));
    fc.assert(
      fc.property(moves, fc.constantFrom(32, 64, 1024), (walk, windowSize) => {
        const sa = new InboundSa({ ...SETTINGS, windowSize });
        let atMs = 0;
        for (const [byMs, kind] of walk) {
          const { generation } = sa;
          const { base } = sa.window;
          atMs += byMs;
          if (kind === 'rekey') sa.rekey(atMs);
          if (kind === 'faster') sa.rekey(atMs, 1000 + byMs / 100);
          sa.advanceTo(atMs);
          if (sa.generation === generation) expect(sa.window.base).toBeGreaterThanOrEqual(base);
        }
      }),
    );
  });

  it('starts near 1 again after its lifetime, as often as that has passed', () => {
    const sa = new InboundSa(SETTINGS);
    sa.advanceTo(3 * HOUR + 5000);
    expect(sa.generation).toBe(2);
    expect(sa.window.top).toBe(5000);
  });

  it('rekeys before 2^32 packets when its numbers are not extended', () => {
    const sa = new InboundSa({ ...SETTINGS, packetsPerSecond: 1_000_000, lifetimeMs: 100 * HOUR });
    sa.advanceTo(71 * 60_000);
    expect(sa.generation).toBe(2);
    expect(sa.window.top).toBeLessThanOrEqual(MAX_SEQNO_32);
  });

  it('says when its next SA is due, by age or by volume', () => {
    const sa = new InboundSa(SETTINGS);
    expect(sa.rekeysAtMs).toBe(HOUR);
    sa.rekey(10_000, 4_000_000);
    expect(sa.rekeysAtMs).toBeGreaterThan(1_000_000);
    expect(sa.rekeysAtMs).toBeLessThan(1_040_000);
    sa.advanceTo(11_000);
    expect(sa.window.top).toBe(4_000_000);
  });

  it('takes a late packet with extended numbers for one of the next subspace (RFC 4303 appendix A2.2)', () => {
    const sa = new InboundSa({ ...SETTINGS, usesEsn: true, firstSeqno: 3 * 2 ** 32 + 1 });
    sa.advanceTo(10_000);
    const { base, top } = sa.window;
    expect(sa.read(base - 1)).toEqual({ seqno: base - 1 + 2 ** 32, verdict: 'above', isMisread: true });
    expect(sa.read(top)).toEqual({ seqno: top, verdict: 'duplicate', isMisread: false });
    expect(sa.read(top + 5)).toEqual({ seqno: top + 5, verdict: 'above', isMisread: false });
  });

  it('reads a window that spans two subspaces', () => {
    const sa = new InboundSa({ ...SETTINGS, usesEsn: true, firstSeqno: 2 ** 32 - 9 });
    sa.advanceTo(20);
    expect(sa.window.top).toBe(2 ** 32 + 10);
    expect(sa.read(2 ** 32 - 5)).toEqual({ seqno: 2 ** 32 - 5, verdict: 'duplicate', isMisread: false });
    expect(sa.read(2 ** 32 + 3)).toEqual({ seqno: 2 ** 32 + 3, verdict: 'duplicate', isMisread: false });
  });
});

describe('outbound SA', () => {
  it('ends at 2^32 - 1 and stays there until a rekey', () => {
    const sa = new OutboundSa(SETTINGS);
    sa.exhaustAfter(1000, 5);
    expect(sa.seqnoAt(5999)).toBe(MAX_SEQNO_32 - 1);
    expect(sa.seqnoAt(6000)).toBe(MAX_SEQNO_32);
    expect(sa.seqnoAt(9 * HOUR)).toBe(MAX_SEQNO_32);
    sa.rekey(9 * HOUR);
    expect(sa.seqnoAt(9 * HOUR + 2000)).toBe(2000);
  });
});
