import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, person } from '../../../support/alert-books.js';
import { MINUTE, Rig, RULES, START, steady, subjectOf, ticks } from '../../../support/rate-rig.js';

describe('rates of a tunnel', () => {
  it('[ALM-30] open one alert that counts every event, and tells most in a minute', () => {
    const rig = new Rig();
    steady(rig, { from: START, seconds: 30, perSecond: 5 });
    expect(rig.all()).toMatchObject([
      {
        rule: 'rate-replay',
        subject: subjectOf(1),
        class: 'replay',
        priority: 'low',
        state: 'unacknowledged',
        count: 150,
        peakRate: 150,
        firstTime: START,
        lastTime: START + 29_000,
        isLatched: false,
        messageId: null,
      },
    ]);
  });

  it('[ALM-30] [ALM-10] become more pressing with the rate, and are unacknowledged again', () => {
    const rig = new Rig();
    steady(rig, { from: START, seconds: 30, perSecond: 5 });
    const [alert] = rig.all();
    if (alert === undefined) throw new Error('there is no alert');
    rig.book.act(
      command({ id: alert.id, action: 'acknowledge', version: alert.version }),
      person('Anna'),
      START + 30_000,
    );
    steady(rig, { from: START + 30_000, seconds: 10, perSecond: 5 });
    expect(rig.all()).toMatchObject([{ state: 'acknowledged', count: 200 }]);
    steady(rig, { from: START + 40_000, seconds: 10, perSecond: 100 });
    expect(rig.all()).toMatchObject([{ state: 'unacknowledged', priority: 'high', count: 1200 }]);
  });

  it('[ALM-31] return after they were low for long enough, and a recurrence is raised again', () => {
    const rig = new Rig();
    steady(rig, { from: START, seconds: 30, perSecond: 5 });
    ticks(rig, START + MINUTE, 8);
    expect(rig.all()).toMatchObject([{ state: 'unacknowledged', isActive: true }]);
    ticks(rig, START + 9 * MINUTE, 2);
    expect(rig.all()).toMatchObject([{ state: 'returnedUnacknowledged', isActive: false, lastTime: START + 29_000 }]);
    steady(rig, { from: START + 12 * MINUTE, seconds: 30, perSecond: 5 });
    expect(rig.all()).toMatchObject([{ state: 'unacknowledged', count: 300 }]);
  });

  it('[ALM-31] are not brought back by late events of what is over', () => {
    const rig = new Rig();
    steady(rig, { from: START, seconds: 30, perSecond: 5 });
    ticks(rig, START + MINUTE, 11);
    const now = START + 13 * MINUTE;
    rig.feed([{ subjectId: 1, kindId: 1, second: START / 1000 + 29, count: 1 }], now);
    expect(rig.all()).toMatchObject([{ state: 'returnedUnacknowledged', count: 150 }]);
  });

  it('[ALM-3] say nothing of events that were old on arrival', () => {
    const rig = new Rig();
    for (const second of [0, 30]) {
      rig.feed([{ subjectId: 1, kindId: 1, second: START / 1000 + second, count: 500 }], START + 16 * MINUTE);
    }
    expect(rig.all()).toEqual([]);
  });

  it('[ALM-30] of a rule that is switched off end, and open nothing', () => {
    const rig = new Rig();
    steady(rig, { from: START, seconds: 30, perSecond: 5 });
    const settings = { ...RULES['rate-replay'], enabled: false };
    rig.watch.setRule('rate-replay', { version: 1, settings }, person('Anna'), START + 30_000);
    rig.feed([{ subjectId: 1, kindId: 1, second: START / 1000 + 31, count: 500 }], START + 31_000);
    expect(rig.all()).toMatchObject([{ state: 'returnedUnacknowledged', count: 150 }]);
  });

  it('[ALM-34] tell a tunnel whose sequence numbers are used up at the first message', () => {
    const rig = new Rig();
    rig.feed([{ subjectId: 4, kindId: 3, second: START / 1000, count: 1 }], START);
    expect(rig.all()).toMatchObject([{ rule: 'overflow', class: 'sequence', priority: 'high', count: 1 }]);
    ticks(rig, START + MINUTE, 9);
    expect(rig.all()).toMatchObject([{ isActive: true }]);
    rig.tick(START + 11 * MINUTE);
    expect(rig.all()).toMatchObject([{ isActive: false }]);
  });
});

