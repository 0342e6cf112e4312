import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import type { StoredAlerts } from '@tunnelwatch/server/core/alert/registry/stored-alerts';
import type { Condition } from '@tunnelwatch/server/core/alert/monitoring/condition';
import { alertHealth, HEALTH_SPAN_MS } from '@tunnelwatch/server/core/alert/health/alert-health';
import { isOver } from '@tunnelwatch/shared/alert';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../../../support/samples.js';
import { command, person } from '../../../support/alert-books.js';
import { classified } from '../../../support/classified.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;
const fault = (at: number, iface: string, gateway = 'gw1') =>
  classified(at, `IPSEC: prio=4 id=611 iface=${iface}`, gateway);
const newBook = () => new AlertRegistry({ alerts: [], lastId: 0 });
const shown = (book: AlertRegistry) => book.all().filter((alert) => !isOver(alert));

describe('folding', () => {
  it('[ALM-20] makes one alert of 5,000 subjects of a gateway that fail within a minute, who was first on top', () => {
    const book = newBook();
    for (let at = 0; at < 5000; at++) book.apply(fault(NOW + at * 6, `ipsec-${String(at)}`), NOW + at * 6);
    const [group, ...others] = shown(book);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      subject: { kind: 'gateway', gateway: 'gw1' },
      members: 5000,
      count: 5000,
      state: 'unacknowledged',
      firstOut: { kind: 'interface', iface: 'ipsec-0' },
    });
    expect(book.takeMembers()).toHaveLength(5000);
  });

  it('[ALM-20] leaves alone what fails slowly, elsewhere or for another reason, and what somebody has seen', () => {
    const book = newBook();
    for (let at = 0; at < 4; at++) book.apply(fault(NOW, `a${String(at)}`), NOW);
    for (let at = 0; at < 4; at++) book.apply(fault(NOW, `a${String(at)}`, 'gw2'), NOW);
    expect(shown(book)).toHaveLength(8);
    const [first] = shown(book);
    if (first === undefined) throw new Error('there is no alert');
    book.act(command({ id: first.id, version: 1, action: 'acknowledge' }), person('Anna'), NOW);
    book.apply(fault(NOW + 2 * MINUTE, 'a9'), NOW + 2 * MINUTE);
    expect(shown(book)).toHaveLength(9);
  });

  it('[ALM-20] counts what its members bring, and acts as one', () => {
    const book = newBook();
    for (let at = 0; at < 10; at++) book.apply(fault(NOW, `a${String(at)}`), NOW);
    const [group] = shown(book);
    if (group === undefined) throw new Error('there is no group');
    expect(book.act(command({ id: 1, version: 2, action: 'acknowledge' }), person('Anna'), NOW)).toMatchObject({
      ok: false,
      problem: { code: 'wrong-state', detail: expect.stringContaining(`alert ${String(group.id)}`) },
    });
    book.act(command({ id: group.id, version: group.version, action: 'acknowledge' }), person('Anna'), NOW);
    book.apply(fault(NOW + 1, 'a3'), NOW + 1);
    expect(shown(book)).toMatchObject([{ state: 'acknowledged', count: 11, members: 10 }]);
    book.tick(NOW + 11 * MINUTE);
    expect(shown(book)).toEqual([]);
    book.apply(fault(NOW + 12 * MINUTE, 'a3'), NOW + 12 * MINUTE);
    expect(shown(book)).toMatchObject([{ subject: { kind: 'interface' }, members: 0 }]);
  });
});

