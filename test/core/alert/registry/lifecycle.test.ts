import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import { MAX_BULK_IDS } from '@tunnelwatch/server/core/alert/registry/bulk-note';
import type { Condition } from '@tunnelwatch/server/core/alert/monitoring/condition';
import { nextState } from '@tunnelwatch/server/core/alert/registry/lifecycle';
import { type Alert, ALERT_STATES } from '@tunnelwatch/shared/alert';
import type { BulkCommand } from '@tunnelwatch/shared/alert-command';
import { describe, expect, it } from 'vitest';
import { acknowledge, bookOf, command, person } from '../../../support/alert-books.js';
import { classified } from '../../../support/classified.js';
import { sampleAlert } from '../../../support/samples.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;
/** As long as no event may come before an alert returns. */
const QUIET = 10 * MINUTE;

/** An Error that leaves nothing behind. */
const fault = (at: number, iface = 'wan') => classified(at, `IPSEC: prio=4 id=611 iface=${iface}`);
/** A message that latches. */
const route = (at: number) => classified(at, 'IPSEC: prio=5 id=1682 iface=wan');
const only = (book: AlertRegistry): Alert => {
  const [alert, ...others] = book.all();
  if (alert === undefined || others.length > 0) throw new Error('there is not just one alert');
  return alert;
};
const newest = (book: AlertRegistry): Alert => book.all().reduce((a, b) => (a.id > b.id ? a : b));
const ack = (book: AlertRegistry, now: number, until: number | null = null) => {
  const { id, version } = newest(book);
  return book.act(command({ id, version, action: 'acknowledge', until }), person('Anna'), now);
};

describe('the table of states', () => {
  it('[ALM-14] leads nowhere from what is over, and never from a state to one that is unknown', () => {
    const inputs = [
      'raise',
      'clear',
      'acknowledge',
      'unacknowledge',
      'realarm',
      'shelve',
      'unshelve',
      'close',
      'reopen',
    ] as const;
    for (const state of ALERT_STATES) {
      for (const input of inputs) {
        const next = nextState(sampleAlert({ state }), input);
        if (next !== undefined) expect(ALERT_STATES).toContain(next);
        if (state === 'normal' || (state === 'closed' && input !== 'reopen')) expect(next).toBeUndefined();
      }
    }
  });

  it('[ALM-14] takes what was put aside back to where it stands by its condition and its acknowledgement', () => {
    const acknowledgement = { by: 'Anna', at: NOW, comment: '', until: null };
    const from = (part: Partial<Alert>) => nextState(sampleAlert({ state: 'shelved', ...part }), 'unshelve');
    expect(from({ isActive: true })).toBe('unacknowledged');
    expect(from({ isActive: true, acknowledgement })).toBe('acknowledged');
    expect(from({ isActive: false })).toBe('returnedUnacknowledged');
    expect(from({ isActive: false, acknowledgement })).toBe('normal');
  });
});