describe('[ALM-32] many tunnels of one gateway', () => {
  const TUNNELS = 5000;
  const rig = new Rig(RULES, START, 5);

  beforeAll(() => {
    // All of them begin within 30 seconds, and go on.
    for (let at = 0; at < 60; at++) {
      const now = START + at * 1000;
      const counted = Array.from({ length: TUNNELS }, (_, id) => id).flatMap((id) =>
        at < (id * 30) / TUNNELS ? [] : [{ subjectId: id + 1, kindId: 1, second: now / 1000, count: 10 }],
      );
      rig.feed(counted, now);
      rig.tick(now);
    }
  });

  it('that begin to fail within 30 s are one alert with all of them in it', () => {
    const standing = rig.all().filter(({ foldedInto, state }) => foldedInto === null && state !== 'normal');
    expect(standing).toMatchObject([
      { rule: 'rate-replay', subject: { kind: 'gateway', gateway: 'gw1' }, members: TUNNELS, state: 'unacknowledged' },
    ]);
    // Each had ten a second since it began, and none is counted twice.
    const counts = Array.from({ length: TUNNELS }, (_, id) => (60 - Math.ceil((id * 30) / TUNNELS)) * 10);
    expect(standing[0]?.count).toBe(counts.reduce((sum, count) => sum + count, 0));
  });

  it('end together, and only when the last of them has ended', () => {
    for (let minute = 1; minute <= 12; minute++) {
      const now = START + minute * MINUTE;
      if (minute < 4) rig.feed([{ subjectId: 77, kindId: 1, second: now / 1000, count: 500 }], now);
      rig.tick(now);
      if (minute === 11) rig.kill();
    }
    const group = () => rig.all().find(({ members }) => members > 0);
    expect(group()).toMatchObject({ isActive: true, members: TUNNELS });
    expect(rig.book.raisedConditions()).toMatchObject([{ rule: 'rate-replay', subject: subjectOf(77) }]);
    ticks(rig, START + 13 * MINUTE, 1);
    expect(group()).toMatchObject({ isActive: false, state: 'returnedUnacknowledged' });
    expect(rig.book.raisedConditions()).toEqual([]);
    // One of them again: the group is there again.
    steady(rig, { id: 5, from: START + 15 * MINUTE, seconds: 30, perSecond: 5 });
    expect(group()).toMatchObject({ isActive: true, state: 'unacknowledged', members: TUNNELS });
  });
});

describe('[ALM-33] a restart', () => {
  it('changes nothing, whenever it comes', () => {
    const step = fc.record({
      subjectId: fc.integer({ min: 1, max: 3 }),
      kindId: fc.integer({ min: 1, max: 7 }),
      back: fc.constantFrom(0, 0, 0, 30, 90, 400),
      count: fc.constantFrom(1, 20, 60, 400),
      wait: fc.constantFrom(1, 5, 20, 60, 180),
      killed: fc.constantFrom('never', 'never', 'first', 'fed', 'ticked'),
      // What came has been counted before the second goes by, or afterwards.
      isTickFirst: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(2, 1000), (steps, foldFrom) => {
        const [steadyRig, killed] = [new Rig(RULES, START, foldFrom), new Rig(RULES, START, foldFrom)];
        let now = START;
        for (const { subjectId, kindId, back, count, wait, isTickFirst, ...each } of steps) {
          now += wait * 1000;
          if (each.killed === 'first') killed.kill();
          for (const rig of [steadyRig, killed]) {
            if (isTickFirst) rig.tick(now);
            rig.feed([{ subjectId, kindId, second: now / 1000 - back, count }], now);
            if (each.killed === 'fed' && rig === killed) killed.kill();
            if (!isTickFirst) rig.tick(now);
          }
          if (each.killed === 'ticked') killed.kill();
        }
        for (const rig of [steadyRig, killed]) ticks(rig, now + MINUTE, 16);
        expect(killed.all()).toEqual(steadyRig.all());
      }),
      { numRuns: 200, examples: [[LATE_AFTER_RESTART(), 2]] },
    );
  });
});

const LATE = { subjectId: 2, kindId: 2, back: 400, wait: 1, killed: 'never', isTickFirst: false } as const;
const ONE = { subjectId: 1, kindId: 1, back: 0, count: 1, isTickFirst: false } as const;
/** Once what came late was over in the minute in which it was raised, but only after a restart in that minute. */
const LATE_AFTER_RESTART = () => [
  { ...LATE, count: 400 as const },
  { ...ONE, wait: 180 as const, killed: 'never' as const },
  { ...ONE, wait: 1 as const, killed: 'ticked' as const },
  { ...LATE, count: 1 as const },
];
