import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import { type Alert, compareAlerts, isWaiting } from '@tunnelwatch/shared/alert';
import type { BulkCommand } from '@tunnelwatch/shared/alert-command';
import { describe, expect, it } from 'vitest';
import { command, person } from '../../../support/alert-books.js';
import { classified } from '../../../support/classified.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;

/** A Critical whose condition is latched, on an interface of a gateway. */
const route = (iface: string, time = NOW, gateway = 'gw1') =>
  classified(time, `IPSEC: prio=5 id=1682 iface=${iface}`, gateway);

function newBook(parts: Partial<ConstructorParameters<typeof AlertRegistry>[0]> = {}, settings = {}): AlertRegistry {
  return new AlertRegistry({ alerts: [], lastId: 0, ...parts }, settings);
}

/** Five of one gateway within a minute, which are one alert. */
function grouped(book: AlertRegistry): Alert {
  for (const iface of ['a', 'b', 'c', 'd', 'e']) book.apply(route(iface), NOW, 'live');
  book.takeChanges();
  return group(book);
}

function group(book: AlertRegistry): Alert {
  const found = book.all().find(({ members, state }) => members > 0 && state !== 'closed');
  if (found === undefined) throw new Error('nothing is grouped');
  return found;
}

const causes = (book: AlertRegistry) => book.takeChanges().map(({ cause }) => cause);
const shown = (book: AlertRegistry) => book.all().filter(({ foldedInto }) => foldedInto === null);

describe('a group that somebody has answered', () => {
  it.each(['acknowledge', 'shelve'] as const)('[ALM-50] waits again when another subject comes after %s', (action) => {
    const book = newBook();
    const { id, version } = grouped(book);
    const until = action === 'shelve' ? NOW + 60 * MINUTE : null;
    book.act(command({ id, version, action, until, comment: 'known' }), person('Anna'), NOW + MINUTE);
    book.apply(route('a', NOW + 2 * MINUTE), NOW + 2 * MINUTE, 'live');
    expect(isWaiting(group(book))).toBe(false);
    book.takeChanges();
    book.apply(route('f', NOW + 3 * MINUTE), NOW + 3 * MINUTE, 'live');
    expect(group(book)).toMatchObject({ state: 'unacknowledged', unseen: 1, members: 6, shelf: null });
    expect(causes(book)).toEqual(['newCritical']);
  });

  it('[ALM-50] keeps as new what came between the look and the acknowledgement, and is not closed then', () => {
    const book = newBook();
    const { id, version } = grouped(book);
    book.apply(route('f', NOW + 1000), NOW + 1000, 'live');
    const close = command({ id, version, action: 'close', comment: 'fixed' });
    expect(book.act(close, person('Anna'), NOW + 2000)).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining('another Critical has come') },
    });
    const outcome = book.act(command({ id, version, action: 'acknowledge' }), person('Anna'), NOW + 2000);
    expect(outcome).toMatchObject({ ok: true, alert: { state: 'unacknowledged', unseen: 1 } });
    const now = group(book);
    book.act(command({ id, version: now.version, action: 'acknowledge' }), person('Anna'), NOW + 3000);
    expect(group(book)).toMatchObject({ state: 'acknowledged', unseen: 0 });
  });

  it('[ALM-50] is told when it grows while it waits, ever more rarely', () => {
    const book = newBook();
    grouped(book);
    const told: number[] = [];
    for (let second = 1; second <= 600; second++) {
      const now = NOW + second * 1000;
      book.apply(route(`x${String(second)}`, now), now, 'live');
      book.tick(now);
      if (causes(book).includes('newCritical')) told.push(second);
    }
    expect(told).toEqual([10, 20, 40, 80, 160, 320]);
  });

  it('[ALM-50] waits again when the same subject has another Critical after a quiet time', () => {
    const book = newBook();
    book.apply(route('a'), NOW, 'live');
    book.act(command({ id: 1, version: 1, action: 'acknowledge' }), person('Anna'), NOW);
    book.apply(route('a', NOW + 9 * MINUTE), NOW + 9 * MINUTE, 'live');
    expect(book.all()).toMatchObject([{ state: 'acknowledged', count: 2 }]);
    book.apply(route('a', NOW + 19 * MINUTE), NOW + 19 * MINUTE, 'live');
    expect(book.all()).toMatchObject([{ state: 'unacknowledged', count: 3, unseen: 1 }]);
  });
});

describe('the age of a line', () => {
  const old = NOW - 16 * MINUTE;

  it('[ALM-51] decides by arrival where it was sent or written just now, and for Criticals of a backlog', () => {
    const book = newBook();
    book.apply(route('live', old), NOW, 'live');
    book.apply(classified(old, 'IPSEC: prio=4 id=1696 iface=x'), NOW, 'live');
    book.apply(route('backlog', old), NOW, 'backlog');
    book.apply(classified(old, 'IPSEC: prio=4 id=1697 iface=y'), NOW, 'backlog');
    book.apply(route('history', old), NOW, 'history');
    expect(book.all().map(({ isPast }) => isPast)).toEqual([false, false, false, true, true]);
  });

  it('[ALM-52] leaves the order to the arrival: stamps of 2090 put nothing on top', () => {
    const book = newBook();
    for (let at = 0; at < 20; at++) {
      book.apply(route('x', Date.UTC(2090, 1), `forged${String(at)}`), NOW + at, 'live');
    }
    book.apply(route('real'), NOW + 1000, 'live');
    expect(book.all().sort(compareAlerts)[0]?.subject).toMatchObject({ gateway: 'gw1' });
  });
});

