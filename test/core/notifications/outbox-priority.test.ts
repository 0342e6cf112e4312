import {
  entryRank,
  isUrgentRank,
  type OutboxEntry,
  type OutboxResult,
} from '@tunnelwatch/server/core/notifications/outbox';
import { PRIORITIES, type Priority } from '@tunnelwatch/shared/priority';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Delivery, type DeliveryOptions, entryOf, Receiver } from '../../support/delivery.js';
import { START } from '../../support/made-alerts.js';
import { tempFolders } from '../../support/temp-folder.js';

const MINUTE_MS = 60_000;
const tempFolder = tempFolders();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Made by the test, in order; what the store and the queue know is followed here by other means. */
class Ledger {
  readonly entries: OutboxEntry[] = [];

  constructor(private readonly delivery: Delivery) {}

  make(...entries: OutboxEntry[]): void {
    this.entries.push(...entries);
    this.delivery.commit(...entries);
  }

  /** What is due by what the queue could know, with the rank that it is due with. */
  due(): Map<string, number> {
    const { results, pending, askedAt } = this.delivery;
    const known = lastResults([...results, ...pending]);
    const waits = (at: number) => (known.get(at + 1)?.outcome ?? 'again') === 'again';
    const due = new Map<string, number>();
    for (const [at, { alertId, body }] of this.entries.entries()) {
      const last = known.get(at + 1);
      const isFirst = !this.entries.slice(0, at).some((each, index) => each.alertId === alertId && waits(index));
      const isLater = last?.outcome === 'again' && last.nextAt > askedAt;
      if (!waits(at) || !isFirst || isLater) continue;
      const behind = this.entries.filter((each, index) => index >= at && each.alertId === alertId && waits(index));
      due.set(body, Math.max(...behind.map(entryRank)));
    }
    return due;
  }
}

function lastResults(results: readonly OutboxResult[]): Map<number, OutboxResult> {
  return new Map(results.map((result) => [result.id, result]));
}

async function withDelivery(
  options: Omit<DeliveryOptions, 'folder' | 'receiver'>,
  test: (delivery: Delivery, receiver: Receiver) => Promise<void>,
): Promise<void> {
  const receiver = new Receiver();
  const delivery = new Delivery({ folder: tempFolder(), receiver, ...options });
  try {
    await test(delivery, receiver);
  } finally {
    await delivery.end();
  }
}

/** One notification each of alerts from a number on. */
function entries(count: number, priority: Priority, firstAlert = 1): OutboxEntry[] {
  return Array.from({ length: count }, (_, at) => entryOf(firstAlert + at, 1, { priority }));
}

const keysOf = (made: readonly OutboxEntry[]) => made.map(({ key }) => key);

describe('[ALM-70] the outbox by priority', () => {
  it('sends an urgent one next, with sixty others ahead of it and a receiver that is slow', () =>
    withDelivery({}, async (delivery, receiver) => {
      receiver.answerMs = 500;
      delivery.commit(...entries(60, 'medium'));
      await delivery.pass(1200);
      expect(receiver.seen).toEqual(['1-1-noc', '2-1-noc']);
      delivery.commit(entryOf(99, 1, { priority: 'urgent' }));
      await delivery.pass(1000);
      expect(receiver.seen).toEqual(['1-1-noc', '2-1-noc', '3-1-noc', '99-1-noc']);
    }));

  it('does not let an urgent one wait for the next attempt with a lower one that failed', () =>
    withDelivery({}, async (delivery, receiver) => {
      receiver.isUp = false;
      delivery.commit(...entries(3, 'low'));
      await delivery.pass(MINUTE_MS, 5000);
      receiver.isUp = true;
      delivery.commit(entryOf(99, 1, { priority: 'urgent' }));
      await delivery.pass(1000);
      expect(receiver.seen[0]).toBe('99-1-noc');
      // That it answers again is known by then: nothing waits any longer than its own next attempt.
      expect(receiver.seen.slice(1)).toEqual(['2-1-noc', '3-1-noc']);
    }));

  it('tries a receiver that does not answer with one urgent message, not with each', () =>
    withDelivery({}, async (delivery, receiver) => {
      receiver.isUp = false;
      let attempts = 0;
      receiver.onBegin = () => {
        attempts += 1;
      };
      delivery.commit(...entries(10, 'urgent'));
      await delivery.pass(MINUTE_MS, 1000);
      // At 0, 1, 3, 7, 15 and 31 seconds.
      expect(attempts).toBe(6);
    }));

  it('lets what an alert became go with its priority, behind what is to be told of it first [ALM-71]', () =>
    withDelivery({}, async (delivery, receiver) => {
      receiver.answerMs = 500;
      delivery.commit(...entries(20, 'medium'));
      await delivery.pass(200);
      delivery.commit(entryOf(20, 2, { priority: 'urgent' }));
      await delivery.pass(2000);
      expect(receiver.seen.slice(0, 3)).toEqual(['1-1-noc', '20-1-noc', '20-2-noc']);
    }));
});