describe('an alert of events', () => {
  it('[ALM-15] returns after a quiet time and stays in view until somebody has seen it', () => {
    const book = bookOf();
    book.apply(fault(NOW), NOW);
    book.tick(NOW + QUIET - 1);
    expect(only(book).state).toBe('unacknowledged');
    book.tick(NOW + QUIET);
    expect(only(book)).toMatchObject({ state: 'returnedUnacknowledged', isActive: false });
    expect(ack(book, NOW + QUIET + 1).ok).toBe(true);
    expect(only(book).state).toBe('normal');
  });

  it('[ALM-15] is unacknowledged again when it comes back, whoever has seen it before', () => {
    const book = bookOf();
    book.apply(fault(NOW), NOW);
    ack(book, NOW);
    book.tick(NOW + QUIET);
    expect(only(book).state).toBe('normal');
    book.apply(fault(NOW + QUIET + 1), NOW + QUIET + 1);
    expect(newest(book)).toMatchObject({ state: 'unacknowledged', acknowledgement: null, previousId: 1 });
  });

  it('[ALM-130] that was closed too soon is opened again as it was, until it has come back as another one', () => {
    const book = bookOf();
    book.apply(route(NOW), NOW);
    const act = (action: 'close' | 'reopen', comment = '') => {
      const { id, version } = newest(book);
      return book.act(command({ id, version, action, comment }), person('Anna'), NOW + 1);
    };
    expect(act('reopen')).toMatchObject({ ok: false, problem: { code: 'wrong-state' } });
    expect(act('close', 'route removed by hand').ok).toBe(true);
    expect(act('reopen').ok).toBe(true);
    expect(only(book)).toMatchObject({ state: 'unacknowledged', closure: null, isActive: true });

    expect(ack(book, NOW + 2).ok).toBe(true);
    expect(act('close', 'now it is').ok).toBe(true);
    expect(act('reopen').ok).toBe(true);
    expect(only(book)).toMatchObject({ state: 'acknowledged', acknowledgement: { by: 'Anna' } });

    expect(act('close', 'gone').ok).toBe(true);
    const closed = only(book);
    book.apply(route(NOW + MINUTE), NOW + MINUTE);
    expect(newest(book).id).not.toBe(closed.id);
    const late = command({ id: closed.id, version: closed.version, action: 'reopen' });
    expect(book.act(late, person('Anna'), NOW + MINUTE)).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });

  it('[ALM-15] does not return by itself when it latches: somebody closes it, with a comment', () => {
    const book = bookOf();
    book.apply(route(NOW), NOW);
    book.tick(NOW + 100 * QUIET);
    const { id, version } = only(book);
    expect(only(book).state).toBe('unacknowledged');
    const close = (comment: string) => book.act(command({ id, version, action: 'close', comment }), person('Bob'), NOW);
    expect(close('')).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    expect(close('route removed by hand').ok).toBe(true);
    expect(only(book)).toMatchObject({ state: 'closed', closure: { by: 'Bob' }, isActive: false });
    book.apply(route(NOW + 1), NOW + 1);
    expect(newest(book)).toMatchObject({ state: 'unacknowledged', previousId: id });
  });

  it('[ALM-16] is unacknowledged again when its acknowledgement ends', () => {
    const book = bookOf();
    book.apply(route(NOW), NOW);
    ack(book, NOW, NOW + MINUTE);
    book.tick(NOW + MINUTE - 1);
    expect(only(book).state).toBe('acknowledged');
    book.tick(NOW + MINUTE);
    expect(only(book)).toMatchObject({ state: 'unacknowledged', acknowledgement: null });
  });

  it('[ALM-16] is unacknowledged again when its rate steps up, and not when more of the same comes', () => {
    const book = bookOf();
    const burst = (from: number, count: number) => {
      for (let at = 0; at < count; at++) book.apply(route(from), from);
    };
    burst(NOW, 10);
    ack(book, NOW);
    burst(NOW + MINUTE, 30);
    expect(only(book).state).toBe('acknowledged');
    burst(NOW + 2 * MINUTE, 40);
    expect(only(book)).toMatchObject({ state: 'unacknowledged', peakRate: 40 });
  });

  it('[ALM-16] keeps who acknowledged it, and why, through 100,000 further events', () => {
    const book = bookOf();
    book.apply(route(NOW), NOW);
    acknowledge(book, { id: 1, version: 1, comment: 'field engineer is on the way' }, NOW);
    // Some 12 events a minute, an hour after the other: no step up of the rate.
    for (let at = 1; at <= 100_000; at++) book.apply(route(NOW + at * 9000), NOW + at * 9000);
    const { acknowledgement, count, state } = only(book);
    expect({ acknowledgement, count, state }).toEqual({
      acknowledgement: { by: 'Anna', at: NOW, comment: 'field engineer is on the way', until: null },
      count: 100_001,
      state: 'acknowledged',
    });
  });

  it('[ALM-17] that comes and goes chatters, and then takes longer to return', () => {
    const book = bookOf();
    const raise = (at: number) => {
      book.raise({ ...CONDITION, since: at }, at);
    };
    raise(NOW);
    book.clear('lag', CONDITION.subject, NOW + 1000);
    expect(only(book).isChattering).toBe(false);
    raise(NOW + 2000);
    expect(only(book)).toMatchObject({ isChattering: true, state: 'unacknowledged' });
    book.tick(NOW + 2000 + 5 * MINUTE);
    expect(only(book).isChattering).toBe(false);
  });
});

const CONDITION: Omit<Condition, 'since'> = {
  rule: 'lag',
  subject: { kind: 'source', source: '/logs/gw.log' },
  message: 'late',
  severity: 'warning',
  class: 'monitoring',
  priority: 'medium',
};

describe('a shelf', () => {
  it('[ALM-18] holds for eight hours at the most and ends by itself', () => {
    const book = bookOf();
    book.apply(route(NOW), NOW);
    const shelve = (until: number | null) =>
      book.act(command({ id: 1, version: 1, action: 'shelve', until }), person('Anna'), NOW);
    for (const until of [null, NOW, NOW + 8 * 60 * MINUTE + 1]) {
      expect(shelve(until)).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    }
    expect(shelve(NOW + 8 * 60 * MINUTE).ok).toBe(true);
    book.apply(route(NOW + 1), NOW + 1);
    expect(only(book)).toMatchObject({ state: 'shelved', count: 2, shelf: { by: 'Anna' } });
    book.tick(NOW + 8 * 60 * MINUTE);
    expect(only(book)).toMatchObject({ state: 'unacknowledged', shelf: null });
  });
});

