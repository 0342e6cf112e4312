import { heatGrid } from '@tunnelwatch/server/core/aggregate/heat-grid';
import { LiveModel, minuteOf, referenceTimeOf } from '@tunnelwatch/server/core/aggregate/live-model';
import { summariseGateway, summariseTunnel, worstTunnels } from '@tunnelwatch/server/core/aggregate/tunnel-summary';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { subjectKey } from '@tunnelwatch/shared/subject';
import type { StoredCounts } from '@tunnelwatch/server/core/aggregate/records';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS, type MadeEvent, MemoryHistory } from '../../support/memory-history.js';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 1, 10, 12, 0, 30);
const EMPTY_SEED = { step: 0, newestTime: null, subjects: [], kinds: [], totals: [], minutes: [] };

const subject = fc.oneof(
  fc.record({
    kind: fc.constant('tunnel' as const),
    gateway: fc.constantFrom('gw1', 'gw2'),
    matchkey: fc.constantFrom('', '1', '2', '3'),
  }),
  fc.record({ kind: fc.constant('interface' as const), gateway: fc.constant('gw1'), iface: fc.constant('1') }),
  fc.record({ kind: fc.constant('gateway' as const), gateway: fc.constant('gw3') }),
);

/** Late by up to three hours, ahead by up to the quarter of an hour that is counted. */
const time = fc.integer({ min: -180 * MINUTE, max: 14 * MINUTE }).map((offset) => NOW + offset);
const event: fc.Arbitrary<MadeEvent> = fc.record({ time, subject, kindId: fc.integer({ min: 1, max: KINDS.length }) });
const commits = fc.array(fc.array(event, { maxLength: 20 }), { minLength: 1, maxLength: 8 });

function follow(
  history: MemoryHistory,
  lists: readonly (readonly MadeEvent[])[],
  model = new LiveModel(EMPTY_SEED, NOW),
) {
  for (const list of lists) model.apply(history.commit(list), NOW);
  return model;
}

/** All that the screens get out of a model. */
function picture(model: LiveModel, referenceTime: number): unknown {
  return {
    newest: model.newestTime,
    events: model.events,
    tunnels: [...model.tunnels.values()].map((entry) => summariseTunnel(entry, referenceTime)),
    gateways: [...model.gateways.values()].map((entry) => summariseGateway(entry, undefined, referenceTime)),
    worst: COUNTED_CLASSES.map((_, at) => worstTunnels(model, at, referenceTime, 3)),
    heat: heatGrid(model, referenceTime, 100),
  };
}

/** A store that may be ahead of the steps that a model has seen. */
function storedIn(history: MemoryHistory): StoredCounts {
  const totalsWhere = (fits: (subjectId: number) => boolean) => {
    const { step, totals } = history.seed(Number.MAX_SAFE_INTEGER);
    const all = Array.from(totals);
    const rows = Array.from({ length: all.length / 5 }, (_, at) => all.slice(at * 5, at * 5 + 5));
    return { step, totals: rows.filter(([id = 0]) => fits(id)).flatMap((row) => row.slice(1)) };
  };
  const subjects = () => history.seed(Number.MAX_SAFE_INTEGER).subjects;
  const subjectOf = (id: number) => subjects().find((each) => each.id === id)?.subject;
  return {
    subjectOf,
    idOf: (wanted) => subjects().find((each) => subjectKey(each.subject) === subjectKey(wanted))?.id,
    totalsOf: (id) => totalsWhere((each) => each === id),
    totalsOfGateway: (gateway) => totalsWhere((each) => subjectOf(each)?.gateway === gateway),
  };
}

const FEW = { tunnels: 2, gateways: 1, interfaces: 1, otherSubjects: 2 };

