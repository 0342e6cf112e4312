import { ChannelQueue } from '@tunnelwatch/server/serve/notify/channel-queue';
import type { DueEntries } from '@tunnelwatch/server/core/notifications/outbox';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Delivery, entryOf, Receiver } from '../../support/delivery.js';
import { tempFolders } from '../../support/temp-folder.js';
import { START } from '../../support/made-alerts.js';

const MINUTE_MS = 60_000;
const tempFolder = tempFolders();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START });
});

afterEach(() => {
  vi.useRealTimers();
});

async function withDelivery(test: (delivery: Delivery, receiver: Receiver) => Promise<void>): Promise<void> {
  const receiver = new Receiver();
  const delivery = new Delivery({ folder: tempFolder(), receiver });
  try {
    await test(delivery, receiver);
  } finally {
    await delivery.end();
  }
}

describe('the outbox', () => {
  it('delivers in order, each once, and asks for nothing any more', () =>
    withDelivery(async (delivery, receiver) => {
      delivery.commit(entryOf(1, 1), entryOf(2, 1), entryOf(1, 2));
      await delivery.pass(1000);
      expect(receiver.seen).toEqual(['1-1-noc', '2-1-noc', '1-2-noc']);
      expect(await delivery.summary()).toMatchObject([
        { channel: 'noc', waiting: 0, failed: 0, sent: 3, nextAt: null },
      ]);
    }));

  it('waits for a receiver that is down for ten minutes, with one attempt at a time', () =>
    withDelivery(async (delivery, receiver) => {
      receiver.isUp = false;
      delivery.commit(...[1, 2, 3, 4].map((id) => entryOf(id, 1)));
      await delivery.pass(10 * MINUTE_MS, 1000);
      // 1 + 2 + 4 … + 256 s are 511 s: ten attempts, all with the first message.
      expect(delivery.results.filter(({ outcome }) => outcome === 'again').length).toBeLessThanOrEqual(11);
      expect(await delivery.summary()).toMatchObject([{ waiting: 4, lastError: 'connection refused', sent: 0 }]);
      receiver.isUp = true;
      await delivery.pass(5 * MINUTE_MS, 1000);
      expect(receiver.seen).toEqual(['1-1-noc', '2-1-noc', '3-1-noc', '4-1-noc']);
    }));

  it('goes past a message that is refused, but not past it within its alert', () =>
    withDelivery(async (delivery, receiver) => {
      receiver.refused.add('1-1-noc');
      delivery.commit(entryOf(1, 1), entryOf(1, 2), entryOf(2, 1));
      await delivery.pass(2 * MINUTE_MS, 1000);
      expect(receiver.seen).toEqual(['2-1-noc']);
      receiver.refused.clear();
      await delivery.pass(5 * MINUTE_MS, 1000);
      expect(receiver.seen).toEqual(['2-1-noc', '1-1-noc', '1-2-noc']);
    }));

  it('gives up after a day, and says so', () =>
    withDelivery(async (delivery, receiver) => {
      receiver.isUp = false;
      delivery.commit(...[1, 2, 3].map((id) => entryOf(id, 1)));
      await delivery.pass(25 * 60 * MINUTE_MS, MINUTE_MS);
      expect(await delivery.summary()).toMatchObject([{ waiting: 0, failed: 3, lastError: 'connection refused' }]);
      receiver.isUp = true;
      await delivery.pass(10 * MINUTE_MS, 1000);
      expect(receiver.seen).toEqual([]);
    }));

  it('does not send again what is reported, however long the store takes', () =>
    withDelivery(async (delivery, receiver) => {
      delivery.commit(entryOf(1, 1), entryOf(2, 1));
      await delivery.pass(10 * MINUTE_MS, 10 * MINUTE_MS);
      expect(receiver.seen).toEqual(['1-1-noc', '2-1-noc']);
    }));

  it('does not send again what became durable while the store was being asked', async () => {
    const sent: string[] = [];
    const questions: ((due: DueEntries) => void)[] = [];
    const queue = new ChannelQueue({
      channel: 'noc',
      bundling: () => 'single',
      pace: () => ({ gapMs: 0, lowerPerMinute: null }),
      outbox: { dueEntries: () => new Promise((resolve) => questions.push(resolve)) },
      send: (bodies) => {
        sent.push(...bodies);
        return Promise.resolve({ ok: true });
      },
      report: () => undefined,
      onError: () => undefined,
      clock: Date.now,
      chance: () => 0,
    });
    const answer = async (entries: DueEntries['entries']) => {
      questions.shift()?.({ entries, nextAt: null, newestId: 1 });
      await vi.advanceTimersByTimeAsync(0);
    };
    const entry = { ...entryOf(1, 1), id: 1, attempts: 0, rank: 2 };
    queue.wake();
    await answer([entry]);
    expect(sent).toEqual(['1-1-noc']);
    queue.stored([{ id: 1, attempts: 1 }]);
    // The state that the second question was asked of had it waiting still.
    await answer([entry]);
    await answer([]);
    expect(sent).toEqual(['1-1-noc']);
    await queue.close();
  });

  it('keeps what was delivered for a week, and each key once', () =>
    withDelivery(async (delivery, receiver) => {
      delivery.commit(entryOf(1, 1));
      await delivery.pass(1000);
      delivery.commit({ ...entryOf(1, 1), body: 'again' });
      await delivery.pass(1000);
      expect(receiver.seen).toEqual(['1-1-noc']);
      vi.setSystemTime(START + 8 * 24 * 60 * MINUTE_MS);
      delivery.commit(entryOf(2, 1));
      await delivery.pass(1000);
      expect(await delivery.summary()).toMatchObject([{ sent: 1 }]);
    }));

  it('loses nothing and sends nothing again that was stored as sent, whatever the order of crashes', async () => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('make' as const), alertId: fc.integer({ min: 1, max: 3 }) }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 5000 }) }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('receiver' as const), isUp: fc.boolean() }) },
      // Deliveries that are confirmed and not stored before what comes next.
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('unstored' as const), ms: fc.integer({ min: 1, max: 3000 }) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) =>
        withDelivery(async (delivery, receiver) => {
          const made: string[] = [];
          let crashes = 0;
          for (const each of steps) {
            if (each.kind === 'make') {
              const entry = entryOf(each.alertId, made.length + 1);
              made.push(entry.body);
              delivery.commit(entry);
            } else if (each.kind === 'wait') await delivery.pass(each.ms);
            else if (each.kind === 'unstored') await vi.advanceTimersByTimeAsync(each.ms);
            else if (each.kind === 'receiver') receiver.isUp = each.isUp;
            else {
              const sent = new Set(delivery.results.flatMap(({ outcome, id }) => (outcome === 'sent' ? [id] : [])));
              await delivery.crash();
              crashes += 1;
              expect((await delivery.due()).entries.filter(({ id }) => sent.has(id))).toEqual([]);
            }
          }
          receiver.isUp = true;
          await delivery.pass(10 * MINUTE_MS, 1000);
          expect([...new Set(receiver.seen)].sort()).toEqual([...made].sort());
          // In flight at a crash, and no others: without one, each is there once.
          if (crashes === 0) expect(receiver.seen.length).toBe(made.length);
          const again = receiver.seen.filter((key, at) => receiver.seen.indexOf(key) !== at);
          expect(again.length).toBeLessThanOrEqual(crashes * made.length);
          expect(await delivery.summary()).toMatchObject(made.length === 0 ? [] : [{ waiting: 0, sent: made.length }]);
        }),
      ),
      { numRuns: 60 },
    );
  });
});
