import type { Delta, View } from '@tunnelwatch/shared/protocol';
import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleAlert } from '../../support/samples.js';
import type { MadeEvent } from '../../support/memory-history.js';
import { Stage, StageClient, START } from './stage.js';

let stage: Stage;

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  stage = new Stage();
});

afterEach(() => {
  stage.close();
  vi.useRealTimers();
});

function events(count: number, matchkey = '1', kindId = 1): MadeEvent[] {
  const subject = { kind: 'tunnel' as const, gateway: 'gw1', matchkey };
  return Array.from({ length: count }, () => ({ time: Date.now(), subject, kindId }));
}

async function joined(view: View): Promise<StageClient> {
  const client = new StageClient(stage, view);
  void client.connect();
  await stage.settle();
  return client;
}

async function tell(...alerts: Parameters<typeof sampleAlert>[0][]): Promise<void> {
  stage.commit([], alerts.map(sampleAlert));
  stage.deliver();
  await stage.pass(100);
}

const numbersOf = (deltas: readonly Delta[]) => deltas.map(({ prev, seq }) => [prev, seq]);

describe('alerts', () => {
  it('[LIVE-6] are told at once when they are new or have changed, and their growing counts once a second', async () => {
    await joined({ view: 'alerts' });
    const told = () => stage.deltas.length;
    await tell({ id: 1 });
    await tell({ id: 1, version: 2, state: 'acknowledged' });
    expect(told()).toBe(2);
    for (let count = 2; count <= 5; count++) await tell({ id: 1, version: 2, state: 'acknowledged', count });
    expect(told(), 'counts alone').toBe(2);
    await stage.pass(1000);
    expect(told()).toBe(3);
    expect(stage.deltas.at(-1)?.changes).toMatchObject([{ kind: 'alerts', alerts: [{ id: 1, count: 5 }] }]);
  });
});

describe('resuming', () => {
  it('[LIVE-2] gives exactly the missing deltas', async () => {
    const client = await joined({ view: 'alerts' });
    await tell({ id: 1 });
    client.disconnect();
    await tell({ id: 2 });
    await tell({ id: 3 });
    const before = stage.deltas.length;
    await client.connect();
    await tell({ id: 4 });
    expect(client.snapshots).toBe(1);
    expect(client.gaps).toBe(0);
    expect(client.state?.alerts?.alerts.map((alert) => alert.id)).toEqual([4, 3, 2, 1]);
    expect(numbersOf(stage.deltas.slice(before - 2))).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
  });

  it('[LIVE-2] gives a snapshot when the deltas are no longer kept', async () => {
    const client = await joined({ view: 'alerts' });
    client.disconnect();
    for (let count = 1; count <= 301; count++) {
      await tell({ id: 1, count, version: count });
      // Somebody else keeps the room open.
      if (count === 1) await joined({ view: 'alerts' });
    }
    await client.connect();
    expect([client.snapshots, client.gaps]).toEqual([2, 0]);
    expect(client.state?.alerts?.alerts).toMatchObject([{ count: 301 }]);
  });

  it('[LIVE-5] keeps no more than two megabytes of deltas', async () => {
    const client = await joined({ view: 'alerts' });
    client.disconnect();
    await joined({ view: 'alerts' });
    for (let count = 1; count <= 5; count++) await tell({ id: 1, count, version: count, message: 'x'.repeat(500_000) });
    await client.connect();
    expect([client.snapshots, client.gaps]).toEqual([2, 0]);
  });

  it('[LIVE-3] gives a snapshot when the room was closed and opened again meanwhile, whatever its numbers are', async () => {
    const client = await joined({ view: 'alerts' });
    await tell({ id: 1 });
    client.disconnect();
    await tell({ id: 2 });
    await stage.pass(100_000);
    await joined({ view: 'alerts' });
    await tell({ id: 3 });
    await tell({ id: 4 });
    await client.connect();
    expect(client.state?.alerts?.alerts.map((alert) => alert.id)).toEqual([4, 3, 2, 1]);
    expect(client.snapshots).toBe(2);
  });

  it('[LIVE-3] gives a snapshot for an epoch or a number that never was', async () => {
    await joined({ view: 'alerts' });
    await tell({ id: 1 });
    const room = await stage.publisher.enter({ view: 'alerts' }, 'person one');
    const { epoch } = stage.deltas.at(-1) ?? { epoch: '' };
    for (const since of [{ epoch: 'other', seq: 1 }, { epoch, seq: 2 }, undefined]) {
      expect(room?.resume(since, Date.now()).kind).toBe('snapshot');
    }
    expect(room?.resume({ epoch, seq: 1 }, Date.now())).toEqual({ kind: 'deltas', deltas: [] });
  });
});

