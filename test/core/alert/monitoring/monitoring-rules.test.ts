import { unknownTraffic } from '@tunnelwatch/server/core/aggregate/usual-traffic';
import { judgeConnections } from '@tunnelwatch/server/core/alert/monitoring/connection-rule';
import { judgeLag } from '@tunnelwatch/server/core/alert/monitoring/lag-rule';
import { judgeSilence, type SilenceFacts, silentAfterMs } from '@tunnelwatch/server/core/alert/monitoring/silence-rule';
import { judgeSkew } from '@tunnelwatch/server/core/alert/monitoring/skew-rule';
import { describe, expect, it } from 'vitest';

const NOW = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SUBJECT = { kind: 'gateway', gateway: 'gw1' } as const;

describe('silence', () => {
  const SETTINGS = { minimumMs: MINUTE, multiple: 3, learnMs: 30 * MINUTE };
  const usual = (gapSeconds: number, linesPerMinute: number) => ({
    watchedMs: 24 * HOUR,
    gapCount: 50,
    linesPerMinute,
    gaps: [1, 2].map((at) => ({ seconds: gapSeconds, at })),
  });
  const facts = (part: Partial<SilenceFacts>): SilenceFacts => ({
    subject: SUBJECT,
    usual: usual(1, 6000),
    lastArrival: NOW,
    watchedSince: NOW - HOUR,
    raisedAt: undefined,
    ...part,
  });

  it('[ALM-11] begins after a minute for what logs all the time', () => {
    expect(judgeSilence(facts({}), NOW + MINUTE, SETTINGS)).toBeUndefined();
    expect(judgeSilence(facts({}), NOW + MINUTE + 1, SETTINGS)).toEqual({
      rule: 'silence',
      subject: SUBJECT,
      severity: 'warning',
      class: 'monitoring',
      priority: 'high',
      since: NOW,
      message: 'The gateway is silent: 6,000 lines a minute are usual',
    });
  });

  it('[ALM-11] begins after three times its usual quiet time for what logs once an hour', () => {
    const hourly = facts({ usual: usual(3600, 1 / 60) });
    expect(judgeSilence(hourly, NOW + 3 * HOUR, SETTINGS)).toBeUndefined();
    expect(judgeSilence(hourly, NOW + 3 * HOUR + 1, SETTINGS)).toMatchObject({
      message: 'The gateway is silent: 1 line an hour is usual',
    });
  });

  it('[ALM-11] is not told of what was watched too shortly, or not often enough', () => {
    expect(silentAfterMs({ ...usual(1, 1), watchedMs: 30 * MINUTE - 1 }, SETTINGS)).toBeUndefined();
    expect(silentAfterMs({ ...usual(1, 1), gapCount: 9 }, SETTINGS)).toBeUndefined();
    expect(silentAfterMs({ ...usual(1, 1), gapCount: 10, watchedMs: 30 * MINUTE }, SETTINGS)).toBe(MINUTE);
    expect(judgeSilence(facts({ usual: unknownTraffic() }), NOW + 1000 * HOUR, SETTINGS)).toBeUndefined();
  });

  it('[ALM-11] begins to count when the watching began: what was down, or behind, was not listening', () => {
    const restarted = facts({ lastArrival: NOW - 10 * HOUR, watchedSince: NOW });
    expect(judgeSilence(restarted, NOW + MINUTE, SETTINGS)).toBeUndefined();
    expect(judgeSilence(restarted, NOW + MINUTE + 1, SETTINGS)).toMatchObject({ since: NOW - 10 * HOUR });
  });

  it('[ALM-11] ends with a line and with nothing else', () => {
    const raisedAt = NOW + HOUR;
    expect(judgeSilence(facts({ raisedAt, watchedSince: raisedAt + 5 }), raisedAt + 6, SETTINGS)).toBeUndefined();
    expect(judgeSilence(facts({ raisedAt, lastArrival: raisedAt + 1 }), raisedAt + 2, SETTINGS)).toBe('over');
  });

  it('names a source as one', () => {
    const subject = { kind: 'source', source: '/logs/gw.log' } as const;
    expect(judgeSilence(facts({ subject, usual: usual(1, 0.001) }), NOW + HOUR, SETTINGS)).toMatchObject({
      message: 'The source is silent: 1 line a day is usual',
    });
  });
});

