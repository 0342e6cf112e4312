import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import { World } from '@tunnelwatch/server/serve/live/world';
import type { Alert } from '@tunnelwatch/shared/alert';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../../support/samples.js';
import { MemoryHistory } from '../../support/memory-history.js';
import { sampleListener, sampleSource as source } from '../../support/sample-source.js';

const START = Date.UTC(2026, 1, 10, 12);
const EMPTY_SEED = { step: 0, newestTime: null, subjects: [], kinds: [], totals: [], minutes: [] };

function setUp() {
  const time = { now: START };
  const history = new MemoryHistory();
  const world = new World(new LiveModel(EMPTY_SEED, START), {
    version: '1.0.0',
    isDemo: false,
    isFollowing: true,
    staleAfterMs: 60_000,
    pastAfterMs: 900_000,
    clock: () => time.now,
  });
  const happen = (count: number) => {
    const subject = { kind: 'gateway' as const, gateway: 'gw1' };
    world.apply(history.commit(Array.from({ length: count }, () => ({ time: time.now, subject, kindId: 1 }))));
  };
  return { time, world, happen };
}

describe('the status', () => {
  it('says how many events came a second over the last ten', () => {
    const { time, world, happen } = setUp();
    for (let second = 0; second < 60; second++) {
      happen(second < 50 ? 7 : 3);
      time.now += 1000;
    }
    time.now -= 1;
    expect(world.status(time.now)).toMatchObject({ eventsPerSecond: 3, events: 380 });
    expect(world.status(time.now + 20_000).eventsPerSecond).toBe(0);
  });

  it('needs nobody to ask for it to stay small', () => {
    const { time, world, happen } = setUp();
    for (let step = 0; step < 2000; step++) {
      happen(1);
      time.now += 100;
    }
    // The steps of the last ten seconds are kept, not those of all weeks.
    expect(Reflect.get(Object(Reflect.get(world, 'rate')), 'length')).toBeLessThanOrEqual(101);
  });

  it('counts alerts that need somebody, and leaves the past out', () => {
    const { world } = setUp();
    world.setAlerts([
      sampleAlert({ id: 1 }),
      sampleAlert({ id: 2, state: 'acknowledged' }),
      sampleAlert({ id: 3, priority: 'high', state: 'returnedUnacknowledged' }),
      sampleAlert({ id: 4, state: 'normal', isPast: true }),
    ]);
    expect(world.status(START)).toMatchObject({
      openAlerts: 3,
      unacknowledged: { urgent: 1, high: 1, medium: 0, low: 0 },
    });
  });

  it('sums the sources up', () => {
    const { world } = setUp();
    world.setSources([
      source({ id: 1, lagBytes: 5, lagMs: 900, lastArrival: START - 5 }),
      source({ id: 2, state: 'degraded', lagBytes: 7, lagMs: 400, lastArrival: START - 1 }),
    ]);
    world.setSources([source({ id: 1, lagBytes: 1, lagMs: 300, lastArrival: START - 4 })]);
    expect(world.status(START)).toMatchObject({
      sources: 2,
      sourcesDegraded: 1,
      lagBytes: 8,
      lagMs: 400,
      newestArrival: START - 1,
    });
  });
});

describe('[TAIL-44] the state of the input', () => {
  const listening = (id: number, kernelDrops: number | null, queueDrops = 0) =>
    source({ id, kind: 'syslog', listener: sampleListener({ kernelDrops, queueDrops }) });

  it('sums what listeners lose up, from the first loss on until there was none for five minutes', () => {
    const { time, world } = setUp();
    world.setSources([listening(1, 70), listening(2, null, 5)]);
    expect(world.status(time.now).input).toEqual({ lost: null, notRead: 0, unreadable: 0 });
    time.now += 1000;
    world.setSources([listening(1, 100)]);
    const since = time.now;
    time.now += 200_000;
    world.setSources([listening(1, 100), listening(2, 0, 17)]);
    time.now += 299_999;
    expect(world.status(time.now).input?.lost).toEqual({ count: 42, since });
    expect(world.status(time.now + 1).input?.lost).toBeNull();
    time.now += 1;
    world.setSources([listening(1, 101)]);
    expect(world.status(time.now).input?.lost).toEqual({ count: 1, since: time.now });
  });

  it('counts sources that are not read, and those with unreadable lines while their alert holds', () => {
    const { world } = setUp();
    const rule = 'lines-unreadable';
    world.setSources([source({ id: 1, state: 'degraded' }), source({ id: 2, state: 'waiting' })]);
    world.setAlerts([
      sampleAlert({ id: 1, rule }),
      sampleAlert({ id: 2, rule, state: 'acknowledged' }),
      sampleAlert({ id: 3, rule, state: 'returnedUnacknowledged' }),
      sampleAlert({ id: 4, rule, state: 'normal' }),
      sampleAlert({ id: 5 }),
    ]);
    expect(world.status(START).input).toEqual({ lost: null, notRead: 1, unreadable: 2 });
  });
});

