import { escalationSteps } from '@tunnelwatch/server/core/notifications/escalation';
import { Escalator } from '@tunnelwatch/server/core/notifications/escalator';
import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import type { NotificationPlan } from '@tunnelwatch/server/core/notifications/plan';
import { matchRoutes, type Route, type RouteFacts } from '@tunnelwatch/server/core/notifications/route';
import { matchesWildcard } from '@tunnelwatch/shared/wildcard';
import { InventoryNames } from '@tunnelwatch/server/core/inventory/inventory-names';
import type { Alert } from '@tunnelwatch/shared/alert';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertOf, changeOf, channelOf, START } from '../../support/made-alerts.js';

const HOUR_MS = 60 * MINUTE_MS;

function routeOf(part: Partial<Route> = {}): Route {
  return {
    channels: ['noc'],
    gateways: null,
    sites: null,
    tunnels: null,
    classes: null,
    priorities: null,
    hours: null,
    days: null,
    timeZone: 'UTC',
    isContinued: false,
    escalateAfterMs: null,
    ...part,
  };
}

const FACTS: RouteFacts = {
  gateway: 'edge-vie-1',
  site: 'Vienna',
  tunnel: ['7', 'Branch Graz'],
  class: 'replay',
  priority: 'high',
};

/** Whether a route takes an alert. */
function takes(part: Partial<Route>, { at = START, ...facts }: Partial<RouteFacts> & { at?: number } = {}): boolean {
  return matchRoutes([routeOf(part)], { ...FACTS, ...facts }, at).first.length === 1;
}

describe('[ALM-95] a route', () => {
  it('takes alerts by gateway, site, tunnel, class and priority, all of them together', () => {
    expect([
      takes({ gateways: ['EDGE-*'] }),
      takes({ gateways: ['edge-vie-?'] }),
      takes({ gateways: ['vie'] }),
    ]).toEqual([true, true, false]);
    expect([takes({ sites: ['vienna'] }), takes({ sites: ['*'] }, { site: null })]).toEqual([true, false]);
    expect([takes({ tunnels: ['branch*'] }), takes({ tunnels: ['7'] }), takes({ tunnels: ['8'] })]).toEqual([
      true,
      true,
      false,
    ]);
    expect([takes({ classes: ['replay', 'ecn'] }), takes({ classes: ['ecn'] })]).toEqual([true, false]);
    expect([takes({ priorities: ['urgent', 'high'] }), takes({ priorities: ['urgent'] })]).toEqual([true, false]);
    expect(takes({ gateways: ['edge-*'], sites: ['Graz'] })).toBe(false);
  });

  it('takes them within hours and days of its time zone, past midnight too, where days are those of the beginning', () => {
    // Tuesday 2026-02-03 04:05:06 UTC, that is 05:05 in Vienna.
    const night = { hours: { from: 22 * 60, until: 5 * 60 + 5 } };
    expect([takes(night), takes({ ...night, timeZone: 'Europe/Vienna' })]).toEqual([true, false]);
    const of = (...days: number[]) => takes({ ...night, days });
    expect([of(1), of(2)]).toEqual([true, false]);
    expect([takes({ days: [2] }), takes({ days: [1] }), takes({ days: [1], timeZone: 'America/New_York' })]).toEqual([
      true,
      false,
      true,
    ]);
    expect(takes({ hours: { from: 0, until: 24 * 60 } })).toBe(true);
    // The night in which clocks are set forward in Vienna has no 02:30, and 03:30 is one.
    expect(
      takes({ hours: { from: 180, until: 240 }, timeZone: 'Europe/Vienna' }, { at: Date.UTC(2026, 2, 29, 1, 30) }),
    ).toBe(true);
  });

  it('is the first that matches, with those below it while it continues', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => routeOf({ channels: [name] }));
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four routes');
    const other = routeOf({ priorities: ['low'] });
    expect(matchRoutes([other, a, b], FACTS, START)).toEqual({ first: [a], next: [b] });
    const continued = { ...a, isContinued: true };
    expect(matchRoutes([continued, other, b, c, d], FACTS, START)).toEqual({ first: [continued, b], next: [c, d] });
    expect(matchRoutes([other], FACTS, START)).toEqual({ first: [], next: [] });
  });
});