describe('a command', () => {
  it('[ALM-19] is carried out once for each request key, however often it is sent, also after a restart', () => {
    const book = bookOf();
    book.apply(route(NOW), NOW);
    const comment = command({ id: 1, version: 1, action: 'comment', comment: 'x', requestKey: 'key-12345678' });
    expect(book.act(comment, person('Anna'), NOW)).toMatchObject({ ok: true, alert: { version: 2 } });
    expect(book.act(comment, person('Anna'), NOW + 1)).toMatchObject({ ok: true, alert: { version: 2 } });
    expect(book.takeAudit().map(({ action }) => action)).toEqual(['opened', 'comment']);
  });

  it('[ALM-19] on all alerts of a filter is counted before and carried out after', () => {
    const book = bookOf();
    for (const iface of ['a', 'b', 'c']) book.apply(fault(NOW, iface), NOW);
    ack(book, NOW);
    const bulk: Omit<BulkCommand, 'dryRun'> = {
      action: 'acknowledge',
      filter: { class: 'integrity' },
      comment: '',
      until: null,
      assignee: null,
    };
    const counts = { ok: true, matched: 3, changed: 2, unseen: 0 };
    expect(book.actOnAll({ ...bulk, dryRun: true }, person('Bob'), NOW)).toEqual(counts);
    expect(book.all().filter(({ state }) => state === 'acknowledged')).toHaveLength(1);
    expect(book.actOnAll({ ...bulk, dryRun: false }, person('Bob'), NOW)).toEqual(counts);
    expect(book.all().every(({ state }) => state === 'acknowledged')).toBe(true);
  });

  it('[ALM-24] on many is one entry of the trail with filter, count and numbers, and behind it one for each', () => {
    const book = bookOf();
    for (let at = 0; at <= MAX_BULK_IDS; at++) {
      book.apply(classified(NOW, 'IPSEC: prio=4 id=611 iface=wan', `gw${String(at)}`), NOW);
    }
    book.takeAudit();
    const bulk: BulkCommand = {
      action: 'assign',
      filter: { class: 'integrity' },
      dryRun: false,
      comment: 'night shift',
      until: null,
      assignee: 'Cleo',
      requestKey: 'bulk-1234',
    };
    const counts = { ok: true, matched: MAX_BULK_IDS + 1, changed: MAX_BULK_IDS + 1, unseen: 0 };
    book.act(command({ id: 1, version: 1, action: 'comment', comment: 'before' }), person('Anna'), NOW);
    expect(book.actOnAll(bulk, person('Bob'), NOW)).toEqual(counts);
    book.act(command({ id: 2, version: 2, action: 'comment', comment: 'after' }), person('Anna'), NOW);
    const [before, one, ...rest] = book.takeAudit();
    expect(before).toMatchObject({ action: 'comment', comment: 'before' });
    expect(one).toMatchObject({
      action: 'assignAll',
      target: 'alerts',
      comment: 'night shift',
      actor: { name: 'Bob' },
      before: null,
      requestKey: 'bulk-1234',
      after: { filter: { class: 'integrity' }, matched: counts.matched, changed: counts.changed, assignee: 'Cleo' },
    });
    expect(one?.after?.['alerts']).toHaveLength(MAX_BULK_IDS);
    const each = rest.slice(0, counts.changed);
    expect(each.every(({ action, actor }) => action === 'assign' && actor.name === 'Bob')).toBe(true);
    expect(new Set(each.map(({ target }) => target)).size).toBe(counts.changed);
    expect(rest.slice(counts.changed)).toMatchObject([{ action: 'comment', comment: 'after' }]);
  });

  it('[ALM-19] on many with a request key is carried out once, also when it was before a restart', () => {
    const first = bookOf();
    first.apply(fault(NOW, 'a'), NOW);
    const bulk: BulkCommand = {
      action: 'comment',
      filter: {},
      dryRun: false,
      comment: 'seen',
      until: null,
      assignee: null,
      requestKey: 'bulk-1234',
    };
    const counts = { ok: true, matched: 1, changed: 1, unseen: 0 };
    expect(first.actOnAll(bulk, person('Bob'), NOW)).toEqual(counts);
    const requests = new Map(
      first.takeAudit().flatMap(({ requestKey, target, after }) => {
        return requestKey === null ? [] : [[requestKey, { target, after }] as const];
      }),
    );
    for (const book of [first, new AlertRegistry({ alerts: first.all(), lastId: 1, requests })]) {
      book.apply(fault(NOW + 1, 'b'), NOW + 1);
      book.takeAudit();
      expect(book.actOnAll(bulk, person('Bob'), NOW + 2)).toEqual(counts);
      expect(book.takeAudit()).toEqual([]);
      expect(book.actOnAll({ ...bulk, dryRun: true }, person('Bob'), NOW + 2)).toEqual({
        ...counts,
        matched: 2,
        changed: 2,
      });
    }
  });
});