describe('the bound of open alerts', () => {
  const isNewGateway: NonNullable<ConstructorParameters<typeof AlertRegistry>[0]['isNewGateway']> = (subject) =>
    'gateway' in subject && subject.gateway.startsWith('forged');

  it('[ALM-55] keeps room for Criticals of known gateways, which come first, and for Criticals beside others', () => {
    const book = newBook({ isNewGateway }, { mostPerRule: 10 });
    for (let at = 0; at < 50; at++) book.apply(route('x', NOW, `forged${String(at)}`), NOW + at, 'live');
    book.apply(route('real'), NOW - 1, 'live');
    const [first] = shown(book).sort(compareAlerts);
    expect(first).toMatchObject({ subject: { gateway: 'gw1' }, isNewGateway: false });
    expect(shown(book)).toHaveLength(12);
  });

  it('[ALM-55] never hides a Critical beyond it behind an acknowledgement', () => {
    const book = newBook({ isNewGateway }, { mostPerRule: 10 });
    for (let at = 0; at < 20; at++) book.apply(route('x', NOW, `forged${String(at)}`), NOW + at, 'live');
    const rest = () => shown(book).find(({ subject }) => subject.kind === 'all');
    const { id = 0, version = 0 } = rest() ?? {};
    book.act(command({ id, version, action: 'acknowledge' }), person('Anna'), NOW + 1000);
    expect(rest()?.state).toBe('acknowledged');
    book.apply(route('x', NOW, 'forged99'), NOW + 2000, 'live');
    expect(rest()).toMatchObject({ state: 'unacknowledged', unseen: 1 });
  });
});

describe('a bulk action', () => {
  const bulk: BulkCommand = {
    action: 'acknowledge',
    filter: {},
    dryRun: false,
    comment: '',
    until: null,
    assignee: null,
  };

  it('[ALM-56] leaves what its author has not seen as it is, and says how many', () => {
    const book = newBook();
    for (let at = 0; at < 7; at++) book.apply(route('x', NOW, `gw${String(at)}`), NOW, 'live');
    const seen = book.all().map(({ id, version }) => ({ id, version }));
    expect(book.actOnAll({ ...bulk, seen, dryRun: true }, person('Anna'), NOW)).toMatchObject({
      changed: 7,
      unseen: 0,
    });
    book.apply(route('x', NOW, 'gw8'), NOW, 'live');
    expect(book.actOnAll({ ...bulk, seen }, person('Anna'), NOW)).toEqual({
      ok: true,
      matched: 8,
      changed: 7,
      unseen: 1,
    });
    expect(book.all().filter(isWaiting)).toMatchObject([{ subject: { gateway: 'gw8' } }]);
  });

  it('[ALM-56] leaves all Criticals when its author says nothing of what they saw', () => {
    const book = newBook();
    book.apply(route('x'), NOW, 'live');
    book.apply(classified(NOW, 'IPSEC: prio=4 id=611 iface=x'), NOW, 'live');
    expect(book.actOnAll(bulk, person('Anna'), NOW)).toEqual({ ok: true, matched: 2, changed: 1, unseen: 1 });
    expect(book.all().filter(isWaiting)).toMatchObject([{ rule: 'message-1682' }]);
  });
});

describe('a maintenance window', () => {
  const body = {
    from: NOW,
    until: NOW + 60 * MINUTE,
    gateway: 'gw1',
    matchkey: null,
    class: null,
    comment: 'works',
    notifyCritical: true,
  };

  it('[ALM-54] shows its Criticals until somebody acknowledges them, and lasts a day at most', () => {
    const book = newBook();
    expect(book.addWindow({ ...body, until: Date.UTC(9999, 1) }, person('Anna'), NOW)).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining('1 day at most') },
    });
    book.addWindow(body, person('Anna'), NOW);
    book.apply(route('a'), NOW + 1, 'live');
    const [alert] = book.all();
    expect(alert).toMatchObject({ state: 'suppressed', news: 1, isHushed: false });
    expect(alert !== undefined && isWaiting(alert)).toBe(true);
    book.act(command({ id: 1, version: 1, action: 'acknowledge' }), person('Anna'), NOW + 2);
    expect(book.all().filter(isWaiting)).toEqual([]);
    book.tick(body.until);
    expect(book.all()).toMatchObject([{ state: 'acknowledged', windowId: null }]);
  });

  it('[ALM-54] groups its Criticals like others, and says that they are not to be told where it asks for that', () => {
    const book = newBook();
    book.addWindow({ ...body, notifyCritical: false }, person('Anna'), NOW);
    for (let at = 0; at < 8; at++) book.apply(route(`t${String(at)}`), NOW + at, 'live');
    expect(shown(book)).toMatchObject([{ state: 'suppressed', members: 8, isHushed: true, news: 0 }]);
    expect(shown(book).filter(isWaiting)).toHaveLength(1);
  });
});