it('[ALM-95] a pattern is matched as a whole, and in a bounded time', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab*?]{0,8}$/), fc.stringMatching(/^[ab]{0,8}$/), (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesWildcard(pattern, text)).toBe(expression.test(text));
    }),
  );
  expect(matchesWildcard('a*'.repeat(100), 'a'.repeat(10_000) + 'b')).toBe(true);
  expect(matchesWildcard(`${'*a'.repeat(100)}c`, 'a'.repeat(10_000))).toBe(false);
});

const CHAT = channelOf({ name: 'chat' });
const PAGER = channelOf({ name: 'pager' });
const MAIL = channelOf({ name: 'mail' });
const MANAGER = channelOf({ name: 'am', kind: 'alertmanager', on: [] });

/** By day the chat, by night the pager; when nobody acknowledges, the pager and then the mail. */
const PLAN: NotificationPlan = {
  channels: [CHAT, PAGER, MAIL, MANAGER],
  routes: [
    routeOf({ channels: ['am'], isContinued: true }),
    routeOf({ channels: ['chat'], hours: { from: 0, until: 12 * 60 }, escalateAfterMs: 5 * MINUTE_MS }),
    routeOf({ channels: ['pager'], escalateAfterMs: 10 * MINUTE_MS }),
    routeOf({ channels: ['mail'] }),
  ],
};

const critical = (part: Partial<Alert> = {}) =>
  alertOf({ severity: 'critical', priority: 'urgent', waitingSince: START, toldAt: START, openedAt: START, ...part });

describe('[ALM-95] what is routed', () => {
  const tell = (before: Alert | null, after: Alert, cause: Parameters<typeof changeOf>[2], at = START) =>
    notificationsOf([{ ...changeOf(before, after, cause), at }], PLAN).map(({ channel }) => channel);

  it('goes to the channels of its routes, and what no route matches to all', () => {
    expect(tell(null, critical(), 'opened')).toEqual(['chat', 'am']);
    expect(tell(null, critical(), 'opened', START + 12 * HOUR_MS)).toEqual(['pager', 'am']);
    const nothing = { ...PLAN, routes: [routeOf({ priorities: ['low'] })] };
    expect(notificationsOf([changeOf(null, critical(), 'opened')], nothing)).toHaveLength(4);
  });

  it('keeps no Critical from everybody: one that all channels of its route leave out goes to those that want it', () => {
    const plan: NotificationPlan = {
      channels: [channelOf({ name: 'chat', minPriority: 'urgent' }), channelOf({ name: 'mail', minPriority: 'low' })],
      routes: [routeOf({ channels: ['chat'] })],
    };
    const told = (alert: Alert) =>
      notificationsOf([changeOf(null, alert, 'opened')], plan).map(({ channel }) => channel);
    expect(told(critical({ priority: 'low' }))).toEqual(['mail']);
    expect(told(critical())).toEqual(['chat']);
    expect(told(critical({ severity: 'warning', priority: 'low' }))).toEqual([]);
  });

  it('has its end where its beginning was, also where it was escalated to and when the hours are over', () => {
    const ended = critical({ state: 'normal', isActive: false, version: 2 });
    const later = START + 12 * HOUR_MS;
    expect(tell(critical(), ended, 'returned', START + MINUTE_MS)).toEqual(['chat', 'am']);
    expect(tell(critical(), ended, 'returned', START + 11 * MINUTE_MS)).toEqual(['chat', 'pager', 'am']);
    expect(tell(critical(), ended, 'returned', later)).toEqual(['chat', 'pager', 'mail', 'am']);
  });
});

