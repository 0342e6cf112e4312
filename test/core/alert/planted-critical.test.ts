import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { LineAge } from '@tunnelwatch/server/core/lines/line-age';
import type { LineOrigin } from '@tunnelwatch/server/core/lines/line-origin';
import type { Monitor } from '@tunnelwatch/server/core/monitor';
import { type Alert, compareAlerts, isWaiting, listedAlerts } from '@tunnelwatch/shared/alert';
import { ALERT_ACTIONS, type AlertAction, type BulkCommand } from '@tunnelwatch/shared/alert-command';
import { type Notification, notificationSchema } from '@tunnelwatch/shared/notification';
import { type AlertSubject, subjectKey } from '@tunnelwatch/shared/subject';
import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { person } from '../../support/alert-books.js';
import { channelOf } from '../../support/made-alerts.js';
import { monitorOf, NOTHING_KNOWN } from '../../support/monitors.js';

const START = Date.UTC(2026, 10, 29, 3);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Gateways that are known before anything happens, and names that somebody makes up. */
const KNOWN = ['gw1', 'gw2'] as const;
const MADE_UP = ['x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8'] as const;

/** How a line is stamped, whatever the time is. */
const STAMPS = {
  right: (now: number) => new Date(now).toISOString(),
  late: (now: number) => new Date(now - 16 * MINUTE).toISOString(),
  hoursLate: (now: number) => new Date(now - 5 * HOUR).toISOString(),
  daysLate: (now: number) => new Date(now - 40 * 24 * HOUR).toISOString(),
  ahead: (now: number) => new Date(now + 5 * HOUR).toISOString(),
  year2090: () => '2090-01-01T00:00:00Z',
  year1970: () => '1970-01-01T00:00:07Z',
} as const;
const stamp = fc.constantFrom(...(Object.keys(STAMPS) as (keyof typeof STAMPS)[]));
/** Stamps without a year, of which the first is what a device writes before it knows the time. */
const bsdStamp = fc.constantFrom('Jan  1 00:00:00', 'Nov 29 03:00:00', 'Dec 31 23:59:59', 'Nov 29 02:10:00');

const name = (length: number) => fc.constantFrom(...Array.from({ length }, (_, at) => `n${String(at)}`));

/** A line of a storm, or the planted one. */
const writing = fc.record({
  gateway: fc.constantFrom(...KNOWN, ...MADE_UP),
  iface: name(12),
  id: fc.constantFrom(1682, 1682, 1682, 1696, 633, 278, 611, 700_001, 700_002),
  prio: fc.constantFrom(5, 5, 5, 4, 3),
  stamp,
  bsd: fc.option(bsdStamp, { freq: 3 }),
  age: fc.constantFrom<LineAge[]>('live', 'live', 'backlog'),
});
type Writing = Omit<typeof writing extends fc.Arbitrary<infer Value> ? Value : never, 'gateway'> & { gateway: string };
type Planted = Omit<Writing, 'id' | 'prio'>;

