import { diagnosisOf } from '@tunnelwatch/shared/diagnosis-settings';
import { describe, expect, it } from 'vitest';
import { diagnoseRange } from '../../../server/src/core/diagnose/diagnose-range.js';
import { type Drop, halvesOf } from '../../../server/src/core/diagnose/drop.js';

const SETTINGS = diagnosisOf({ windowbase: 'left' });
const START = Date.UTC(2026, 9, 20, 9);
const LAST = 2 ** 32 - 1;

interface Made {
  second: number;
  id?: number;
  seqno: number | bigint;
  base?: number | bigint;
  size?: number;
}

function dropsOf(made: readonly Made[]): Drop[] {
  return made.map(({ second, id = 278, seqno, base, size = 64 }, index) => {
    const number = halvesOf(String(seqno));
    const edge = halvesOf(base === undefined ? undefined : String(base));
    return {
      seq: index + 1,
      time: START + second * 1000,
      messageId: id,
      seqnoHigh: number.high,
      seqnoLow: number.low,
      baseHigh: edge.high,
      baseLow: edge.low,
      windowSize: base === undefined ? Number.NaN : size,
    };
  });
}

function diagnose(made: readonly Made[]) {
  const drops = dropsOf(made);
  const to = (drops.at(-1)?.time ?? START) + 1;
  return diagnoseRange({ from: START, to, events: drops.length, drops, cryptoTunnels: 0 }, SETTINGS);
}

const late = (second: number, base: number, size = 64): Made => ({ second, seqno: Math.max(1, base - 10), base, size });
const refused = (from: number, seconds: number, base: number, perSecond: number): Made[] =>
  Array.from({ length: seconds }, (_, at) => late(from + at, base + at * perSecond));
const own = (second: number, id: number, seqno: number): Made => ({ second, id, seqno });

describe('the course of the peer’s counter', () => {
  it('is the right edge of the window with its size', () => {
    const { course } = diagnose([late(0, 1000), late(10, 2000, 128)]).window;
    expect(course).toEqual([
      {
        counter: 'peer',
        samples: [
          { time: START, seqno: '1063', windowSize: 64 },
          { time: START + 10_000, seqno: '2127', windowSize: 128 },
        ],
      },
    ]);
  });

  it('[DIA-5] begins anew with each new SA, where the mark of the rekey stands', () => {
    const { course, rekeys } = diagnose([...refused(0, 30, 50_000, 1000), ...refused(40, 30, 20, 1000)]).window;
    expect(course.map(({ samples }) => samples[0]?.time)).toEqual([START, START + 40_000]);
    expect(rekeys).toEqual([START + 40_000]);
  });

  it('leaves out lines that are late themselves, and keeps a window that stands still', () => {
    const { course } = diagnose([late(0, 5000), late(1, 6000), late(2, 5990), late(3, 6000), late(9, 6000)]).window;
    expect(course[0]?.samples.map(({ time, seqno }) => [(time - START) / 1000, seqno])).toEqual([
      [0, '5063'],
      [1, '6063'],
      [9, '6063'],
    ]);
  });

  it('[DIA-42] is thinned out to some 200 samples, the first and the last among them', () => {
    const { course } = diagnose(refused(0, 3000, 100, 50)).window;
    const samples = course[0]?.samples ?? [];
    expect(samples).toHaveLength(200);
    expect([samples[0]?.time, samples.at(-1)?.time]).toEqual([START, START + 2_999_000]);
  });

  it('[DIA-1] keeps numbers of 64 bits digit for digit', () => {
    const base = 2n ** 64n - 1000n;
    const { course } = diagnose([{ second: 0, seqno: base - 1n, base }]).window;
    expect(course[0]?.samples[0]?.seqno).toBe(String(base + 63n));
  });
});

describe('our own counter', () => {
  const rising = Array.from({ length: 30 }, (_, at) => own(at * 10, 572, LAST - (30 - at) * 100_000));
  const ended = [own(300, 339, LAST), own(305, 339, LAST), own(320, 339, LAST)];

  it('[DIA-41] ends with message 339: what it cost, and how far ahead it could have been told', () => {
    const end = diagnose([...rising, ...ended]).window.own?.end;
    expect(end).toMatchObject({ at: START + 300_000, lost: 3, lastLostAt: START + 320_000 });
    expect(end?.foreseen?.first.seenAt).toBe(START + 10_000);
    expect(Math.abs((end?.foreseen?.first.at ?? 0) - (START + 300_000))).toBeLessThan(0.05 * 290_000);
    expect(end?.foreseen?.last.seenAt).toBe(START + 290_000);
  });

  it('has not ended before, and could not be told where nothing led to it', () => {
    expect(diagnose(rising).window.own?.end).toBeNull();
    expect(diagnose(ended).window.own?.end).toMatchObject({ lost: 3, foreseen: null });
  });

  it('begins a run of its own once it was rekeyed', () => {
    const { course, own: counter } = diagnose([...rising, ...ended, own(400, 572, 5000), own(410, 572, 9000)]).window;
    expect(course.map(({ counter: whose, samples }) => [whose, samples[0]?.seqno])).toEqual([
      ['own', String(LAST - 3_000_000)],
      ['own', '5000'],
    ]);
    expect(counter?.end).toMatchObject({ at: START + 300_000, lost: 3 });
  });
});

describe('the points of a scatter', () => {
  it('[DIA-42] are 300 of a kind at the most, and a rare kind keeps all of its own', () => {
    const many = refused(0, 2000, 10_000, 100);
    const rare = [
      { second: 900.5, id: 611, seqno: 77 },
      { second: 1200.5, seqno: 130_010, base: 130_000 },
    ];
    const made = [...many, ...rare].sort((a, b) => a.second - b.second);
    const { points, window } = diagnose(made);
    const of = (kind: string) => points.filter((point) => point.kind === kind);
    expect([of('late').length, window.late]).toEqual([300, 2000]);
    expect(of('integrity')).toMatchObject([{ seqno: '77', lag: null, windowSize: null }]);
    expect(of('duplicate')).toMatchObject([{ seqno: '130010', lag: 53, windowSize: 64 }]);
    expect(points.map(({ time }) => time)).toEqual(points.map(({ time }) => time).toSorted((a, b) => a - b));
  });
});
