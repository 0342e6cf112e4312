import { emptyCounts, sampleOf, tallyLine } from '@tunnelwatch/server/core/aggregate/source-tally';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { classifyLine } from '@tunnelwatch/server/core/classify/classify-line';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { decodeLine } from '@tunnelwatch/server/core/decode/decode-line';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { UNREADABLE_REASON_TEXT } from '@tunnelwatch/shared/source-health';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const NOW = Date.UTC(2026, 1, 10, 12);
const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const zone = zoneReader('UTC');

function tallyOf(lines: readonly string[], isCut = false) {
  const tally = emptyCounts();
  lines.forEach((line, at) => {
    const context = { arrivedAt: NOW + at, near: NOW, zone, gatewayHint: 'gw1' };
    tallyLine(tally, line, isCut, classifyLine(decodeLine(line, context), catalogue), NOW + at);
  });
  return tally;
}

const known = '[2026-02-10 11:00:00] EFW: IPSEC: prio=2 id=278 matchkey=1';
const unknown = (id: string) => `[2026-02-10 11:00:01] EFW: IPSEC: prio=2 id=${id} matchkey=1`;
const other = (category: string) => `[2026-02-10 11:00:02] EFW: ${category}: prio=1 id=600001 event=conn_open`;

describe('the tally of a source', () => {
  it('[TAIL-11] counts each line as exactly one thing, whatever the lines are', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '   ',
        known,
        unknown('1690'),
        other('CONN'),
        '{"message":',
        'no gateway message',
        'EFW: IPSEC:',
      ),
      fc.string({ unit: 'binary' }),
      fc.string().map((rest) => `EFW: IPSEC: prio=2 id=${rest}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 50 }), (lines) => {
        const { counts, ...rest } = tallyOf(lines);
        const sum = (of: Record<string, number>) => Object.values(of).reduce((total, count) => total + count, 0);
        expect(counts.lines).toBe(lines.length);
        expect(counts.events + counts.other + counts.unreadable + counts.empty).toBe(lines.length);
        expect(sum(rest.unreadableByReason)).toBe(counts.unreadable);
        expect(sum(rest.otherByCategory)).toBe(counts.other);
        expect(sum(rest.unknownById)).toBe(counts.unknown);
        expect(counts.unknown).toBeLessThanOrEqual(counts.events);
        expect(rest.unreadableSamples).toHaveLength(Math.min(20, counts.unreadable));
      }),
    );
  });

  it('says what came of the lines, with samples of what was unknown or unreadable', () => {
    const tally = tallyOf([known, unknown('1690'), unknown('1690'), other('CONN'), '', 'rubbish'], true);
    expect(tally.counts).toEqual({
      lines: 6,
      events: 3,
      unknown: 2,
      other: 1,
      unreadable: 1,
      empty: 1,
      cut: 6,
      slow: 6,
      timeUnknown: 0,
      gatewayUnknown: 0,
    });
    expect(tally.unknownById).toEqual({ 1690: 2 });
    expect(tally.otherByCategory).toEqual({ CONN: 1 });
    expect(tally.unreadableByReason).toEqual({ 'no-gateway-message': 1 });
    expect(tally.unreadableSamples).toEqual([
      { at: NOW + 5, reason: UNREADABLE_REASON_TEXT['no-gateway-message'], line: 'rubbish' },
    ]);
    // Of one id one sample a second: a frequent one must not push out the samples of rare ones.
    expect(tally.unknownSamples.map((sample) => sample.at)).toEqual([NOW + 1]);
    expect(tally.lastArrival).toBe(NOW + 5);
    expect(tally.lastTime).toBe(Date.UTC(2026, 1, 10, 11, 0, 1));
  });

  it('keeps the newest twenty samples, cut to 300 characters', () => {
    const tally = tallyOf(Array.from({ length: 50 }, (_, at) => `rubbish ${String(at)} ${'x'.repeat(1000)}`));
    expect(tally.unreadableSamples.map((sample) => sample.line.slice(0, 10))).toEqual(
      Array.from({ length: 20 }, (_, back) => `rubbish ${String(49 - back)}`),
    );
    expect(tally.unreadableSamples[0]?.line).toHaveLength(300);
    expect(sampleOf('x'.repeat(300))).toHaveLength(300);
  });

  it('does not grow with hostile ids and categories, and still counts them all', () => {
    const lines = Array.from({ length: 1000 }, (_, at) => [unknown(String(5000 + at)), other(`C${String(at)}`)]).flat();
    const tally = tallyOf(lines);
    for (const counts of [tally.unknownById, tally.otherByCategory]) {
      expect(Object.keys(counts).length).toBeLessThanOrEqual(201);
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(1000);
    }
  });

  it('takes names of object properties for what they are: names', () => {
    const tally = emptyCounts();
    for (const category of ['constructor', 'toString', 'constructor']) {
      tallyLine(tally, 'line', false, { kind: 'other', category }, NOW);
    }
    expect(Object.entries(tally.otherByCategory)).toEqual([
      ['constructor', 2],
      ['toString', 1],
    ]);
  });
});
