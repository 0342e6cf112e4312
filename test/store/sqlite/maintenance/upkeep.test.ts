import type { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  filter,
  KINDS,
  leaves,
  occurrencesIn,
  type PlainEvent,
  START,
  SUBJECTS,
  time,
} from '../../../support/event-batches.js';
import { KEEP_ALL, KeptStore } from '../../../support/kept-store.js';
import { tempFolders } from '../../../support/temp-folder.js';

const HOUR = 3_600_000;
const RUNS = { numRuns: 20 };
const tempFolder = tempFolders();

const event: fc.Arbitrary<PlainEvent> = fc.record({
  time,
  subject: fc.constantFrom(...SUBJECTS),
  kind: fc.constantFrom(...KINDS),
  raw: fc.oneof(
    fc.string({ unit: fc.constantFrom(...'abAB%_\\\'"é 1'), maxLength: 12 }),
    fc.nat().map((n) => `EFW: IPSEC: prio=2 id=278 seqno=${String(n)}`),
  ),
});

/** What happens to a store: events come, its upkeep takes some steps, hours go by, it is started anew. */
const action = fc.oneof(
  { weight: 6, arbitrary: fc.array(event, { maxLength: 12 }).map((events) => ({ events })) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }).map((steps) => ({ steps })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 5 }).map((hours) => ({ hours })) },
  { weight: 1, arbitrary: fc.constant({ restart: true as const }) },
);
const actions = fc.array(action, { minLength: 4, maxLength: 30 });
const filters = fc.array(filter, { minLength: 5, maxLength: 5 });

const open: KeptStore[] = [];

afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

/** Everything that can be asked, against the plain list. */
async function expectExact(store: KeptStore, by: readonly Parameters<typeof leaves>[0][]): Promise<void> {
  const events = [...store.events.values()];
  for (const each of by) {
    const expected = store.expected(each);
    expect(await store.reader.countEvents(each), JSON.stringify(each)).toBe(
      expected.reduce((sum, { repeats }) => sum + repeats, 0),
    );
    expect(await store.listed(each), JSON.stringify(each)).toEqual(expected);
    const { from: _from, to: _to, ...asked } = each;
    for (const [from, stepMs, buckets] of [
      [START - 6 * HOUR, HOUR, 12],
      [START - HOUR, 60_000, 120],
      [START - 600_000, 7000, 170],
    ] as const) {
      const request = { filter: asked, top: 50, from, stepMs, buckets };
      const inside = events.filter(
        (one) => leaves(asked, one) && one.time >= from && one.time < from + stepMs * buckets,
      );
      const sums = await store.reader.series({ ...request, by: 'messageId' });
      expect(sums.reduce((sum, { total }) => sum + total, 0)).toBe(occurrencesIn(inside));
      const tunnels = await store.reader.series({ ...request, by: 'tunnel' });
      expect(tunnels.reduce((sum, { total }) => sum + total, 0)).toBe(
        occurrencesIn(inside.filter(({ subject }) => subject.kind === 'tunnel')),
      );
    }
  }
  expect(store.damaged).toEqual([]);
}

function shown(model: LiveModel): unknown {
  return {
    events: model.events,
    tunnels: [...model.tunnels.values()].map(({ id, activity }) => ({ id, counts: activity.counts() })),
    gateways: [...model.gateways.values()].map(({ gateway, activity, tunnels }) => ({
      gateway,
      counts: activity.counts(),
      tunnels: tunnels.map(({ id }) => id),
    })),
  };
}

function byId(model: LiveModel): unknown {
  const { tunnels } = model;
  const sorted = [...tunnels].sort(([a], [b]) => a - b);
  tunnels.clear();
  for (const [id, entry] of sorted) tunnels.set(id, entry);
  return shown(model);
}

describe('the upkeep of a store', () => {
  it('changes no answer when it merges segments, whenever it does so', async () => {
    await fc.assert(
      fc.asyncProperty(actions, filters, async (list, by) => {
        let now = START;
        const store = new KeptStore(tempFolder(), KEEP_ALL, () => now);
        try {
          for (const each of list) {
            now += 6000;
            if ('events' in each) store.commit(each.events);
            else if ('steps' in each) store.keepUp(each.steps);
            else if ('hours' in each) now += each.hours * HOUR;
            else await store.restart();
            expect(await store.reader.countEvents({ matchkey: 'a' })).toBe(
              store.expected({ matchkey: 'a' }).reduce((sum, { repeats }) => sum + repeats, 0),
            );
          }
          await expectExact(store, [{}, ...by]);
        } finally {
          await store.close();
        }
      }),
      RUNS,
    );
  });

  it('leaves no two answers that disagree when it removes what has grown old', async () => {
    const maxAgeMs = 5 * HOUR;
    await fc.assert(
      fc.asyncProperty(actions, filters, async (list, by) => {
        let now = START;
        const store = new KeptStore(tempFolder(), { maxAgeMs, maxBytes: null }, () => now);
        const storedAt = new Map<number, number>();
        try {
          for (const each of list) {
            now += 6000;
            if ('events' in each) {
              store.commit(each.events);
              for (const seq of store.events.keys()) if (!storedAt.has(seq)) storedAt.set(seq, now);
            } else if ('steps' in each) {
              const before = new Map(store.events);
              store.keepUp(each.steps);
              const newest = Math.max(...[...before.values()].map((one) => one.time));
              const limit = Math.min(now, newest) - maxAgeMs;
              for (const [seq, one] of before) {
                if (store.events.has(seq)) continue;
                expect(one.time).toBeLessThan(limit);
                expect(storedAt.get(seq)).toBeLessThan(limit);
              }
            } else if ('hours' in each) now += each.hours * HOUR;
            else await store.restart();
            const occurrences = occurrencesIn([...store.events.values()]);
            expect(await store.reader.countEvents({})).toBe(occurrences);
            expect(store.model.events).toBe(occurrences);
          }
          expect(byId(store.model)).toEqual(shown(await store.seeded()));
          await expectExact(store, [{}, ...by]);
        } finally {
          await store.close();
        }
      }),
      RUNS,
    );
  });
});
