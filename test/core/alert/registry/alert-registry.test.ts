import { alertSchema } from '@tunnelwatch/shared/alert';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { describe, expect, it } from 'vitest';
import { acknowledge, bookOf } from '../../../support/alert-books.js';
import { classified } from '../../../support/classified.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const LIMIT = 15 * 60_000;

const route = (iface: string, time = NOW) => classified(time, `IPSEC: prio=5 id=1682 iface=${iface}`);
const seen = (id: number, version: number, by = 'ann') => ({ id, version, by, comment: 'seen' });

describe('opening alerts', () => {
  it('[ALM-1] opens one at once, with all that there is to know', () => {
    const book = bookOf();
    book.apply(route('wan', NOW - 1000), NOW);
    const [alert] = book.takeChanged();
    expect(alertSchema.parse(alert)).toMatchObject({
      id: 1,
      rule: 'message-1682',
      subject: { kind: 'interface', gateway: 'gw1', iface: 'wan' },
      messageId: 1682,
      message: 'Failed to remove dynamic route.',
      severity: 'critical',
      class: 'routing',
      priority: 'urgent',
      state: 'unacknowledged',
      isLatched: true,
      isPast: false,
      count: 1,
      firstTime: NOW - 1000,
      lastTime: NOW - 1000,
      openedAt: NOW,
      acknowledgement: null,
      version: 1,
      previousId: null,
    });
    expect(book.takeChanged()).toEqual([]);
  });

  it('[ALM-1] opens none for what needs nobody', () => {
    const book = bookOf();
    book.apply(classified(NOW, 'IPSEC: prio=2 id=278 matchkey=1'), NOW);
    expect(book.takeChanged()).toEqual([]);
  });

  it('[ALM-2] has one for each rule and subject, and counts what comes again', () => {
    const book = bookOf();
    for (const event of [route('a', NOW), route('b', NOW), route('a', NOW - 5000), route('a', NOW + 2000)]) {
      book.apply(event, NOW + 3000);
    }
    book.apply(classified(NOW, 'IPSEC: prio=4 id=1683 iface=a'), NOW);
    book.apply(classified(NOW, 'IPSEC: prio=5 id=1682 iface=a', 'gw2'), NOW);
    const all = book.all().map(({ rule, subject, count, firstTime, lastTime }) => {
      return [rule, gatewayOf(subject), subject.kind === 'interface' && subject.iface, count, firstTime, lastTime];
    });
    expect(all).toEqual([
      ['message-1682', 'gw1', 'a', 3, NOW - 5000, NOW + 2000],
      ['message-1682', 'gw1', 'b', 1, NOW, NOW],
      ['message-1683', 'gw1', 'a', 1, NOW, NOW],
      ['message-1682', 'gw2', 'a', 1, NOW, NOW],
    ]);
  });

  it('[ALM-2] keeps a tunnel, an interface and a gateway of the same name apart', () => {
    const book = bookOf();
    book.apply(classified(NOW, 'IPSEC: prio=5 id=7777 matchkey=x', 'x'), NOW);
    book.apply(classified(NOW, 'IPSEC: prio=5 id=7777 iface=x', 'x'), NOW);
    book.apply(classified(NOW, 'IPSEC: prio=5 id=7777', 'x'), NOW);
    expect(book.all().map(({ subject, count }) => [subject.kind, count])).toEqual([
      ['tunnel', 1],
      ['interface', 1],
      ['gateway', 1],
    ]);
  });

  it('shows an Error that has become Critical as Critical, and never takes it back', () => {
    const book = bookOf();
    for (const prio of [4, 5, 4]) book.apply(classified(NOW, `IPSEC: prio=${String(prio)} id=7777 matchkey=1`), NOW);
    expect(book.all()).toMatchObject([{ severity: 'critical', priority: 'urgent', count: 3, version: 1 }]);
  });
});