describe('[ALM-96] an escalation', () => {
  const named = (channels: string[], minutes: number | null) =>
    routeOf({ channels, escalateAfterMs: minutes === null ? null : minutes * MINUTE_MS });
  const minutesOf = (first: Route[], next: Route[], until = 60) =>
    escalationSteps({ first, next }, START, START + until * MINUTE_MS).map(
      ({ at, channels }) => `${String((at - START) / MINUTE_MS)} ${channels.join('+')}`,
    );

  it('tells again after N minutes, after as many the next route, and the last one for a day', () => {
    expect(minutesOf([named(['chat'], 5)], [named(['pager'], 10), named(['mail'], null)])).toEqual([
      '5 chat',
      '10 pager',
      '20 pager',
      '30 mail',
    ]);
    expect(minutesOf([named(['chat'], 5)], [named(['pager'], 10)], 45)).toEqual([
      '5 chat',
      '10 pager',
      '20 pager',
      '30 pager',
      '40 pager',
    ]);
    expect(minutesOf([named(['chat'], 60)], [], 10_000)).toHaveLength(24);
    expect(minutesOf([named(['chat'], null)], [named(['pager'], 1)])).toEqual([]);
    expect(minutesOf([], [])).toEqual([]);
  });

  /** What an escalator tells, second by second, minute by minute. */
  function run(escalator: Escalator, alerts: (at: number) => Alert[], from: number, until: number): string[] {
    const told: string[] = [];
    for (let at = START + from * MINUTE_MS; at <= START + until * MINUTE_MS; at += 1000) {
      for (const { channel, isFirst = false } of escalator.due(alerts(at), PLAN, new InventoryNames(), at))
        told.push(`${String(Math.floor((at - START) / MINUTE_MS))} ${channel}${isFirst ? ' first' : ''}`);
    }
    return told;
  }

  it('lasts until somebody acknowledges, and begins anew when the alert waits again', () => {
    const acknowledged = critical({ state: 'acknowledged' });
    const again = critical({ waitingSince: START + 20 * MINUTE_MS, version: 3 });
    const alerts = (at: number) => [
      at < START + 12 * MINUTE_MS ? critical() : at < START + 20 * MINUTE_MS ? acknowledged : again,
    ];
    expect(run(new Escalator(), alerts, 0, 31)).toEqual(['5 chat', '10 pager first', '25 chat', '30 pager first']);
  });

  it('is the same whenever the server is restarted, by the keys, and tells what was due meanwhile once', () => {
    const keys = (escalator: Escalator, at: number) =>
      escalator.due([critical()], PLAN, undefined, START + at * MINUTE_MS).map(({ key }) => key);
    const running = new Escalator();
    const told = Array.from({ length: 41 }, (_, at) => keys(running, at)).flat();
    expect(told).toHaveLength(4);
    for (let at = 0; at <= 40; at += 1) {
      const restarted = keys(new Escalator(), at);
      expect(told).toEqual(expect.arrayContaining(restarted));
    }
    expect(keys(new Escalator(), 40)).toHaveLength(3);
  });

  it('leaves alone what is shelved, past, over or grouped, and channels that do not hear of new alerts', () => {
    const aside = [
      critical({ id: 1, state: 'shelved' }),
      critical({ id: 2, isPast: true }),
      critical({ id: 3, state: 'returnedUnacknowledged', isActive: false }),
      critical({ id: 4, foldedInto: 9 }),
    ];
    expect(new Escalator().due(aside, PLAN, undefined, START + HOUR_MS)).toEqual([]);
    const deaf = { ...PLAN, channels: [channelOf({ name: 'chat', on: ['close'] }), MANAGER] };
    expect(new Escalator().due([critical()], deaf, undefined, START + 7 * MINUTE_MS)).toEqual([]);
  });
});