describe('a flood', () => {
  const opened = (book: AlertRegistry, at: number, gateway: string, iface = 'wan') => {
    book.apply(fault(NOW + at, iface, gateway), NOW + at);
  };

  it('[ALM-21] begins with the tenth new alert in ten minutes, ends below five, and is the same after a restart', () => {
    const book = newBook();
    for (let at = 0; at < 9; at++) opened(book, at * 1000, `gw${String(at)}`);
    expect(book.flood(NOW + 9000)).toBeNull();
    opened(book, 9000, 'gw9');
    const flood = { since: NOW + 9000, firstOut: 1 };
    expect(book.flood(NOW + 9000)).toEqual(flood);
    const again = new AlertRegistry({ alerts: book.all(), lastId: 10 });
    expect(again.flood(NOW + 9000)).toEqual(flood);
    expect(again.flood(NOW + 10 * MINUTE + 4000)).toEqual(flood);
    expect(again.flood(NOW + 10 * MINUTE + 5000)).toBeNull();
  });

  it('[ALM-21] names what came first for as long as it lasts, also when that was folded or acknowledged', () => {
    const book = newBook();
    opened(book, -11 * MINUTE, 'gw-long-ago');
    for (let at = 0; at < 4; at++) opened(book, at * 1000, 'gw-first', `tunnel-${String(at)}`);
    for (let at = 4; at < 10; at++) opened(book, at * 1000, `gw${String(at)}`);
    expect(book.flood(NOW + 9000)).toEqual({ since: NOW + 9000, firstOut: 2 });
    // Two more of the same gateway: in a flood they are one alert with those before them.
    opened(book, 10_000, 'gw-first', 'tunnel-4');
    const group = shown(book).find(({ members }) => members > 0);
    if (group === undefined) throw new Error('nothing was folded');
    expect(group).toMatchObject({ members: 5, firstOut: { iface: 'tunnel-0' } });
    const flood = { since: NOW + 9000, firstOut: group.id };
    expect(book.flood(NOW + 10_000)).toEqual(flood);
    book.act(command({ id: group.id, version: group.version, action: 'acknowledge' }), person('Anna'), NOW + 11_000);
    expect(book.flood(NOW + 11_000)).toEqual(flood);
    expect(new AlertRegistry({ alerts: book.all(), lastId: 99 }).flood(NOW + 11_000)).toEqual(flood);
  });

  it('[ALM-21] counts no alert that was suppressed when it came, before a restart and after it', () => {
    const book = newBook();
    const window = {
      from: NOW,
      until: NOW + 1000,
      gateway: null,
      matchkey: null,
      class: null,
      comment: 'works',
      notifyCritical: true,
    };
    book.addWindow(window, person('Anna'), NOW);
    for (let at = 0; at < 9; at++) opened(book, at, `gw${String(at)}`);
    book.tick(NOW + 1000);
    opened(book, 2000, 'gw9');
    const again = new AlertRegistry({ alerts: book.all(), lastId: 10, windows: book.maintenanceWindows() });
    expect([book.flood(NOW + 2000), again.flood(NOW + 2000)]).toEqual([null, null]);
  });
});