/** The first telling of a Critical of each of some alerts. */
function firsts(count: number, firstAlert = 1): OutboxEntry[] {
  return entries(count, 'urgent', firstAlert).map((entry) => ({ ...entry, isFirst: true }));
}

describe('[ALM-90] the first telling of a Critical', () => {
  it('is the next message, with five hundred urgent ones ahead of it', () =>
    withDelivery({}, async (delivery, receiver) => {
      receiver.answerMs = 500;
      delivery.commit(...entries(250, 'urgent'), ...firsts(250, 251));
      await delivery.pass(1200);
      delivery.commit(...firsts(1, 999));
      await delivery.pass(1000);
      expect(receiver.seen.indexOf('999-1-noc')).toBe(3);
    }));

  it('is in the next digest with the oldest ones, told in full, whether the storm was before or goes on behind it', () =>
    withDelivery({ bundling: 'digest' }, async (delivery, receiver) => {
      receiver.answerMs = 500;
      delivery.commit(...firsts(600));
      await delivery.pass(200);
      delivery.commit(...firsts(1, 999));
      await delivery.pass(400);
      delivery.commit(...firsts(300, 2000));
      await delivery.pass(5000);
      expect(receiver.messages[0]?.slice(0, 4)).toEqual(['600-1-noc', '1-1-noc', '599-1-noc', '2-1-noc']);
      expect(receiver.messages[1]?.[0]).toBe('999-1-noc');
      expect([...receiver.seen].sort()).toEqual(
        keysOf([...firsts(600), ...firsts(1, 999), ...firsts(300, 2000)]).sort(),
      );
      expect(receiver.messages.length).toBeLessThanOrEqual(5);
    }));

  it('goes behind what is to be told of its alert first, which becomes as urgent [ALM-71]', () =>
    withDelivery({}, async (delivery, receiver) => {
      delivery.commit(...entries(9, 'urgent'), entryOf(20, 1, { priority: 'low' }));
      delivery.commit({ ...entryOf(20, 2, { priority: 'urgent' }), isFirst: true });
      await delivery.pass(1000);
      expect(receiver.seen.slice(0, 3)).toEqual(['20-1-noc', '20-2-noc', '1-1-noc']);
    }));
});

describe('[ALM-70] a notification that is refused', () => {
  it('is tried again, also when the refusal is stored while the outbox is being read', () =>
    withDelivery({ answerMs: 20 }, async (delivery, receiver) => {
      receiver.refused = new Set(keysOf(entries(1, 'urgent')));
      delivery.commit(...entries(1, 'urgent'));
      await vi.advanceTimersByTimeAsync(30);
      expect(delivery.pending).toMatchObject([{ outcome: 'again' }]);
      // The outbox was asked again after the attempt, and its answer is on its way.
      delivery.commit();
      receiver.refused.clear();
      await delivery.pass(MINUTE_MS, 1000);
      expect(receiver.seen).toEqual(['1-1-noc']);
    }));
});

