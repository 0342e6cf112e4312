import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { DayEarlierPart } from '@tunnelwatch/server/serve/live/parts/day-earlier-part';
import { beforeEach, describe, expect, it } from 'vitest';

const NOW = Date.UTC(2026, 1, 10, 17, 40, 30);
const CLASSES = COUNTED_CLASSES.length;

describe('what a wall is compared with', () => {
  let now: number;
  let tunnels: { gateway: string; matchkey: string }[];
  let asked: { filter: object; from: number }[];
  let errors: unknown[];
  let part: DayEarlierPart;

  beforeEach(() => {
    now = NOW;
    tunnels = [{ gateway: 'gw-a', matchkey: '1' }];
    asked = [];
    errors = [];
    part = new DayEarlierPart({
      reader: {
        classBuckets: (filter, from, stepMs, buckets) => {
          asked.push({ filter, from });
          if ('gateway' in filter && filter.gateway === 'gw-bad') return Promise.reject(new Error('disk'));
          // Two replay failures in each minute.
          const counts = Array.from({ length: buckets * CLASSES }, (_, at) => (at % CLASSES === 0 ? 2 : 0));
          return Promise.resolve({ step: 1, from, stepMs, counts });
        },
      },
      gateways: () => null,
      tunnels: () => tunnels,
      referenceTime: () => now,
      onError: (error) => void errors.push(error),
    });
  });

  /** The next second, after everything that was asked has been answered. */
  async function tick() {
    const changes = part.take(now, true);
    await new Promise((resolve) => setImmediate(resolve));
    return changes;
  }

  it('is read with the first second and told with the next, by minute, in all and by tunnel', async () => {
    await part.start();
    expect(asked).toEqual([]);
    expect(await tick()).toEqual([]);
    now += 1000;
    const [change] = await tick();
    expect(change).toMatchObject({ kind: 'dayEarlier', from: Date.UTC(2026, 1, 9, 16, 41) });
    if (change?.kind !== 'dayEarlier') throw new Error('another change');
    expect(new Set(change.failures)).toEqual(new Set([2]));
    expect(change.failures.length * MINUTE_MS).toBeGreaterThanOrEqual(HOUR_MS);
    expect(change.tunnels.map(({ matchkey }) => matchkey)).toEqual(['1']);
    expect(asked[0]?.from).toBe(change.from);
    expect(change.from + change.failures.length * MINUTE_MS).toBeGreaterThan(NOW - DAY_MS);
  });

  it('is read again for other tunnels once a minute at most, and for another time', async () => {
    await tick();
    const first = asked.length;
    tunnels = [{ gateway: 'gw-a', matchkey: '2' }];
    now += 1000;
    await tick();
    expect(asked).toHaveLength(first);
    now += MINUTE_MS;
    await tick();
    expect(asked).toHaveLength(2 * first);
    now += MINUTE_MS;
    await tick();
    expect(asked).toHaveLength(2 * first);
    now += 5 * MINUTE_MS;
    await tick();
    expect(asked).toHaveLength(3 * first);
  });

  it('is left out when the store fails, which is said, and asked for again a minute later', async () => {
    tunnels = [{ gateway: 'gw-bad', matchkey: '1' }];
    await tick();
    expect(errors).toHaveLength(1);
    now += 1000;
    expect(await tick()).toEqual([]);
    tunnels = [];
    now += MINUTE_MS;
    await tick();
    now += 1000;
    expect(await tick()).toHaveLength(1);
  });
});