describe('the live model', () => {
  it('[STORE-23] with few names in memory counts what it is asked for like one with all of them', () => {
    fc.assert(
      fc.property(commits, fc.integer({ min: 1, max: 3 }), (lists, ahead) => {
        const history = new MemoryHistory();
        const all = new LiveModel(EMPTY_SEED, NOW);
        const few = new LiveModel(EMPTY_SEED, NOW, { stored: storedIn(history), limits: FEW });
        // The store is ahead of the model, by some steps at times.
        for (let from = 0; from < lists.length; from += ahead) {
          const steps = lists.slice(from, from + ahead).map((list) => history.commit(list));
          for (const step of steps) {
            all.apply(step, NOW);
            few.apply(step, NOW);
            expect(few.tunnels.size).toBeLessThanOrEqual(FEW.tunnels);
            expect(few.gateways.size).toBeLessThanOrEqual(FEW.gateways);
          }
        }
        expect(few.events).toBe(all.events);
        for (const { gateway, activity } of all.gateways.values()) {
          expect(few.countEvents({ gateway, fits: () => true })).toBe(all.countEvents({ gateway, fits: () => true }));
          expect(few.gateway(gateway)?.activity.counts()).toEqual(activity.counts());
        }
        for (const { gateway, matchkey, activity } of all.tunnels.values()) {
          const own = few.tunnel(gateway, matchkey)?.activity;
          expect(own?.counts()).toEqual(activity.counts());
          expect([own?.firstTime, own?.lastTime]).toEqual([activity.firstTime, activity.lastTime]);
        }
      }),
    );
  });

  it('[STORE-23] keeps a tunnel that was seen on an earlier day, however many names are made up', () => {
    const history = new MemoryHistory();
    const tunnel = (matchkey: string) => ({ kind: 'tunnel' as const, gateway: 'gw1', matchkey });
    const model = new LiveModel(EMPTY_SEED, NOW, { limits: { ...FEW, tunnels: 8 } });
    const day = 24 * 60 * MINUTE;
    for (const at of [NOW, NOW + day]) {
      model.apply(history.commit([{ time: at, subject: tunnel('real'), kindId: 1 }]), at);
      model.prune(at);
    }
    for (let made = 0; made < 50; made++) {
      const at = NOW + day + made;
      model.apply(history.commit([{ time: at, subject: tunnel(`made-up-${String(made)}`), kindId: 1 }]), at);
    }
    const [gateway] = model.gateways.values();
    expect(gateway?.tunnels.map(({ matchkey }) => matchkey)).toEqual([
      'real',
      ...[43, 44, 45, 46, 47, 48, 49].map((made) => `made-up-${String(made)}`),
    ]);
  });

  it('counts each tunnel by class, exactly and to the millisecond, in whatever order the events come', () => {
    fc.assert(
      fc.property(commits, fc.integer({ min: 0, max: 120 }), (lists, later) => {
        const model = follow(new MemoryHistory(), lists);
        const reference = NOW + later * MINUTE;
        const last = minuteOf(reference);
        for (const entry of model.tunnels.values()) {
          const own = lists
            .flat()
            .filter(
              (made) =>
                made.subject.kind === 'tunnel' &&
                made.subject.gateway === entry.gateway &&
                made.subject.matchkey === entry.matchkey,
            );
          const within = (minutes: number) =>
            own.filter((made) => minuteOf(made.time) > last - minutes && minuteOf(made.time) <= last);
          expect(summariseTunnel(entry, reference)).toEqual({
            gateway: entry.gateway,
            matchkey: entry.matchkey,
            firstTime: Math.min(...own.map((made) => made.time)),
            lastTime: Math.max(...own.map((made) => made.time)),
            total: own.length,
            counts: byClass(own, own),
            recent: byClass(within(60), own),
            recentTotal: within(60).filter(isFailure).length,
            perMinute: within(5).filter(isFailure).length / 5,
            verdict: null,
          });
        }
      }),
    );
  });

  it('counts all stored events by gateway and kind, and no longer those that were removed', () => {
    fc.assert(
      fc.property(
        commits,
        fc.constantFrom('gw1', 'gw2', 'gw3'),
        fc.integer({ min: 1, max: 5 }),
        (lists, gateway, kind) => {
          const history = new MemoryHistory();
          const model = follow(history, lists);
          const all = lists.flat();
          const own = all.filter((made) => made.subject.gateway === gateway && made.kindId === kind);
          const countOwn = () => model.countEvents({ gateway, fits: (kindId) => kindId === kind });
          expect(countOwn()).toBe(own.length);
          expect(model.countEvents({ fits: () => true })).toBe(all.length);
          for (const { counts } of history.steps) model.remove({ counts, oldest: null });
          expect([countOwn(), model.countEvents({ fits: () => true }), model.events]).toEqual([0, 0, 0]);
        },
      ),
    );
  });

  it('gives a gateway the events of all its subjects, and the time of its newest', () => {
    const model = follow(new MemoryHistory(), [
      [
        { time: NOW - 1234, subject: { kind: 'tunnel', gateway: 'gw1', matchkey: '1' }, kindId: 1 },
        { time: NOW - 7, subject: { kind: 'interface', gateway: 'gw1', iface: '1' }, kindId: 4 },
        { time: NOW - 9, subject: { kind: 'gateway', gateway: 'gw1' }, kindId: 1 },
      ],
    ]);
    const [entry] = model.gateways.values();
    expect(entry && summariseGateway(entry, undefined, NOW)).toEqual({
      gateway: 'gw1',
      members: [],
      activeMember: null,
      switchOvers: [],
      lastTime: NOW - 7,
      lastArrival: null,
      skewMs: null,
      silence: null,
      tunnels: 1,
      counts: { replay: 2, routing: 1 },
      recent: { replay: 2, routing: 1 },
      recentTotal: 3,
    });
    expect(model.newestTime).toBe(NOW - 7);
  });

  it('is the same whether it followed every step or began in between with what the store has', () => {
    fc.assert(
      fc.property(commits, commits, fc.integer({ min: 0, max: 90 }), (before, after, later) => {
        const history = new MemoryHistory();
        const followed = follow(history, before);
        const newest = Math.min(history.newestTime ?? NOW, NOW);
        const begun = new LiveModel(history.seed(newest - 60 * MINUTE), NOW);
        for (const list of after) {
          const step = history.commit(list);
          followed.apply(step, NOW);
          begun.apply(step, NOW);
        }
        const reference = NOW + later * MINUTE;
        expect(picture(begun, reference)).toEqual(picture(followed, reference));
      }),
    );
  });

  it('loses nothing of the window that it goes back to when no more events come', () => {
    fc.assert(
      fc.property(commits, fc.integer({ min: 0, max: 600 }), (lists, idleMinutes) => {
        const model = follow(new MemoryHistory(), lists);
        const { newestTime } = model;
        fc.pre(newestTime !== null);
        const before = picture(model, newestTime);
        for (let minute = 0; minute <= idleMinutes; minute += 10) model.prune(NOW + minute * MINUTE);
        expect(picture(model, newestTime)).toEqual(before);
      }),
    );
  });

  it('frees the minutes of tunnels that have been quiet while others were not', () => {
    const tunnel = (matchkey: string) => ({ kind: 'tunnel' as const, gateway: 'gw1', matchkey });
    const history = new MemoryHistory();
    const model = follow(history, [[{ time: NOW, subject: tunnel('1'), kindId: 1 }]]);
    const later = NOW + 61 * MINUTE;
    model.apply(history.commit([{ time: later, subject: tunnel('2'), kindId: 1 }]), later);
    model.prune(later);
    expect([...model.active].map((entry) => entry.matchkey)).toEqual(['2']);
    const [first] = model.tunnels.values();
    expect(first && summariseTunnel(first, later).counts).toEqual({ replay: 1 });
  });

  it('lets a clock that runs far ahead change the totals and nothing of the present', () => {
    const own = { kind: 'tunnel' as const, gateway: 'gw1', matchkey: '1' };
    const future = NOW + 400 * 24 * 60 * MINUTE;
    const history = new MemoryHistory();
    const model = follow(history, [
      [{ time: NOW, subject: own, kindId: 1 }],
      [{ time: future, subject: own, kindId: 1 }],
    ]);
    const begun = new LiveModel({ ...history.seed(NOW - 60 * MINUTE), newestTime: history.newestUpTo(NOW) }, NOW);
    for (const each of [model, begun]) {
      const [entry] = each.tunnels.values();
      expect(entry && summariseTunnel(entry, NOW)).toMatchObject({ total: 2, recentTotal: 1, lastTime: future });
    }
    expect(referenceTimeOf(model.newestTime, NOW, 15 * MINUTE)).toEqual({ time: NOW, isPast: false });
  });

  it('is not made to look live by a stamp from the future: old data stays old', () => {
    const own = { kind: 'tunnel' as const, gateway: 'gw1', matchkey: '1' };
    const old = NOW - 300 * 24 * 60 * MINUTE;
    const history = new MemoryHistory();
    const future = NOW + 16 * MINUTE;
    const model = follow(history, [
      [
        { time: old, subject: own, kindId: 1 },
        { time: future, subject: own, kindId: 1 },
      ],
    ]);
    expect(referenceTimeOf(model.newestTime, NOW, 15 * MINUTE)).toEqual({ time: old, isPast: true });
  });
});

