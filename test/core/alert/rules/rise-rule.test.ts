import { learnHours, type UsualRate, UsualRates } from '@tunnelwatch/server/core/alert/rates/usual-rates';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE, Rig, RULES, START, ticks } from '../../../support/rate-rig.js';

const HOUR = 60 * MINUTE;
const SPAN = 72;

/** Replay drops of tunnel 1: so many within ten seconds. */
function burst(rig: Rig, at: number, count: number): void {
  rig.feed([{ subjectId: 1, kindId: 1, second: at / 1000, count }], at);
  rig.tick(at);
}

/** A tunnel with sixty drops an hour for so many hours; the rate rule itself needs a thousand. */
function learned(hours: number): Rig {
  const quiet = { ...RULES, 'rate-replay': { ...RULES['rate-replay'], count: 1_000_000 } };
  const rig = new Rig(quiet);
  for (let hour = 0; hour < hours; hour++) burst(rig, START + hour * HOUR, 60);
  return rig;
}

const rises = (rig: Rig) => rig.all().filter(({ rule }) => rule === 'rise-replay');

describe('[ALM-35] a rise', () => {
  it('is told from ten times the usual rate on, and not below', () => {
    const rig = learned(25);
    const at = START + 25 * HOUR;
    // Sixty an hour are ten in ten minutes: the floor of 200 counts.
    burst(rig, at, 199);
    expect(rises(rig)).toEqual([]);
    burst(rig, at + 1000, 1);
    expect(rises(rig)).toMatchObject([{ class: 'replay', priority: 'low', count: 200 }]);
    ticks(rig, at + MINUTE, 16);
    expect(rises(rig)).toMatchObject([{ state: 'returnedUnacknowledged' }]);
  });

  it('is told of nothing whose usual rate is not known', () => {
    const rig = learned(24);
    burst(rig, START + 23 * HOUR + MINUTE, 10_000);
    expect(rises(rig)).toEqual([]);
  });

  it('knows what is usual after a restart', () => {
    const rig = learned(25);
    rig.kill();
    burst(rig, START + 25 * HOUR, 300);
    expect(rises(rig)).toHaveLength(1);
  });

  it('does not become usual by lasting', () => {
    const rig = learned(25);
    const at = START + 25 * HOUR;
    for (let minute = 0; minute < 300; minute++) burst(rig, at + minute * MINUTE, 300);
    expect(rises(rig)).toMatchObject([{ isActive: true, count: 90_000 }]);
  });
});

describe('[ALM-35] what is usual', () => {
  const fresh = (): UsualRate => ({
    subjectId: 1,
    measure: 0,
    perHour: 0,
    hours: 0,
    hour: 0,
    count: 0,
    isExcluded: false,
  });

  it('is the mean of the hours while they are few, the quiet ones included', () => {
    const rates = new UsualRates();
    rates.count(1, 0, 60, 100);
    rates.count(1, 0, 30, 101);
    rates.count(1, 0, 1, 104);
    expect(rates.get(1, 0)).toMatchObject({ hours: 4, perHour: 22.5, hour: 104, count: 1 });
  });

  it('leaves an hour out in which an alert was there', () => {
    const rates = new UsualRates();
    rates.count(1, 0, 60, 100);
    rates.count(1, 0, 9999, 101);
    rates.exclude(1, 0, 101);
    rates.count(1, 0, 60, 102);
    expect(rates.get(1, 0)).toMatchObject({ hours: 1, perHour: 60 });
  });

  it('is the same whether quiet hours are learned one by one or at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ count: fc.integer({ min: 0, max: 1e6 }), gap: fc.integer({ min: 1, max: 200 }) })),
        (steps) => {
          const [atOnce, plain] = [fresh(), { perHour: 0, hours: 0 }];
          for (const { count, gap } of steps) {
            atOnce.count += count;
            learnHours(atOnce, atOnce.hour + gap);
            for (let hour = 0; hour < gap; hour++) {
              plain.hours += 1;
              const weight = Math.max(1 / plain.hours, 1 / SPAN);
              plain.perHour += ((hour === 0 ? count : 0) - plain.perHour) * weight;
            }
          }
          expect(atOnce.hours).toBe(plain.hours);
          expect(atOnce.perHour).toBeCloseTo(plain.perHour, 4);
        },
      ),
    );
  });

  it('tells each rate that changed once, and is not changed by what was told', () => {
    const rates = new UsualRates();
    // Something was learned already.
    rates.count(1, 0, 5, 99);
    rates.takeChanged();
    rates.count(1, 0, 5, 100);
    const [told] = rates.takeChanged();
    rates.count(1, 0, 5, 100);
    expect(told).toMatchObject({ count: 5 });
    expect(rates.takeChanged()).toMatchObject([{ count: 10 }]);
    expect(rates.takeChanged()).toEqual([]);
  });
});
