import type { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import type { Condition } from '@tunnelwatch/server/core/alert/monitoring/condition';
import type { AlertState } from '@tunnelwatch/shared/alert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acknowledge as acknowledgeIn, bookOf } from '../../../support/alert-books.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const SOURCE = { kind: 'source', source: '/logs/gw.log' } as const;
const LAG: Condition = {
  rule: 'lag',
  subject: SOURCE,
  message: 'late',
  severity: 'warning',
  class: 'monitoring',
  priority: 'medium',
  since: NOW - 5000,
};
const HIGH: Condition = { ...LAG, priority: 'high' };

const only = (book: AlertRegistry) => {
  const [alert] = book.all();
  if (alert === undefined) throw new Error('there is no alert');
  return alert;
};
const acknowledge = (book: AlertRegistry, now = NOW) => {
  const { id, version } = only(book);
  return acknowledgeIn(book, { id, version }, now);
};

describe('a condition', () => {
  it('[ALM-7] opens one alert, however often it is said to be there', () => {
    const book = bookOf();
    book.raise(LAG, NOW);
    const [opened] = book.takeChanged();
    expect(opened).toMatchObject({
      id: 1,
      rule: 'lag',
      subject: SOURCE,
      messageId: null,
      message: 'late',
      severity: 'warning',
      class: 'monitoring',
      priority: 'medium',
      state: 'unacknowledged',
      isLatched: false,
      isPast: false,
      count: 1,
      firstTime: NOW - 5000,
      lastTime: NOW,
      openedAt: NOW,
      acknowledgement: null,
      version: 1,
      previousId: null,
    });
    for (let second = 1; second < 100; second++) book.raise(LAG, NOW + second * 1000);
    expect(book.takeChanged()).toEqual([]);
  });

  it('[ALM-8] that ends before anybody saw it stays in view, and is unacknowledged again when it comes back', () => {
    const book = bookOf();
    book.raise(LAG, NOW);
    book.clear('lag', SOURCE, NOW + 1000);
    expect(only(book)).toMatchObject({ state: 'returnedUnacknowledged', version: 2, lastTime: NOW + 1000, count: 1 });
    book.clear('lag', SOURCE, NOW + 1500);
    expect(only(book)).toMatchObject({ version: 2, lastTime: NOW + 1000 });
    book.raise(LAG, NOW + 2000);
    expect(only(book)).toMatchObject({ id: 1, state: 'unacknowledged', version: 3, count: 2, lastTime: NOW + 2000 });
  });

  it('[ALM-8] that ends after somebody saw it is normal, and what comes after is a new episode that names it', () => {
    const book = bookOf();
    book.raise(LAG, NOW);
    expect(acknowledge(book).ok).toBe(true);
    book.clear('lag', SOURCE, NOW + 1000);
    expect(only(book)).toMatchObject({ state: 'normal', version: 3, acknowledgement: { by: 'Anna' } });
    book.raise(LAG, NOW + 2000);
    expect(only(book)).toMatchObject({
      id: 2,
      state: 'unacknowledged',
      version: 1,
      previousId: 1,
      acknowledgement: null,
    });
  });

  it('[ALM-9] that is over when somebody sees it is normal at once', () => {
    const book = bookOf();
    book.raise(LAG, NOW);
    book.clear('lag', SOURCE, NOW + 1000);
    const outcome = acknowledge(book, NOW + 2000);
    expect(outcome.ok && outcome.alert).toMatchObject({
      state: 'normal',
      acknowledgement: { by: 'Anna', at: NOW + 2000 },
    });
    expect(acknowledge(book)).toMatchObject({ ok: false, problem: { code: 'wrong-state' } });
  });

  it('[ALM-10] that becomes more pressing calls again, and never becomes less so', () => {
    const book = bookOf();
    book.raise(LAG, NOW);
    acknowledge(book);
    book.raise(HIGH, NOW + 1000);
    expect(only(book)).toMatchObject({ state: 'unacknowledged', priority: 'high', version: 3, count: 1 });
    acknowledge(book);
    book.raise(LAG, NOW + 2000);
    expect(only(book)).toMatchObject({ state: 'acknowledged', priority: 'high' });
  });

  it('goes on after a restart where it stood', () => {
    const before = bookOf();
    before.raise(LAG, NOW);
    acknowledge(before);
    const book = bookOf(before.all(), 1);
    expect(book.isRaised('lag', SOURCE)).toBe(true);
    expect(book.raisedOnSources()).toHaveLength(1);
    book.clear('lag', SOURCE, NOW + 1000);
    expect(only(book).state).toBe('normal');
    const later = bookOf(book.all(), 1);
    later.raise(LAG, NOW + 2000);
    expect(only(later)).toMatchObject({ id: 2, previousId: 1 });
  });

  it('passes only from state to state as the table says, and raises its version with each', () => {
    const step = fc.constantFrom('raise', 'raise high', 'clear', 'acknowledge');
    const allowed: Readonly<Record<string, readonly AlertState[]>> = {
      unacknowledged: ['acknowledged', 'returnedUnacknowledged'],
      acknowledged: ['normal', 'unacknowledged'],
      returnedUnacknowledged: ['unacknowledged', 'normal'],
      // A new episode.
      normal: ['unacknowledged'],
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const book = bookOf();
        book.raise(LAG, NOW);
        let now = NOW;
        for (const each of steps) {
          const before = only(book);
          now += 1000;
          if (each === 'clear') book.clear('lag', SOURCE, now);
          else if (each === 'acknowledge') acknowledge(book, now);
          else book.raise(each === 'raise' ? LAG : HIGH, now);
          const after = only(book);
          expect(book.all()).toHaveLength(1);
          if (after.state !== before.state) {
            expect(allowed[before.state]).toContain(after.state);
            if (after.id === before.id) expect(after.version).toBe(before.version + 1);
            else expect(after).toMatchObject({ previousId: before.id, version: 1 });
          }
        }
      }),
    );
  });
});