describe('a skewed clock', () => {
  const SETTINGS = { limitMs: 2 * MINUTE, holdMs: 5 * MINUTE };
  const judge = (skewMs: number, beyondSince: number | undefined, isRaised = false) =>
    judgeSkew({ subject: SUBJECT, skewMs, beyondSince, isRaised }, NOW, SETTINGS);

  it('[ALM-12] is told when it is beyond the limit for as long as is set', () => {
    expect(judge(130_000, NOW - 5 * MINUTE + 1)).toBeUndefined();
    expect(judge(120_000, NOW - HOUR)).toBeUndefined();
    expect(judge(130_000, NOW - 5 * MINUTE)).toMatchObject({
      rule: 'skew',
      priority: 'low',
      severity: 'warning',
      class: 'monitoring',
      since: NOW - 5 * MINUTE,
      message: "The gateway's clock is 2 min ahead",
    });
    expect(judge(-3 * HOUR, NOW - HOUR)).toMatchObject({ message: "The gateway's clock is 3 h behind" });
    expect(judge(-400 * 24 * HOUR, NOW - HOUR)).toMatchObject({ message: "The gateway's clock is 400 days behind" });
  });

  it('[ALM-12] ends well below the limit, not at it', () => {
    expect(judge(119_000, undefined, true)).toBeUndefined();
    expect(judge(-96_000, undefined, true)).toBeUndefined();
    expect(judge(-95_999, undefined, true)).toBe('over');
  });
});

describe('lag', () => {
  const SETTINGS = { limitMs: 10_000, highAfterMs: MINUTE };
  const judge = (lagMs: number, beyondSince: number | undefined, isRaised = false) =>
    judgeLag({ subject: SUBJECT, lagMs, beyondSince, isRaised }, NOW, SETTINGS);

  it('[ALM-13] is told when it lasts, and is more pressing beyond a minute', () => {
    expect(judge(10_001, NOW - 9999)).toBeUndefined();
    expect(judge(10_000, NOW - 10_000)).toBeUndefined();
    expect(judge(10_001, NOW - 10_000)).toMatchObject({ rule: 'lag', priority: 'medium', since: NOW - 10_000 });
    expect(judge(MINUTE + 1, NOW - MINUTE, true)).toMatchObject({ priority: 'high' });
  });

  it('[ALM-13] ends at half of the limit', () => {
    expect(judge(5000, undefined, true)).toBeUndefined();
    expect(judge(4999, undefined, true)).toBe('over');
  });
});

describe('connections', () => {
  const judge = (part: Partial<Parameters<typeof judgeConnections>[0]>) =>
    judgeConnections(
      {
        subject: SUBJECT,
        waiting: 0,
        ended: 0,
        waitingSince: undefined,
        lastAt: undefined,
        isRaised: false,
        ...part,
      },
      NOW,
    );

  it('[ALM-29] is told at once when some were ended or refused, and after ten seconds when some wait', () => {
    expect(judge({ ended: 1, lastAt: NOW })).toMatchObject({ rule: 'connections', priority: 'high', since: NOW });
    expect(judge({ waiting: 3, waitingSince: NOW - 9999, lastAt: NOW })).toBeUndefined();
    const waitingSince = NOW - 10_000;
    expect(judge({ waiting: 3, waitingSince, lastAt: NOW })).toMatchObject({ priority: 'medium', since: waitingSince });
  });

  it('[ALM-29] ends when none has waited, or was ended, for five minutes', () => {
    expect(judge({ isRaised: true, lastAt: NOW - 5 * MINUTE + 1 })).toBeUndefined();
    expect(judge({ isRaised: true, waiting: 1, waitingSince: NOW, lastAt: NOW - 5 * MINUTE })).toBeUndefined();
    expect(judge({ isRaised: true, lastAt: NOW - 5 * MINUTE })).toBe('over');
    expect(judge({ isRaised: true })).toBe('over');
    expect(judge({})).toBeUndefined();
  });
});