it('lags from the moment on in which the store refused, until it accepts data again', () => {
  const { time, world } = setUp();
  world.setSources([source({ lagMs: 5000 })]);
  world.setStoreError('the disk is full');
  time.now += 4000;
  world.setStoreError('the disk is full: make room');
  expect(world.status(time.now)).toMatchObject({ lagMs: 5000, storeError: 'the disk is full: make room' });
  time.now += 4000;
  expect(world.status(time.now).lagMs).toBe(8000);
  world.setStoreError(null);
  expect(world.status(time.now)).toMatchObject({ lagMs: 5000, storeError: null });
});

it('keeps the newest thousand alerts of the past', () => {
  const { world } = setUp();
  for (let id = 1; id <= 1200; id++) world.setAlerts([sampleAlert({ id, isPast: id !== 1 })]);
  expect([...world.alerts.keys()]).toEqual([1, ...Array.from({ length: 1000 }, (_, at) => 201 + at)]);
});

describe('signs of life of a gateway', () => {
  const turns = { active: 'Master', activeAt: START - 5, switchOvers: [] };
  const RECORD = {
    turns,
    gateway: 'gw1',
    members: ['Master'],
    firstArrival: START - 9,
    lastArrival: START - 5,
    lastLive: START - 5,
    sourceId: 1,
    skewMs: 1500,
    zoneOffset: null,
    domain: null,
    usual: { watchedMs: 1, gapCount: 1, linesPerMinute: 120, gaps: [] },
  };
  const SILENCE: Partial<Alert> = {
    rule: 'silence',
    subject: { kind: 'gateway', gateway: 'gw1' },
    class: 'monitoring',
    messageId: null,
    firstTime: START - 5,
  };

  it('are those that the store kept, until a step tells newer ones', () => {
    const { world } = setUp();
    expect(world.gatewayLife('gw1')).toBeUndefined();
    world.setGateways([RECORD]);
    expect(world.gatewayLife('gw1')).toEqual({
      members: ['Master'],
      turns,
      lastArrival: START - 5,
      skewMs: 1500,
      silence: null,
    });
    world.setGateways([{ ...RECORD, lastArrival: START, members: ['Master', 'Slave'] }]);
    expect(world.gatewayLife('gw1')).toMatchObject({ members: ['Master', 'Slave'], lastArrival: START });
  });

  it('say that it is silent for as long as the alert says so, seen or not', () => {
    const { world } = setUp();
    world.setGateways([RECORD]);
    world.setAlerts([sampleAlert(SILENCE)]);
    expect(world.gatewayLife('gw1')?.silence).toEqual({ since: START - 5, usualLinesPerMinute: 120 });
    world.setAlerts([sampleAlert({ ...SILENCE, state: 'acknowledged' })]);
    expect(world.gatewayLife('gw1')?.silence).not.toBeNull();
    world.setAlerts([sampleAlert({ ...SILENCE, state: 'normal' })]);
    expect(world.gatewayLife('gw1')?.silence).toBeNull();
  });
});

it('keeps the newest thousand alerts that are over, and every one that is not', () => {
  const { world } = setUp();
  for (let id = 1; id <= 1200; id++)
    world.setAlerts([sampleAlert({ id, state: id === 1 ? 'acknowledged' : 'normal' })]);
  expect([...world.alerts.keys()]).toEqual([1, ...Array.from({ length: 1000 }, (_, at) => 201 + at)]);
});