describe('the chain of numbers', () => {
  it('[LIVE-1] has no hole in any room', async () => {
    const views: View[] = [{ view: 'wall' }, { view: 'events' }, { view: 'status' }];
    for (const view of views) await joined(view);
    for (let round = 0; round < 50; round++) {
      stage.commit(events(3));
      stage.deliver();
      await stage.pass(round % 2 === 0 ? 30 : 700);
    }
    for (const name of new Set(stage.deltas.map(({ room }) => room))) {
      const chain = stage.deltas.filter(({ room }) => room === name);
      expect(chain.length).toBeGreaterThan(10);
      expect(numbersOf(chain)).toEqual(chain.map((_, at) => [at, at + 1]));
    }
  });
});

describe('[LIVE-6] when a step is told', () => {
  it('is at once when all is calm', async () => {
    await joined({ view: 'events' });
    await stage.pass(500);
    const before = stage.deltas.length;
    stage.commit(events(1));
    stage.deliver();
    expect(stage.deltas).toHaveLength(before + 1);
  });

  it('is ten times a second under load', async () => {
    await joined({ view: 'events' });
    const before = stage.deltas.length;
    for (let ms = 0; ms < 2000; ms += 10) {
      stage.commit(events(1));
      stage.deliver();
      await stage.pass(10);
    }
    const told = stage.deltas.length - before;
    expect(told).toBeGreaterThanOrEqual(18);
    // Two more with the ticks, and two at the beginning, after the calm.
    expect(told).toBeLessThanOrEqual(25);
  });

  it('is at once for the second that comes close behind the first after a calm', async () => {
    await joined({ view: 'alerts' });
    await stage.pass(1000);
    const before = stage.deltas.length;
    for (const id of [1, 2, 3, 4]) {
      stage.commit([], [sampleAlert({ id })]);
      stage.deliver();
      await stage.pass(10);
    }
    expect(stage.deltas.length - before).toBe(3);
    await stage.pass(100);
    expect(stage.deltas.length - before).toBe(4);
  });
});

describe('[LIVE-6] rooms', () => {
  it('do not wait for each other: a busy one leaves a calm one free to tell at once', async () => {
    const calm = await joined({ view: 'alerts' });
    await joined({ view: 'events' });
    await stage.pass(1000);
    for (let commit = 0; commit < 5; commit++) {
      stage.commit(events(1));
      stage.deliver();
      await stage.pass(10);
    }
    stage.commit(events(1), [sampleAlert({ id: 1 })]);
    stage.deliver();
    expect(calm.state?.alerts?.alerts.map((alert) => alert.id)).toEqual([1]);
  });

  it('tell a few new events of a tunnel at once, and only these', async () => {
    const client = await joined({ view: 'tunnel', gateway: 'gw1', matchkey: '1', window: '15m' });
    for (let commit = 1; commit <= 3; commit++) {
      stage.commit(events(2));
      stage.deliver();
      await stage.pass(100);
      expect(client.state?.newest).toHaveLength(2 * commit);
    }
    const added = stage.deltas.flatMap(({ changes }) =>
      changes.flatMap((change) => (change.kind === 'newestAdded' ? [change.events.map((event) => event.seq)] : [])),
    );
    expect(added).toEqual([
      [2, 1],
      [4, 3],
      [6, 5],
    ]);
  });
});

describe('[LIVE-8] a burst', () => {
  it('leaves the newest events in the tail, and says how many it left out', async () => {
    const client = await joined({ view: 'events' });
    stage.commit(events(1000));
    stage.deliver();
    await stage.pass(1000);
    const tail = client.state?.events;
    expect(tail?.events).toHaveLength(ROOM_LIMITS.events);
    expect(tail?.events.map((event) => event.seq)).toEqual(Array.from({ length: 200 }, (_, back) => 1000 - back));
    expect(tail?.skipped).toBe(800);
  });

  it('counts what it left out by the filter of the room', async () => {
    const client = await joined({ view: 'events', class: 'integrity' });
    stage.commit([...events(50, '1', 2), ...events(500, '1', 1), ...events(7, '2', 2)]);
    stage.deliver();
    await stage.pass(1000);
    expect(client.state?.events?.events.map((event) => event.seq)).toEqual([557, 556, 555, 554, 553, 552, 551]);
    expect(client.state?.events?.skipped).toBe(50);
  });

  it('says nothing was left out of what the store has answered already', async () => {
    const client = new StageClient(stage, { view: 'events' });
    void client.connect();
    stage.commit(events(150));
    stage.commit(events(1000, '2'));
    // The answer holds both commits, word of which arrives before and after it.
    stage.deliver();
    stage.lookUp();
    await stage.answer();
    stage.deliver();
    await stage.settle();
    expect(client.state?.events?.events).toHaveLength(200);
    expect(client.state?.events?.skipped).toBe(0);
  });

  it('makes the newest events of a tunnel be read from the store when the step does not carry them all', async () => {
    const client = await joined({ view: 'tunnel', gateway: 'gw1', matchkey: '1', window: '15m' });
    stage.commit([...events(150), ...events(300, 'other')]);
    stage.deliver();
    await stage.settle();
    expect(client.state?.newest?.map((event) => event.seq)).toEqual(
      Array.from({ length: 100 }, (_, back) => 150 - back),
    );
  });
});