const action = fc.constantFrom<AlertAction[]>('acknowledge', 'shelve', 'close', ...ALERT_ACTIONS);

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('storm' as const), lines: fc.array(writing, { maxLength: 25 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('act' as const), action, pick: fc.nat(40), minutes: fc.nat(300) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('bulk' as const), action, isSeen: fc.boolean(), minutes: fc.nat(300) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('window' as const),
      gateway: fc.option(fc.constantFrom(...KNOWN)),
      class: fc.option(fc.constantFrom('policy' as const, 'routing' as const, 'memory' as const)),
      hours: fc.nat(24),
      notifyCritical: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 5, 30, 61, 700, 4000) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A story: what happens before the planted Critical and after it. */
const story = fc.record({
  before: fc.array(step, { maxLength: 12 }),
  planted: fc.record({
    gateway: fc.constantFrom(...KNOWN, ...KNOWN, 'new'),
    stamp,
    bsd: fc.option(bsdStamp, { freq: 3 }),
    age: fc.constantFrom<LineAge[]>('live', 'live', 'backlog'),
    iface: name(12),
  }),
  after: fc.array(step, { maxLength: 15 }),
  mostPerRule: fc.constantFrom(10, 500),
  /** New names that the sender may bring; null for no limit. */
  mostNames: fc.constantFrom(null, null, 2, 5),
});

/** A watch room: a monitor, the alerts as they are stored, and what an operator saw when they last looked. */
class Watch {
  readonly alerts = new Map<number, Alert>();
  readonly told: Notification[] = [];
  now = START;
  private readonly monitor: Monitor;
  private readonly origins = new Map<LineAge, LineOrigin>();
  private readonly members = new Map<number, Set<string>>();
  /** What the operator saw, in order, and whether the planted Critical was among it. */
  private seen: { id: number; version: number }[] = [];
  private planted: { rule: string; subject: AlertSubject } | undefined;
  private isPlantedSeen = false;
  isAnswered = false;

  constructor(
    mostPerRule: number,
    private readonly mostNames: number | null,
  ) {
    const most = { atOnce: mostNames ?? 100, perHour: 1 };
    this.monitor = monitorOf(NOTHING_KNOWN, {
      nameLimits: { gateways: most, tunnels: most },
      plan: planOf([channelOf({ name: 'noc', minPriority: 'urgent' })]),
      mostAlertsPerRule: mostPerRule,
      startedAt: START - 3 * HOUR,
    });
    this.now = START - 3 * HOUR;
    for (const gateway of KNOWN)
      this.write({ gateway, id: 278, prio: 3, iface: 'known', stamp: 'right', bsd: null, age: 'live' });
    this.settle();
    this.now = START;
  }

  /** Plants a Critical; false where it is more of what somebody may have seen already: of the same subject, just before. */
  plant(planted: Planted): boolean {
    const { gateway, iface } = planted;
    this.planted = { rule: 'message-1682', subject: { kind: 'interface', gateway, iface } };
    const before = this.covering();
    if (before !== undefined && (before.shelf !== null || this.now - before.lastAt < 10 * MINUTE)) return false;
    this.write({ ...planted, id: 1682, prio: 5 });
    // Beyond the limit of new names it stands under another subject.
    this.monitor.endLines();
    const part = this.monitor.drainParts().at(-1)?.part.columns;
    const subject = this.monitor.interner.subjectById(part?.subjectIds[part.count - 1] ?? 0);
    if (subject !== undefined) this.planted.subject = subject;
    this.isPlantedSeen = false;
    this.settle();
    return true;
  }

  perform(done: Step): void {
    const actor = person('Anna');
    switch (done.kind) {
      case 'storm':
        for (const line of done.lines) this.write(line);
        break;
      case 'look':
        this.look();
        break;
      case 'wait':
        this.now += done.seconds * 1000;
        this.monitor.apply({ kind: 'tick', at: this.now, sources: [] });
        break;
      case 'act': {
        const picked = this.seen[done.pick % Math.max(1, this.seen.length)];
        if (picked === undefined) break;
        const { id, version } = picked;
        const request = { id, version, action: done.action, comment: 'seen', until: this.until(done), assignee: null };
        this.monitor.apply({ kind: 'command', at: this.now, command: { name: 'act', request }, actor });
        break;
      }
      case 'bulk': {
        const seen = this.seen.map(({ id, version }) => ({ id, version }));
        const request: BulkCommand = {
          action: done.action,
          filter: {},
          dryRun: false,
          comment: 'all seen',
          until: this.until(done),
          assignee: null,
          ...(done.isSeen ? { seen } : {}),
        };
        this.monitor.apply({ kind: 'command', at: this.now, command: { name: 'actOnAll', request }, actor });
        break;
      }
      case 'window': {
        const { gateway, class: ofClass, hours, notifyCritical } = done;
        const scope = { gateway, matchkey: null, class: gateway === null ? (ofClass ?? 'policy') : ofClass };
        const times = { from: this.now, until: this.now + Math.max(1, hours) * HOUR };
        const request = { ...scope, ...times, comment: 'works', notifyCritical };
        this.monitor.apply({ kind: 'command', at: this.now, command: { name: 'addWindow', request }, actor });
        break;
      }
    }
    this.settle();
    if (this.isPlantedSeen && !this.isOnWall() && (done.kind === 'act' || done.kind === 'bulk')) this.isAnswered = true;
  }

  /** The alert that stands for the planted Critical. */
  covering(): Alert | undefined {
    const { planted } = this;
    if (planted === undefined) return undefined;
    const key = subjectKey(planted.subject);
    const standing = [...this.alerts.values()].filter(
      (alert) =>
        alert.rule === planted.rule &&
        !alert.isPast &&
        alert.foldedInto === null &&
        (subjectKey(alert.subject) === key || this.members.get(alert.id)?.has(key) === true),
    );
    return standing.sort(compareAlerts)[0];
  }

  /** Whether it is listed on wall and inbox, and waits for somebody. */
  isOnWall(): boolean {
    const alert = this.covering();
    return alert !== undefined && isWaiting(alert) && this.listed().includes(alert);
  }

  private listed(): readonly Alert[] {
    const standing = [...this.alerts.values()].filter(({ foldedInto }) => foldedInto === null);
    return listedAlerts(standing.sort(compareAlerts), ROOM_LIMITS);
  }

  private look(): void {
    this.seen = this.listed().map(({ id, version }) => ({ id, version }));
    this.isPlantedSeen = this.planted !== undefined;
  }

  private until({ minutes }: { minutes: number }): number {
    return this.now + (1 + minutes) * MINUTE;
  }

  private write({ gateway, id, prio, iface, stamp: stamped, bsd, age }: Writing): void {
    const { lines } = this.monitor;
    const body = `IPSEC: prio=${String(prio)} id=${String(id)} rev=1 event=x action=none table=main network=192.0.2.0/24 iface=${iface}`;
    const head = bsd === null ? `1 ${STAMPS[stamped](this.now)} ${gateway} EFW - - -` : `${bsd} ${gateway}`;
    const line = Buffer.from(`<130>${head} ${body}`);
    lines.arrive(this.now);
    lines.line(this.originOf(age), line, 0, line.length, false, this.now);
    lines.settle();
  }

  private originOf(age: LineAge): LineOrigin {
    const known = this.origins.get(age);
    if (known !== undefined) return known;
    const source = this.monitor.sources.of(age === 'live' ? 'syslog' : 'file', `/logs/${age}`);
    const origin: LineOrigin = {
      source,
      zone: zoneReader('UTC'),
      gatewayHint: 'gw1',
      isHintGuessed: false,
      age,
      recipes: new TemplateCache(),
      isReadOnce: false,
      sender: this.mostNames === null ? undefined : { name: '203.0.113.9', kind: 'address' },
    };
    this.origins.set(age, origin);
    return origin;
  }

  private settle(): void {
    this.monitor.drainParts();
    const changes = this.monitor.drainChanges(this.now, true);
    for (const alert of changes?.alerts ?? []) this.alerts.set(alert.id, alert);
    for (const { alertId, subject } of changes?.members ?? []) {
      const members = this.members.get(alertId) ?? new Set();
      this.members.set(alertId, members.add(subjectKey(subject)));
    }
    for (const { body } of changes?.outbox ?? []) this.told.push(notificationSchema.parse(JSON.parse(body)));
  }
}

/** More of them with `npm run model -- --criticals N`. */
const RUNS = Number(process.env['TUNNELWATCH_MODEL_CRITICALS'] ?? 500);

it('[ALM-50] [ALM-81] a planted Critical waits on wall and inbox and is told, whatever happens, until somebody acts who saw it', () => {
  fc.assert(
    fc.property(story, ({ before, planted, after, mostPerRule, mostNames }) => {
      const watch = new Watch(mostPerRule, mostNames);
      for (const each of before) watch.perform(each);
      fc.pre(watch.plant(planted));
      expect(watch.isOnWall()).toBe(true);
      const alert = watch.covering();
      if (alert?.isHushed === false) expect(watch.told.some((told) => told.alert.id === alert.id)).toBe(true);
      for (const each of after) {
        watch.perform(each);
        if (watch.isAnswered) return;
        expect(watch.isOnWall()).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
});
