import type { WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { type CounterLife, endSoon, isEnded, lifeOf } from '@tunnelwatch/shared/counter-life';
import { drawLife, usualScale } from '@tunnelwatch/shared/life-drawing';
import { logShare, neededHistogram } from '@tunnelwatch/shared/needed-histogram';
import { niceStep, niceTicks, tickLabel } from '@tunnelwatch/shared/nice-ticks';
import {
  beyondLabel,
  focusedAxis,
  fromBase,
  groupDigits,
  numberAxis,
  placeOnAxis,
} from '@tunnelwatch/shared/number-axis';
import { bandPath, linePath } from '@tunnelwatch/shared/plot-paths';
import { isHairline, windowBands } from '@tunnelwatch/shared/window-band';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const LAST = 2 ** 32 - 1;
const HOUR = 3_600_000;
const number64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('the axis of sequence numbers', () => {
  it('[DIA-1] draws numbers of 64 bits that lie near each other with every digit', () => {
    fc.assert(
      fc.property(number64, fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1 }), (first, steps) => {
        const numbers = [first, ...steps.map((step) => first + BigInt(step))].filter((value) => value < 2n ** 64n);
        const axis = numberAxis(numbers.map(String));
        for (const value of numbers) expect(BigInt(fromBase(axis, String(value))) + axis.base).toBe(value);
      }),
    );
  });

  it('begins at 0 where numbers are spread, and near them where they are not', () => {
    expect(numberAxis(['0', '4294967295']).base).toBe(0n);
    expect(numberAxis(['4294000100', '4294000900'])).toEqual({ base: 4_294_000_000n, least: 100, most: 900 });
  });

  it('[DIA-44] stays around the window whatever numbers are claimed, and counts what lies beyond', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 40n }), fc.array(number64, { maxLength: 20 }), (first, wild) => {
        const window = [first, first + 100_000n].map(String);
        const near = [first + 10n, first + 150_000n].map(String);
        const { axis, above, below } = focusedAxis(window, [...near, ...wild.map(String)]);
        const onAxis = (value: bigint) => value >= first - 100_000n && value <= first + 200_000n;
        expect(above + below).toBe(wild.filter((value) => !onAxis(value)).length);
        expect(axis.most - axis.least).toBeLessThanOrEqual(300_000);
        for (const digits of near) expect(placeOnAxis(axis, digits)).toBe(fromBase(axis, digits));
        for (const value of wild) {
          const place = placeOnAxis(axis, String(value));
          expect(place).toBeGreaterThanOrEqual(axis.least);
          expect(place).toBeLessThanOrEqual(axis.most);
        }
      }),
    );
    expect(focusedAxis([], ['7', '4294967295'])).toMatchObject({ axis: { least: 7 }, above: 0, below: 0 });
    expect(beyondLabel({ above: 1200, below: 0 })).toBe('Numbers far from the window: 1,200 at the upper edge.');
    expect(beyondLabel({ above: 0, below: 0 })).toBeUndefined();
  });

  it('has round ticks that can be told from each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 10, max: 2 ** 40 }), (least, span) => {
        const ticks = niceTicks(least, least + span, 6);
        const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
        const words = ticks.map((value) => tickLabel(value, step));
        expect(new Set(words).size).toBe(words.length);
        expect(ticks.length).toBeLessThanOrEqual(6);
      }),
    );
    expect(niceStep(21)).toBe(50);
    expect(tickLabel(3_050_000_000, 50_000_000)).toBe('3.05G');
    expect(groupDigits('18446744073709551615')).toBe('18,446,744,073,709,551,615');
  });
});

describe('paths', () => {
  const points = [
    { x: 0, y: 1.004 },
    { x: 2, y: 3 },
  ];

  it('go along a line, and around a band', () => {
    expect(linePath(points)).toBe('M0 1L2 3');
    expect(bandPath(points, [{ x: 0, y: 5 }])).toBe('M0 1L2 3L0 5Z');
    expect(bandPath([], [])).toBe('');
  });
});

const sample = (time: number, seqno: number, windowSize: number | null = 64) => ({
  time,
  seqno: String(seqno),
  windowSize,
});

describe('the window over time', () => {
  it('is a band of its size below its right edge, a list for each SA', () => {
    const course = [
      { counter: 'peer' as const, samples: [sample(0, 1063)] },
      { counter: 'peer' as const, samples: [sample(9, 40)] },
      { counter: 'own' as const, samples: [sample(9, 7, null)] },
    ];
    const bands = windowBands(course, { base: 0n, least: 0, most: 1063 });
    expect(bands).toEqual([[{ time: 0, top: 1063, bottom: 1000 }], [{ time: 9, top: 40, bottom: 0 }]]);
  });

  it('is thinner than a line where numbers are spread', () => {
    expect(isHairline(64, { base: 0n, least: 0, most: 1_000_000 })).toBe(true);
    expect(isHairline(64, { base: 0n, least: 0, most: 1000 })).toBe(false);
  });
});