describe('the worst tunnels', () => {
  it('are those with most events of the class in the last hour, with one point a minute', () => {
    fc.assert(
      fc.property(commits, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 9 }), (lists, later, most) => {
        const model = follow(new MemoryHistory(), lists);
        const last = minuteOf(NOW + later * MINUTE);
        const replay = lists.flat().filter((made) => made.kindId === 1);
        const expected = [...model.tunnels.values()]
          .map(({ gateway, matchkey }) => {
            const spark = Array.from({ length: 60 }, (_, at) => {
              const minute = last - 59 + at;
              return replay.filter(
                ({ time: when, subject: about }) =>
                  about.kind === 'tunnel' &&
                  about.gateway === gateway &&
                  about.matchkey === matchkey &&
                  minuteOf(when) === minute,
              ).length;
            });
            const sum = (points: readonly number[]) => points.reduce((total, point) => total + point, 0);
            return { gateway, matchkey, count: sum(spark), perMinute: sum(spark.slice(-5)) / 5, spark, verdict: null };
          })
          .filter(({ count }) => count > 0)
          .sort((a, b) => b.count - a.count)
          .slice(0, most);
        const found = worstTunnels(model, COUNTED_CLASSES.indexOf('replay'), NOW + later * MINUTE, most);
        expect(found).toEqual(expected);
      }),
    );
  });
});

describe('the time that windows refer to', () => {
  it('is now, unless the newest event lies further back than the limit', () => {
    expect(referenceTimeOf(null, NOW, 1000)).toEqual({ time: NOW, isPast: false });
    expect(referenceTimeOf(NOW - 1000, NOW, 1000)).toEqual({ time: NOW, isPast: false });
    expect(referenceTimeOf(NOW - 1001, NOW, 1000)).toEqual({ time: NOW - 1001, isPast: true });
    expect(referenceTimeOf(NOW + 5000, NOW, 1000)).toEqual({ time: NOW, isPast: false });
  });
});

function isFailure({ kindId }: MadeEvent): boolean {
  return KINDS[kindId - 1]?.class !== 'unknown';
}

/** Counts by class; a class that was `seen` and does not occur is a zero, any other is absent. */
function byClass(made: readonly MadeEvent[], seen: readonly MadeEvent[]): Record<string, number> {
  const classOf = ({ kindId }: MadeEvent) => KINDS[kindId - 1]?.class ?? 'unknown';
  return Object.fromEntries(
    seen.map((each) => [classOf(each), made.filter((other) => classOf(other) === classOf(each)).length]),
  );
}