describe('[ALM-91] a receiver that does not respond', () => {
  it('is tried at once with an urgent one that is new, also while another urgent one waits for its next attempt', () =>
    withDelivery({ bundling: 'digest' }, async (delivery, receiver) => {
      receiver.isUp = false;
      delivery.commit(...entries(2, 'urgent'));
      await delivery.pass(10 * MINUTE_MS, 5000);
      receiver.isUp = true;
      delivery.commit(entryOf(99, 1, { priority: 'urgent' }));
      await delivery.pass(200);
      expect(receiver.seen[0]).toBe('2-1-noc');
      expect(receiver.seen).toContain('99-1-noc');
    }));

  it('is not tried more than once a second, however many come, and as late as ever when none comes', () =>
    withDelivery({}, async (delivery, receiver) => {
      receiver.isUp = false;
      const attempts: number[] = [];
      receiver.onBegin = () => {
        attempts.push(Date.now() - START);
      };
      delivery.commit(...entries(1, 'urgent'));
      await delivery.pass(4 * MINUTE_MS, 1000);
      const before = attempts.length;
      for (let at = 0; at < 50; at += 1) {
        delivery.commit(...firsts(1, 100 + at));
        await delivery.pass(100, 100);
      }
      const extra = attempts.slice(before);
      expect(extra.length).toBeLessThanOrEqual(6);
      expect(extra.length).toBeGreaterThanOrEqual(4);
      await delivery.pass(4 * MINUTE_MS, 1000);
      expect(attempts.slice(before + extra.length).length).toBeLessThanOrEqual(2);
    }));

  it('[ALM-92] is left alone for as long as it asks, also with what is urgent', () =>
    withDelivery({}, async (delivery, receiver) => {
      receiver.isUp = false;
      receiver.retryAfterMs = 30_000;
      delivery.commit(...entries(1, 'urgent'));
      await delivery.pass(500);
      receiver.isUp = true;
      expect(delivery.askedToWaitUntil()).toBe(START + 30_000);
      delivery.commit(...firsts(1, 99));
      await delivery.pass(29_000, 500);
      expect(receiver.seen).toEqual([]);
      await delivery.pass(2000);
      expect(receiver.seen).toEqual(['99-1-noc', '1-1-noc']);
      expect(delivery.askedToWaitUntil()).toBeNull();
    }));
});

describe('[ALM-93] the pace of a channel', () => {
  it('tells a storm of a thousand in at most ten messages, one a second, the urgent first, whatever its mix', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (urgent, high) =>
        withDelivery({ bundling: 'digest', pace: { gapMs: 1000, lowerPerMinute: 5 } }, async (delivery, receiver) => {
          const begun: number[] = [];
          receiver.onBegin = () => {
            begun.push(Date.now());
          };
          const mixed = entries(1000, 'low').map((entry, at): OutboxEntry => {
            return { ...entry, priority: at < urgent ? 'urgent' : at < high ? 'high' : 'low' };
          });
          for (let at = 0; at < 1000; at += 100) {
            delivery.commit(...mixed.slice(at, at + 100));
            await delivery.pass(50, 50);
          }
          await delivery.pass(3 * MINUTE_MS, 1000);
          expect(receiver.seen).toHaveLength(1000);
          expect(receiver.messages.length).toBeLessThanOrEqual(10);
          expect(begun.every((at, index) => index === 0 || at - (begun[index - 1] ?? 0) >= 1000)).toBe(true);
        }),
      ),
      { numRuns: 12, endOnFailure: true },
    ));

  it('lets an urgent one go before lower ones that wait for their turn', () =>
    withDelivery({ bundling: 'digest', pace: { gapMs: 1000, lowerPerMinute: 5 } }, async (delivery, receiver) => {
      for (let at = 0; at < 8; at += 1) {
        delivery.commit(...entries(1, 'medium', 1 + at));
        await delivery.pass(2000);
      }
      expect(receiver.messages).toHaveLength(5);
      delivery.commit(...firsts(1, 99));
      await delivery.pass(1000);
      expect(receiver.messages[5]).toEqual(['99-1-noc']);
      await delivery.pass(MINUTE_MS, 1000);
      expect(receiver.messages.slice(6)).toEqual([['6-1-noc'], ['7-1-noc'], ['8-1-noc']]);
    }));
});