describe('[ALM-3] what was old on arrival', () => {
  it('is listed as past, and demands nothing', () => {
    const book = bookOf();
    book.apply(route('a', NOW - LIMIT - 1000), NOW);
    book.apply(route('a', NOW - LIMIT - 9000), NOW);
    expect(book.takeChanged()).toMatchObject([{ isPast: true, state: 'normal', count: 2, id: 1 }]);
    const outcome = acknowledge(book, seen(1, 1), NOW);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'wrong-state', status: 409 }, alert: { id: 1 } });
  });

  it('is neither at the limit nor in the future', () => {
    const book = bookOf();
    book.apply(route('a', NOW - LIMIT), NOW);
    book.apply(route('b', NOW + 24 * 3_600_000), NOW);
    expect(book.all().map(({ isPast }) => isPast)).toEqual([false, false]);
  });

  it('never joins the live alert, which names it as the episode before', () => {
    const book = bookOf();
    book.apply(route('a', NOW - 2 * LIMIT), NOW);
    book.apply(route('a', NOW), NOW);
    book.apply(route('a', NOW - 2 * LIMIT), NOW);
    expect(book.all()).toMatchObject([
      { id: 1, isPast: true, count: 2, previousId: null },
      { id: 2, isPast: false, count: 1, previousId: 1, state: 'unacknowledged' },
    ]);
  });

  it('is bounded in memory, and every change of it is still handed to the store', () => {
    const book = bookOf();
    for (let at = 0; at < 1500; at++) book.apply(route(String(at), NOW - 2 * LIMIT), NOW);
    expect(book.takeChanged()).toHaveLength(1500);
    expect(book.all()).toHaveLength(1000);
    expect(book.all()[0]?.id).toBe(501);
  });
});

describe('acknowledging', () => {
  it('[ALM-4] keeps who, when and why, and raises the version', () => {
    const book = bookOf();
    book.apply(route('a'), NOW);
    book.takeChanged();
    const outcome = acknowledge(book, seen(1, 1), NOW + 5);
    expect(outcome).toMatchObject({ ok: true, alert: { state: 'acknowledged', version: 2, priority: 'urgent' } });
    expect(book.takeChanged()).toMatchObject([
      { id: 1, acknowledgement: { by: 'ann', at: NOW + 5, comment: 'seen' }, isLatched: true },
    ]);
  });

  it('[ALM-4] holds on while more of the same comes, which goes on being counted', () => {
    const book = bookOf();
    book.apply(route('a'), NOW);
    acknowledge(book, seen(1, 1), NOW);
    book.apply(route('a', NOW + 1000), NOW + 1000);
    expect(book.all()).toMatchObject([{ state: 'acknowledged', version: 2, count: 2, lastTime: NOW + 1000 }]);
  });

  it('[ALM-5] is refused the second time, with who was faster and what is there now', () => {
    const book = bookOf();
    book.apply(route('a'), NOW);
    acknowledge(book, seen(1, 1, 'ann'), NOW);
    const outcome = acknowledge(book, seen(1, 1, 'bob'), NOW + 1);
    expect(outcome).toMatchObject({
      ok: false,
      problem: {
        code: 'stale-version',
        status: 409,
        detail: `ann acknowledged this alert at ${new Date(NOW).toISOString()}`,
      },
      alert: { acknowledgement: { by: 'ann' }, version: 2 },
    });
  });

  it('[ALM-5] is refused for another version and for an alert that is not there', () => {
    const book = bookOf();
    book.apply(route('a'), NOW);
    book.takeChanged();
    expect(acknowledge(book, seen(1, 2), NOW)).toMatchObject({
      ok: false,
      problem: { code: 'stale-version' },
    });
    expect(acknowledge(book, seen(9, 1), NOW)).toEqual({
      ok: false,
      alert: undefined,
      problem: {
        type: 'about:blank',
        title: 'No such alert',
        status: 404,
        detail: 'no such alert: 9',
        code: 'not-found',
      },
    });
    expect(book.takeChanged()).toEqual([]);
  });
});
