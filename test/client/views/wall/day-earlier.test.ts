import { COUNTED_CLASSES, UNKNOWN_INDEX } from '@tunnelwatch/shared/failure-class';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { describe, expect, it } from 'vitest';
import type { BucketsState, DayEarlierState } from '../../../../client/src/live/room-state.js';
import { ghostOf, rateOf } from '../../../../client/src/views/wall/day-earlier.js';

const NOW = Date.UTC(2026, 1, 10, 17, 42, 30);
const MINUTE = Math.floor(NOW / MINUTE_MS) * MINUTE_MS;

/** A minute with some replay failures and as many unknown messages. */
function bucket(t: number, replay: number) {
  const n = COUNTED_CLASSES.map((name) => (name === 'replay' ? replay : 0));
  n[UNKNOWN_INDEX] = replay;
  return { t, n };
}

function buckets(perMinute: number): BucketsState {
  const from = MINUTE - HOUR_MS;
  const each = Array.from({ length: 61 }, (_, at) => bucket(from + at * MINUTE_MS, perMinute));
  return { from, to: MINUTE + MINUTE_MS, stepMs: MINUTE_MS, buckets: each };
}

function earlier(perMinute: number): DayEarlierState {
  const from = MINUTE - DAY_MS - HOUR_MS;
  const failures = Array.from({ length: 65 }, () => perMinute);
  const replay = failures.map((_, at) => at);
  return { from, failures, tunnels: [{ gateway: 'gw-a', matchkey: '1', replay, integrity: failures.map(() => 0) }] };
}

describe('the rate on the wall', () => {
  it('is that of the last five full minutes, without unknown messages, beside the same ones of yesterday', () => {
    expect(rateOf(buckets(30), earlier(20), NOW)).toEqual({ perMinute: 30, change: 0.5 });
    expect(rateOf(buckets(10), earlier(20), NOW)).toEqual({ perMinute: 10, change: -0.5 });
  });

  it('is compared with nothing where nothing happened yesterday', () => {
    expect(rateOf(buckets(30), earlier(0), NOW).change).toBeNull();
    expect(rateOf(buckets(30), null, NOW).change).toBeNull();
  });
});

describe('the line of yesterday', () => {
  it('is of the same minutes of the day, whatever was read beyond them', () => {
    const ghost = ghostOf(earlier(1), { gateway: 'gw-a', matchkey: '1' }, MINUTE + MINUTE_MS, 60);
    expect(ghost?.replay).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  });

  it('is not there for a tunnel that is not known of, or had no failures', () => {
    expect(ghostOf(earlier(1), { gateway: 'gw-a', matchkey: '2' }, MINUTE, 60)).toBeNull();
    expect(ghostOf(null, { gateway: 'gw-a', matchkey: '1' }, MINUTE, 60)).toBeNull();
  });
});