describe('[ALM-72] a digest', () => {
  it('tells a storm of a thousand alerts in few messages, the urgent ones first and by themselves', () =>
    withDelivery({ bundling: 'digest' }, async (delivery, receiver) => {
      const others = [...entries(400, 'low'), ...entries(400, 'medium', 401), ...entries(190, 'high', 801)];
      const urgent = entries(10, 'urgent', 991);
      delivery.commit(...others, ...urgent);
      await delivery.pass(MINUTE_MS);
      expect(receiver.messages[0]).toEqual(keysOf(urgent));
      expect(receiver.messages.slice(1).map(({ length }) => length)).toEqual([250, 250, 250, 240]);
      expect(receiver.messages[1]?.slice(0, 190)).toEqual(keysOf(others.slice(800)));
      expect([...receiver.seen].sort()).toEqual(keysOf([...others, ...urgent]).sort());
      expect(await delivery.summary()).toMatchObject([{ waiting: 0, sent: 1000 }]);
    }));

  it('is not made of a few', () =>
    withDelivery({ bundling: 'digest' }, async (delivery, receiver) => {
      delivery.commit(...entries(5, 'medium'));
      await delivery.pass(1000);
      expect(receiver.messages.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1]);
    }));

  it('is retried as a whole while the receiver is down, and goes on with what came meanwhile', () =>
    withDelivery({ bundling: 'digest' }, async (delivery, receiver) => {
      receiver.isUp = false;
      delivery.commit(...entries(8, 'medium'));
      await delivery.pass(500);
      delivery.commit(...entries(2, 'medium', 50));
      await delivery.pass(MINUTE_MS, 1000);
      receiver.isUp = true;
      await delivery.pass(MINUTE_MS, 1000);
      expect(receiver.messages.map(({ length }) => length)).toEqual([10]);
      expect(await delivery.summary()).toMatchObject([{ waiting: 0, sent: 10 }]);
    }));

  it('is sent one by one to a receiver that refuses it, and nothing of it is lost', () =>
    withDelivery({ bundling: 'digest' }, async (delivery, receiver) => {
      receiver.refusesDigests = true;
      const made = entries(30, 'medium');
      delivery.commit(...made);
      await delivery.pass(MINUTE_MS);
      expect(receiver.messages).toEqual(keysOf(made).map((key) => [key]));
      expect(delivery.errors.map(String)).toEqual([
        'Error: noc refuses a message about several alerts (response 413): they are sent one by one',
      ]);
      receiver.refusesDigests = false;
      delivery.commit(...entries(30, 'medium', 100));
      await delivery.pass(MINUTE_MS);
      expect(receiver.messages.at(-1)).toHaveLength(30);
    }));

  it('is given up after a day with all that it tells', () =>
    withDelivery({ bundling: 'digest' }, async (delivery, receiver) => {
      receiver.isUp = false;
      const madeAt = Date.now() - 25 * 60 * MINUTE_MS;
      delivery.commit(...entries(300, 'medium').map((entry) => ({ ...entry, madeAt })));
      await delivery.pass(1000);
      expect(await delivery.summary()).toMatchObject([{ waiting: 0, failed: 300 }]);
    }));

  it('[ALM-73] is made of urgent ones only where more than five wait', () =>
    withDelivery({ bundling: 'digest' }, async (delivery, receiver) => {
      delivery.commit(...entries(10, 'medium'), ...entries(5, 'urgent', 100));
      await delivery.pass(MINUTE_MS);
      expect(receiver.messages.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 10]);
      await delivery.pass(2 * MINUTE_MS, 1000);
      delivery.commit(...entries(10, 'medium', 200), ...entries(60, 'urgent', 300));
      await delivery.pass(MINUTE_MS);
      expect(receiver.messages.slice(6).map(({ length }) => length)).toEqual([60, 10]);
    }));

  it('is a list where the receiver groups by itself, of the urgent ones first', () =>
    withDelivery({ bundling: 'list' }, async (delivery, receiver) => {
      delivery.commit(...entries(2, 'low'), ...entries(3, 'urgent', 10));
      await delivery.pass(1000);
      expect(receiver.messages.map(({ length }) => length)).toEqual([3, 2]);
    }));
});

