import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { LineOrigin } from '@tunnelwatch/server/core/lines/line-origin';
import type { Monitor, MonitorOptions, MonitorState } from '@tunnelwatch/server/core/monitor';
import type { SenderRecord } from '@tunnelwatch/server/core/senders/sender-record';
import type { Alert } from '@tunnelwatch/shared/alert';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { describe, expect, it } from 'vitest';
import { person } from '../../support/alert-books.js';
import { monitorOf, NOTHING_KNOWN } from '../../support/monitors.js';

const START = Date.UTC(2026, 10, 30, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FORGER = '203.0.113.9';
const LIMITS = { gateways: { atOnce: 3, perHour: 1 }, tunnels: { atOnce: 4, perHour: 1 } };
const CALM = { silence: { minimumMs: HOUR, multiple: 10, learnMs: HOUR }, skew: { limitMs: HOUR, holdMs: HOUR } };
const OPTIONS: Partial<MonitorOptions> = {
  nameLimits: LIMITS,
  startedAt: START,
  monitoring: { ...CALM, lag: { limitMs: HOUR, highAfterMs: HOUR } },
};

/** A monitor behind a listener, and what it would have stored. */
class Room {
  readonly monitor: Monitor;
  readonly alerts = new Map<number, Alert>();
  readonly stored = new Map<string, SenderRecord | null>();
  now = START;
  private readonly origins = new Map<string, LineOrigin>();

  constructor(state: Partial<MonitorState> = {}, options: Partial<MonitorOptions> = {}) {
    this.monitor = monitorOf({ ...NOTHING_KNOWN, ...state }, { ...OPTIONS, ...options });
  }

  /** The subject that a line counts under. */
  send(gateway: string, rest = 'id=1682 prio=5 event=x action=none iface=core', sender = FORGER): string {
    const line = Buffer.from(`<130>1 ${new Date(this.now).toISOString()} ${gateway} EFW - - - IPSEC: rev=1 ${rest}`);
    const { lines, interner } = this.monitor;
    lines.arrive(this.now);
    lines.line(this.originOf(sender), line, 0, line.length, false, this.now);
    lines.settle();
    this.monitor.endLines();
    const columns = this.monitor.drainParts().at(-1)?.part.columns;
    const subject = interner.subjectById(columns?.subjectIds[columns.count - 1] ?? 0);
    this.settle();
    return subject === undefined ? '' : subjectLabel(subject);
  }

  drop(gateway: string, matchkey: number | string, sender = FORGER): string {
    return this.send(gateway, `id=278 prio=3 event=drop action=drop matchkey=${String(matchkey)}`, sender);
  }

  tick(seconds: number): void {
    this.now += seconds * 1000;
    const sources = this.monitor.sources
      .all()
      .map(({ id }) => ({ id, lagMs: 0, waitingConnections: 0, problem: null, isFinished: false }));
    this.monitor.apply({ kind: 'tick', at: this.now, sources });
    this.settle();
  }

  waiting(rule: string): Alert[] {
    return [...this.alerts.values()].filter((alert) => alert.rule === rule && alert.state === 'unacknowledged');
  }

  settle(): void {
    const changes = this.monitor.drainChanges(this.now, true);
    for (const alert of changes?.alerts ?? []) this.alerts.set(alert.id, alert);
    for (const { key, record } of changes?.senders ?? []) this.stored.set(key, record);
  }

  private originOf(sender: string): LineOrigin {
    let origin = this.origins.get(sender);
    origin ??= {
      source: this.monitor.sources.of('syslog', 'udp://192.0.2.1:514'),
      zone: zoneReader('UTC'),
      gatewayHint: sender,
      isHintGuessed: false,
      age: 'live',
      recipes: new TemplateCache(),
      isReadOnce: false,
      sender: { name: sender, kind: 'address' },
    };
    this.origins.set(sender, origin);
    return origin;
  }
}

describe('[TAIL-50] a sender that invents gateways', () => {
  it('has those beyond its limit under one that stands for them, without a tunnel; known ones keep everything', () => {
    const room = new Room();
    expect(room.send('gw1')).toBe('interface core of gw1');
    for (const name of ['x1', 'x2']) expect(room.send(name)).toBe(`interface core of ${name}`);
    for (const name of ['x3', 'x4']) expect(room.send(name)).toBe('unknown at 203.0.113.9');
    expect(room.drop('x5', 7)).toBe('unknown at 203.0.113.9');
    for (const name of ['gw1', 'GW1', 'gw1.noc.example', 'x2'])
      expect(room.send(name)).toMatch(/^interface core of (?:gw1|x2)$/);
    // Another sender has a budget of its own.
    expect(room.send('gw2', undefined, '198.51.100.7')).toBe('interface core of gw2');
    expect(room.monitor.senders.reports()).toMatchObject([
      { sender: FORGER, refusedGateways: 3, refusedTunnels: 0, lastName: 'x5' },
    ]);
  });

  it('may name one again when its budget has refilled', () => {
    const room = new Room();
    for (const name of ['x1', 'x2', 'x3']) room.send(name);
    expect(room.send('x4')).toBe('unknown at 203.0.113.9');
    room.now += HOUR;
    expect(room.send('x4')).toBe('interface core of x4');
    expect(room.send('x5')).toBe('unknown at 203.0.113.9');
  });

  it('[STORE-30] has a gateway that the store has removed count as new again, unless it is heard', () => {
    const limits = { nameLimits: { ...LIMITS, tunnels: { atOnce: 100, perHour: 1 } } };
    const room = new Room({ storedNames: [{ gateway: 'old' }] }, limits);
    for (const name of ['x1', 'x2', 'x3', 'x4']) room.send(name);
    expect(room.send('old.noc.example')).toBe('interface core of old');
    const left = { subjects: [], gateways: ['old'] };
    // It came again before the store had answered.
    room.monitor.apply({ kind: 'forgotten', at: room.now, left, kept: [] });
    expect(room.send('OLD')).toBe('interface core of old');

    const silent = new Room({ storedNames: [{ gateway: 'old' }] }, limits);
    for (const name of ['x1', 'x2', 'x3', 'x4']) silent.send(name);
    silent.monitor.apply({ kind: 'forgotten', at: silent.now, left, kept: [] });
    expect(silent.send('old')).toBe('unknown at 203.0.113.9');
    expect(silent.send('x2')).toBe('interface core of x2');
  });

  it('does not keep a gateway of the inventory out, whose first line this is', () => {
    const room = new Room();
    const named = { gateway: 'core-1', kind: 'iface' as const, pattern: 'core', name: 'Core' };
    const fields = { ...named, site: '', peer: '', note: '', priority: null };
    const command = { name: 'editInventory' as const, request: { action: 'add' as const, fields } };
    room.monitor.apply({ kind: 'command', at: room.now, command, actor: person('Anna') });
    for (const name of ['x1', 'x2', 'x3', 'x4']) room.send(name);
    expect(room.send('core-1')).toBe('interface core of core-1');
  });

  it('cannot use up the budgets of all others by forging addresses', () => {
    const room = new Room();
    for (let at = 0; at < 15; at++) room.send(`x${String(at)}`, undefined, `198.51.100.${String(at)}`);
    // Five times the budget of one.
    expect(room.send('x15', undefined, '198.51.100.15')).toBe('unknown at other senders');
    expect(room.send('x14', undefined, '198.51.100.15')).toBe('interface core of x14');
  });
});

describe('[TAIL-51] a sender that invents tunnels', () => {
  it('has those beyond its limit under one interface of their gateway, on the fast path too; known ones keep everything', () => {
    const room = new Room();
    for (const key of [1, 2, 3, 4]) expect(room.drop('gw1', key)).toBe(`tunnel ${String(key)} of gw1`);
    for (const key of [5, 6, 7]) expect(room.drop('gw1', key)).toBe('interface (unlisted) of gw1');
    expect(room.send('gw1')).toBe('interface (unlisted) of gw1');
    expect(room.drop('gw1', 2)).toBe('tunnel 2 of gw1');
    room.now += HOUR;
    expect(room.drop('gw1', 6)).toBe('tunnel 6 of gw1');
    expect(room.drop('gw1', 7)).toBe('interface (unlisted) of gw1');
  });
});

it('[TAIL-53] what a sender has spent outlasts a restart', () => {
  const before = new Room();
  for (const name of ['x1', 'x2', 'x3', 'x4']) before.send(name);
  const senders = [...before.stored.values()].flatMap((record) => record ?? []);
  const after = new Room({ senders });
  expect(after.send('x9')).toBe('unknown at 203.0.113.9');
  expect(after.monitor.senders.reports()).toMatchObject([{ sender: FORGER, refusedGateways: 2 }]);
});

describe('[ALM-81] a Critical of a gateway that nobody knows', () => {
  it('asks for somebody each time, though the one before was acknowledged: it may be of another gateway', () => {
    const room = new Room();
    for (const name of ['x1', 'x2', 'x3', 'x4']) room.send(name);
    const [alert] = room.waiting('message-1682').filter(({ subject }) => subject.kind === 'gateway');
    expect(alert).toMatchObject({ subject: { gateway: 'unknown at 203.0.113.9' }, isNewGateway: true });
    const request = { id: alert?.id ?? 0, version: alert?.version ?? 0, action: 'acknowledge' as const };
    const seen = { ...request, comment: 'seen', until: null, assignee: null };
    room.monitor.apply({
      kind: 'command',
      at: room.now,
      command: { name: 'act', request: seen },
      actor: person('Anna'),
    });
    room.settle();
    expect(room.alerts.get(alert?.id ?? 0)?.state).toBe('acknowledged');
    room.now += 1000;
    room.send('x5');
    expect(room.alerts.get(alert?.id ?? 0)).toMatchObject({ state: 'unacknowledged', unseen: 1 });
  });
});

it('[ALM-80] an alert names who invents names, and ends five minutes after the last one', () => {
  const room = new Room();
  for (const name of ['x1', 'x2', 'x3']) room.send(name);
  room.tick(1);
  expect(room.waiting('names-invented')).toEqual([]);
  for (let at = 4; at < 104; at++) room.send(`x${String(at)}`);
  room.tick(1);
  const [alert] = room.waiting('names-invented');
  expect(alert).toMatchObject({ subject: { kind: 'sender', sender: FORGER }, priority: 'high', class: 'monitoring' });
  expect(alert?.message).toBe(
    '203.0.113.9 invents names: 100 lines of new gateways beyond its limit within 1 s, such as x103. Check it, or block it',
  );
  room.tick(299);
  expect(room.alerts.get(alert?.id ?? 0)?.isActive).toBe(true);
  for (let second = 0; second < 3; second++) room.tick(1);
  expect(room.alerts.get(alert?.id ?? 0)?.isActive).toBe(false);
});

describe('[ALM-82] a blocked sender', () => {
  const block = { name: 'blockSender' as const, request: { sender: FORGER, comment: 'forger' } };

  it('is on record with who blocked it, outlasts a restart, and is told of for as long as it sends', () => {
    const room = new Room();
    const actor = person('Anna');
    expect(room.monitor.apply({ kind: 'command', at: room.now, command: block, actor }).result).toMatchObject({
      ok: true,
    });
    const audit = room.monitor.drainChanges(room.now, true);
    expect(audit?.audit).toMatchObject([{ action: 'senderBlocked', target: `sender ${FORGER}`, comment: 'forger' }]);
    const senders = (audit?.senders ?? []).flatMap(({ record }) => record ?? []);
    const after = new Room({ senders });
    const [record] = after.monitor.senders.blocks();
    if (record === undefined) throw new Error('it is blocked after a restart');
    expect(record.block).toEqual({ at: START, by: 'Anna', comment: 'forger' });
    after.tick(1);
    expect(after.waiting('sender-blocked')).toEqual([]);
    after.monitor.senders.noteDiscarded(record, 12, after.now);
    after.tick(1);
    expect(after.waiting('sender-blocked')).toMatchObject([{ priority: 'low', subject: { sender: FORGER } }]);
    const unblock = { name: 'unblockSender' as const, request: { sender: FORGER } };
    after.monitor.apply({ kind: 'command', at: after.now, command: unblock, actor });
    after.tick(1);
    expect(after.monitor.senders.blocks()).toEqual([]);
    expect([...after.alerts.values()].map(({ rule, isActive }) => [rule, isActive])).toEqual([
      ['sender-blocked', false],
    ]);
  });
});