describe('the bound of open alerts', () => {
  const MOST = 50;
  const bounded = (stored: Partial<StoredAlerts> = {}) =>
    new AlertRegistry({ alerts: [], lastId: 0, ...stored }, { mostPerRule: MOST });
  const forged = (book: AlertRegistry, count: number, at = NOW) => {
    for (let number = 0; number < count; number++) book.apply(fault(at, 'wan', `forged-${String(number)}`), at);
  };

  it('[ALM-25] counts what a rule would open beyond it in one alert that says so and has everybody in it', () => {
    const book = bounded();
    forged(book, 5000);
    const open = shown(book);
    expect(open).toHaveLength(MOST + 1);
    const rest = open.find(({ subject }) => subject.kind === 'all');
    expect(rest).toMatchObject({
      rule: 'message-611',
      members: 5000 - MOST,
      count: 5000 - MOST,
      state: 'unacknowledged',
      priority: 'high',
      firstOut: { kind: 'interface', gateway: `forged-${String(MOST)}` },
      message: expect.stringMatching(/^50 alerts of this rule are open; further ones are counted here: /),
    });
    const members = book.takeMembers();
    expect(new Set(members.map(({ subject }) => gatewayOf(subject))).size).toBe(5000 - MOST);
    expect(open.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    // Each event more is counted where its subject stands, after a restart too; other rules have a bound of their own.
    const again = bounded({ alerts: book.all(), members, lastId: 9999 });
    for (const each of [book, again]) {
      forged(each, 5000, NOW + 1000);
      each.apply(classified(NOW, 'IPSEC: prio=5 id=1682 iface=wan', 'gw1'), NOW);
      expect(shown(each)).toHaveLength(MOST + 2);
      expect(shown(each).reduce((sum, { count }) => sum + count, 0)).toBe(10_001);
    }
    book.tick(NOW + 12 * MINUTE);
    expect(shown(book).every(({ state }) => state === 'returnedUnacknowledged' || state === 'unacknowledged')).toBe(
      true,
    );
  });

  it('[ALM-25] makes room again when alerts are over', () => {
    const book = bounded();
    forged(book, MOST + 10);
    for (const { id, version } of shown(book)) {
      book.act(command({ id, version, action: 'acknowledge' }), person('Anna'), NOW);
    }
    book.tick(NOW + 11 * MINUTE);
    expect(shown(book)).toEqual([]);
    forged(book, 3, NOW + 12 * MINUTE);
    expect(shown(book).map(({ subject }) => subject.kind)).toEqual(['interface', 'interface', 'interface']);
  });

  it('[ALM-25] holds for messages that nobody knows together: their numbers can be made up too', () => {
    const book = bounded();
    for (let id = 0; id < 1000; id++) {
      book.apply(classified(NOW, `IPSEC: prio=5 id=${String(700_000 + id)} iface=wan`, `gw${String(id)}`), NOW);
    }
    expect(shown(book)).toHaveLength(MOST + 1);
    expect(shown(book).find(({ subject }) => subject.kind === 'all')).toMatchObject({
      rule: 'message-unknown',
      messageId: null,
      members: 1000 - MOST,
      message: '50 alerts of unknown messages are open; further ones are counted here',
    });
  });

  it('[ALM-25] holds for conditions: each one ends for itself, and the alert with the last of them', () => {
    const book = bounded();
    const silence = (gateway: string): Condition => ({
      rule: 'silence',
      subject: { kind: 'gateway', gateway },
      message: 'silent',
      severity: 'warning',
      class: 'monitoring',
      priority: 'high',
      since: NOW,
    });
    const names = Array.from({ length: MOST + 2 }, (_, at) => `gw${String(at)}`);
    for (const at of [NOW, NOW + 1000]) for (const name of names) book.raise(silence(name), at);
    expect(shown(book)).toHaveLength(MOST + 1);
    const rest = () => shown(book).find(({ subject }) => subject.kind === 'all');
    expect(rest()).toMatchObject({ members: 2, count: 2, isActive: true });
    expect(book.isRaised('silence', { kind: 'gateway', gateway: `gw${String(MOST + 1)}` })).toBe(true);
    book.clear('silence', { kind: 'gateway', gateway: `gw${String(MOST)}` }, NOW + 2000);
    expect(rest()).toMatchObject({ isActive: true });
    book.clear('silence', { kind: 'gateway', gateway: `gw${String(MOST + 1)}` }, NOW + 2000);
    expect(rest()).toMatchObject({ isActive: false, state: 'returnedUnacknowledged' });
  });
});

describe('a maintenance window', () => {
  const body = {
    from: NOW,
    until: NOW + 60 * MINUTE,
    gateway: 'gw1',
    matchkey: null,
    class: null,
    comment: 'firmware',
    notifyCritical: true,
  };

  it('[ALM-22] suppresses what it covers from its beginning to its end, and nothing else', () => {
    const book = newBook();
    book.apply(fault(NOW - 1000, 'a'), NOW - 1000);
    book.apply(fault(NOW - 1000, 'a', 'gw2'), NOW - 1000);
    expect(book.addWindow(body, person('Anna'), NOW).ok).toBe(true);
    book.apply(fault(NOW + 1000, 'b'), NOW + 1000);
    expect(book.all().map(({ state }) => state)).toEqual(['suppressed', 'unacknowledged', 'suppressed']);
    book.apply(fault(NOW + 55 * MINUTE, 'b'), NOW + 55 * MINUTE);
    book.tick(NOW + 60 * MINUTE);
    // What was over by then waits for somebody to see it; what lasts is an alert like any other.
    expect(book.all().map(({ state }) => state)).toEqual([
      'returnedUnacknowledged',
      'returnedUnacknowledged',
      'unacknowledged',
    ]);
  });

  it('[ALM-22] ends by hand, is refused when it is over, and is in the audit trail', () => {
    const book = newBook();
    expect(book.addWindow({ ...body, until: NOW }, person('Anna'), NOW)).toMatchObject({ ok: false });
    book.addWindow(body, person('Anna'), NOW);
    expect(book.endWindow(1, person('Bob'), NOW + MINUTE)).toMatchObject({ ok: true, window: { until: NOW + MINUTE } });
    expect(book.endWindow(1, person('Bob'), NOW + MINUTE)).toMatchObject({ ok: false, problem: { status: 409 } });
    expect(book.endWindow(2, person('Bob'), NOW)).toMatchObject({ ok: false, problem: { status: 404 } });
    expect(book.takeAudit().map(({ action, actor }) => [action, actor.name])).toEqual([
      ['windowMade', 'Anna'],
      ['windowClosed', 'Bob'],
    ]);
  });
});

describe('the health of alarms', () => {
  it('[ALM-23] is what operators are told to look at', () => {
    const at = (ago: number, part: Parameters<typeof sampleAlert>[0] = {}) =>
      sampleAlert({ openedAt: NOW - ago, ...part });
    const acknowledgement = { by: 'Anna', at: NOW - 4 * MINUTE, comment: '', until: null };
    const burst = Array.from({ length: 12 }, (_, id) => at(30_000, { id: 100 + id, priority: 'low' }));
    const health = alertHealth(
      [
        ...burst,
        at(5 * MINUTE, { id: 1, state: 'acknowledged', acknowledgement, isChattering: true }),
        at(HEALTH_SPAN_MS + 1, { id: 2 }),
        at(HEALTH_SPAN_MS - 1, { id: 3, state: 'shelved' }),
        at(1000, { id: 4, state: 'normal', isActive: false, foldedInto: 5 }),
        at(1000, { id: 6, isPast: true, state: 'normal', isActive: false }),
      ],
      NOW,
    );
    expect(health).toMatchObject({
      opened: 14,
      mostInTenMinutes: 13,
      floodShare: 1 / 144,
      topTenShare: 1,
      chattering: 1,
      stale: 1,
      standing: 14,
      shelved: 1,
      suppressed: 0,
      acknowledgedAfterMs: { median: MINUTE, p90: MINUTE, count: 1 },
    });
    expect(health.priorityShares.find(({ priority }) => priority === 'low')?.share).toBeCloseTo(12 / 14);
    expect(alertHealth([], NOW)).toMatchObject({ opened: 0, topTenShare: 0, acknowledgedAfterMs: null });
  });
});