/** What happens to a channel, in any order. */
const happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('make' as const),
      alertId: fc.integer({ min: 1, max: 8 }),
      priority: fc.constantFrom(...PRIORITIES),
      isFirst: fc.boolean(),
      count: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 5000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('receiver' as const), isUp: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuse' as const), digests: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('slow' as const), ms: fc.integer({ min: 0, max: 800 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('unstored' as const), ms: fc.integer({ min: 1, max: 3000 }) }),
  },
);

describe('[ALM-70] [ALM-71] [ALM-72] [ALM-73] whatever arrives and fails', () => {
  it.each(['single', 'digest', 'list'] as const)(
    'nothing lower is begun while a more urgent one is due, nothing is lost or delivered twice, form %s',
    async (bundling) => {
      await fc.assert(
        fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 30 }), (happenings) =>
          withDelivery({ bundling, answerMs: 7 }, async (delivery, receiver) => {
            const ledger = new Ledger(delivery);
            // Gathered, not thrown: to the queue an exception would be one more failure to be repeated.
            const wrong: string[] = [];
            receiver.onBegin = (bodies) => {
              const due = ledger.due();
              const ranks = bodies.map((body) => due.get(body) ?? Number.NaN);
              const isOvertaken = [...due].some(([body, rank]) => rank > Math.min(...ranks) && !bodies.includes(body));
              if (ranks.some(Number.isNaN)) wrong.push(`${bodies.join()} was not due`);
              if (isOvertaken) wrong.push(`${bodies.join()} was begun while a more urgent one was due`);
              if (ranks.some(isUrgentRank) && !ranks.every(isUrgentRank))
                wrong.push(`${bodies.join()} hides an urgent one`);
            };
            for (const each of happenings) {
              if (each.kind === 'make') {
                const { alertId, priority, isFirst, count } = each;
                ledger.make(
                  ...Array.from({ length: count }, (_, at) =>
                    entryOf(alertId + at * 8, ledger.entries.length + at, { priority, isFirst }),
                  ),
                );
              } else if (each.kind === 'wait') await delivery.pass(each.ms);
              else if (each.kind === 'unstored') await vi.advanceTimersByTimeAsync(each.ms);
              else if (each.kind === 'receiver') receiver.isUp = each.isUp;
              else if (each.kind === 'slow') receiver.answerMs = each.ms;
              else {
                receiver.refusesDigests = each.digests;
                receiver.refused = new Set(ledger.entries.slice(-3).map(({ body }) => body));
              }
            }
            receiver.isUp = true;
            receiver.refused.clear();
            await delivery.pass(10 * MINUTE_MS, 10_000);
            expect(wrong).toEqual([]);
            expect([...receiver.seen].sort()).toEqual(keysOf(ledger.entries).sort());
            for (const alertId of new Set(ledger.entries.map((entry) => entry.alertId))) {
              const own = keysOf(ledger.entries.filter((entry) => entry.alertId === alertId));
              expect(receiver.seen.filter((key) => own.includes(key))).toEqual(own);
            }
          }),
        ),
        { numRuns: 25, endOnFailure: true },
      );
    },
  );
});