describe('the histogram of needed windows', () => {
  const window = {
    needed: [
      { from: 65, to: 80, count: 9 },
      { from: 81, to: 96, count: 0 },
      { from: 97, to: 112, count: 1 },
    ],
    windowSizes: [64],
    advice: { window: 128, current: 64, accepted: 10, late: 10 },
  };

  it('has both windows on its axis, and the share that the advised one accepts', () => {
    const histogram = neededHistogram(window, 8);
    expect(histogram).toMatchObject({ current: 64, advised: { window: 128, share: 1 }, ticks: [64, 128], most: 9 });
    expect(histogram?.bars).toHaveLength(2);
    expect(histogram === undefined ? 0 : logShare(histogram, 128)).toBeGreaterThan(0.5);
  });

  it('names no more windows than there is room for', () => {
    const wide = { ...window, needed: [{ from: 65, to: 2 ** 30, count: 1 }] };
    expect(neededHistogram(wide, 5)?.ticks.length).toBeLessThanOrEqual(5);
    expect(neededHistogram({ ...window, needed: [] }, 5)).toBeUndefined();
  });
});

function analysisOf(over: Partial<WindowAnalysis>) {
  return { course: [], forecasts: [], rekeys: [], isEsn: false, own: null, ...over };
}

/** 100,000 packets a second, seen for an hour up to 20 million packets before the end. */
function rising(seenAt: number, left: number): CounterLife {
  const seqno = LAST - left;
  const at = seenAt + left / 100;
  const life = lifeOf(
    'peer',
    analysisOf({
      course: [{ counter: 'peer', samples: [sample(seenAt - HOUR, seqno - 360_000_000), sample(seenAt, seqno)] }],
      forecasts: [
        {
          counter: 'peer',
          at,
          earliest: at - 1000,
          latest: at + 2000,
          seqno: String(seqno),
          seenAt,
          packetsPerSecond: 100_000,
        },
      ],
    }),
  );
  if (life === undefined) throw new Error('there is a course');
  return life;
}

describe('the life of an SA', () => {
  const seenAt = Date.UTC(2026, 9, 20, 12);

  it('is drawn from its beginning to the end of its numbers, with the uncertainty of the forecast', () => {
    const life = rising(seenAt, 20_000_000);
    expect(life.beganAt).toBeCloseTo(seenAt - (LAST - 20_000_000) / 100, 0);
    const drawing = drawLife(life, usualScale([life]));
    expect(drawing.ceiling).toBe(LAST);
    expect(drawing.before[0]).toEqual({ time: life.beganAt, value: 0 });
    expect(drawing.forecast.at(-1)).toEqual({ time: seenAt + 200_000, value: LAST });
    const ends = drawing.uncertainty.filter(({ value }) => value === LAST).map(({ time }) => time);
    expect(ends).toEqual([seenAt + 199_000, seenAt + 202_000]);
    expect(drawing.to).toBeGreaterThan(seenAt + 202_000);
  });

  it('leads a fifth beyond what was seen, and never above the last number', () => {
    const drawing = drawLife(rising(seenAt, 20_000_000), 'seen');
    expect(drawing.to).toBe(seenAt + HOUR / 5);
    const values = [...drawing.forecast, ...drawing.uncertainty].map(({ value }) => value + Number(drawing.axis.base));
    expect(Math.max(...values)).toBe(LAST);
    expect(usualScale([rising(seenAt, 4_000_000_000)])).toBe('whole');
  });

  it('[DIA-40] warns of an end within a day, and of none that a usual rekey comes before', () => {
    const life = rising(seenAt, 20_000_000);
    expect(endSoon(life, seenAt)?.at).toBe(seenAt + 200_000);
    expect(endSoon(life, seenAt - 25 * HOUR)).toBeNull();
    expect(endSoon(life, seenAt + HOUR)).toBeNull();
    expect(endSoon({ ...life, rekeyEveryMs: HOUR }, seenAt)).toBeNull();
    expect(endSoon({ ...life, rekeyEveryMs: 20 * HOUR }, seenAt)).not.toBeNull();
  });

  it('[DIA-41] has ended with message 339 until a new SA is seen', () => {
    const end = { at: seenAt, lost: 3, lastLostAt: seenAt, foreseen: null };
    const own = { seqno: String(LAST), at: seenAt, packetsPerSecond: null, overflows: 3, end };
    const first = { counter: 'own' as const, samples: [sample(seenAt, LAST, null)] };
    const next = { counter: 'own' as const, samples: [sample(seenAt + 1000, 5, null)] };
    const ended = lifeOf('own', analysisOf({ own, course: [first] }));
    const rekeyed = lifeOf('own', analysisOf({ own, course: [first, next] }));
    expect([ended, rekeyed].map((life) => life !== undefined && isEnded(life))).toEqual([true, false]);
    expect(rekeyed?.rekeys).toEqual([seenAt + 1000]);
    expect(lifeOf('peer', analysisOf({ own, course: [first] }))).toBeUndefined();
  });

  it('uses no share of its numbers where extended ones are in use', () => {
    const course = [{ counter: 'peer' as const, samples: [sample(0, 2 ** 40)] }];
    expect(lifeOf('peer', analysisOf({ course, isEsn: true }))?.used).toBeNull();
  });
});