describe('charts', () => {
  it('[LIVE-7] go back to the time of an old file that is read while they are open', async () => {
    const client = await joined({ view: 'overview', window: '15m' });
    const old = Date.now() - 30 * 24 * 3_600_000;
    stage.commit(events(5).map((event) => ({ ...event, time: old })));
    await stage.settle();
    const buckets = client.state?.buckets;
    expect(buckets?.buckets).toMatchObject([{ t: Math.floor(old / 5000) * 5000, n: expect.arrayContaining([5]) }]);
    expect(buckets?.to).toBe(Math.floor(old / 60_000) * 60_000 + 60_000);
  });

  it('[LIVE-7] show events of a clock that runs ahead when their time has come', async () => {
    stage.commit(events(2).map((event) => ({ ...event, time: Date.now() + 180_000 })));
    await stage.settle();
    const client = await joined({ view: 'overview', window: '15m' });
    stage.commit(events(3).map((event) => ({ ...event, time: START + 185_000 })));
    await stage.settle();
    expect(client.state?.buckets?.buckets).toEqual([]);
    await stage.pass(200_000);
    expect(client.state?.buckets?.buckets.map(({ n }) => n[0])).toEqual([2, 3]);
  });

  it('[LIVE-7] show even what lay hours ahead, once its time has come', async () => {
    const client = await joined({ view: 'overview', window: '15m' });
    const ahead = Date.now() + 3 * 3_600_000;
    stage.commit(events(2).map((event) => ({ ...event, time: ahead })));
    await stage.settle();
    while (Date.now() < ahead + 10_000) {
      await stage.pass(1_200_000);
      await stage.settle();
    }
    await stage.settle();
    expect(client.state?.buckets?.buckets.map(({ n }) => n[0])).toEqual([2]);
  });

  it('go on as they were while the store does not answer, and mend themselves afterwards', async () => {
    const client = await joined({ view: 'overview', window: '15m' });
    stage.isStoreBroken = true;
    stage.commit(events(5).map((event) => ({ ...event, time: Date.now() - 3_600_000 * 24 })));
    await stage.settle();
    expect(stage.errors.length).toBeGreaterThan(0);
    stage.isStoreBroken = false;
    await stage.settle();
    expect(client.state?.buckets?.buckets.map(({ n }) => n[0])).toEqual([5]);
  });
});

describe('rooms', () => {
  it('that cannot read their beginning are refused, and tried anew by the next visitor', async () => {
    stage.isStoreBroken = true;
    const client = await joined({ view: 'events' });
    expect(client.refusals).toHaveLength(1);
    stage.isStoreBroken = false;
    client.disconnect();
    void client.connect();
    await stage.settle();
    expect(client.state?.events?.events).toEqual([]);
  });

  it('[LIVE-5] are bounded in number; empty ones make room', async () => {
    const view = (at: number) => ({ view: 'events', messageId: at }) as const;
    for (let at = 0; at < 2000; at++) void stage.publisher.enter(view(at), 'person one');
    await stage.settle();
    expect(await stage.publisher.enter(view(5000), 'person one')).toBeUndefined();
    stage.publisher.leave(view(7));
    void stage.publisher.enter(view(5000), 'person one');
    await stage.settle();
    expect(await stage.publisher.enter(view(5000), 'person one')).toBeDefined();
    expect(await stage.publisher.enter(view(7), 'person one')).toBeUndefined();
  });

  it('[LIVE-5] show the alerts that come first, and count the rest', async () => {
    const client = await joined({ view: 'alerts' });
    const usual = { priority: 'medium', severity: 'error' } as const;
    const alerts = Array.from({ length: 600 }, (_, at) => ({ id: at + 1, ...usual, lastAt: START + at }));
    await tell(...alerts);
    await tell({ id: 1, priority: 'urgent', lastAt: START + 10_000 });
    await tell({ id: 600, ...usual, state: 'acknowledged' });
    expect(client.state?.alerts).toMatchObject({ notShown: { medium: 100 } });
    expect(client.state?.alerts?.alerts.map((alert) => alert.id)).toEqual([
      1,
      ...Array.from({ length: 499 }, (_, back) => 599 - back),
    ]);
  });
});
