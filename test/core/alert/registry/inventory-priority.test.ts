import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import type { Condition } from '@tunnelwatch/server/core/alert/monitoring/condition';
import type { Demand } from '@tunnelwatch/server/core/alert/registry/priority-override';
import type { Alert } from '@tunnelwatch/shared/alert';
import { type Priority, priorityRank, PRIORITIES } from '@tunnelwatch/shared/priority';
import { type AlertSubject, subjectKey } from '@tunnelwatch/shared/subject';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acknowledge } from '../../../support/alert-books.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const tunnel = (matchkey: string): AlertSubject => ({ kind: 'tunnel', gateway: 'gw1', matchkey });

function conditionOf(matchkey: string, priority: Priority): Condition {
  const about = { rule: 'replay', subject: tunnel(matchkey), message: 'many', class: 'replay' as const };
  return { ...about, severity: 'notice', priority, since: NOW, events: { count: 9, peak: 9, lastTime: NOW } };
}

/** A book over an inventory that a test changes as it likes. */
function bookWith(demands: Map<string, Demand>, foldFrom = 1000) {
  const demandOf = (subject: AlertSubject) => demands.get(subjectKey(subject));
  return new AlertRegistry({ alerts: [], lastId: 0, demandOf }, { foldFrom, floodFrom: 1000 });
}

function demand(matchkey: string, priority: Priority | null): [string, Demand] {
  return [subjectKey(tunnel(matchkey)), { id: 5, name: 'Riga office', priority }];
}

const only = (book: AlertRegistry): Alert => {
  const [alert] = book.all();
  if (alert === undefined) throw new Error('there is no alert');
  return alert;
};

describe('the priority of an entry of the inventory', () => {
  it('[INV-10] raises an alert, never lowers it, and says so on it', () => {
    const priority = fc.constantFrom(...PRIORITIES);
    fc.assert(
      fc.property(priority, fc.option(priority), (ofRule, ofEntry) => {
        const book = bookWith(new Map([demand('a', ofEntry)]));
        book.raise(conditionOf('a', ofRule), NOW);
        const isRaised = ofEntry !== null && priorityRank(ofEntry) > priorityRank(ofRule);
        expect(only(book).priority).toBe(isRaised ? ofEntry : ofRule);
        expect(only(book).raised).toEqual(isRaised ? { from: ofRule, entryId: 5, name: 'Riga office' } : null);
      }),
    );
  });

  it('[INV-10] counts for an open alert from its next change on, and what has been raised stays so', () => {
    const demands = new Map<string, Demand>();
    const book = bookWith(demands);
    book.raise(conditionOf('a', 'low'), NOW);
    demands.set(...demand('a', 'high'));
    expect(only(book)).toMatchObject({ priority: 'low', raised: null });
    book.countRaised('replay', tunnel('a'), { count: 1, firstTime: NOW, lastTime: NOW, arrivedAt: NOW, lastAt: NOW });
    expect(only(book)).toMatchObject({ priority: 'high', raised: { from: 'low' } });
    demands.set(...demand('a', 'urgent'));
    acknowledge(book, { id: 1, version: only(book).version }, NOW + 1);
    expect(only(book)).toMatchObject({ priority: 'urgent', raised: { from: 'low' } });
    demands.clear();
    book.countRaised('replay', tunnel('a'), { count: 1, firstTime: NOW, lastTime: NOW, arrivedAt: NOW, lastAt: NOW });
    expect(only(book)).toMatchObject({ priority: 'urgent', raised: { from: 'low' } });
  });

  it('[INV-10] of one tunnel counts for the alert that it is folded into', () => {
    const book = bookWith(new Map([demand('c', 'urgent'), demand('a', 'high')]), 2);
    book.raise(conditionOf('a', 'medium'), NOW);
    book.raise(conditionOf('b', 'medium'), NOW);
    const group = () => book.all().find(({ members }) => members > 0);
    expect(group()).toMatchObject({ members: 2, priority: 'high', raised: { from: 'medium' } });
    book.raise(conditionOf('c', 'medium'), NOW + 1);
    expect(group()).toMatchObject({ members: 3, priority: 'urgent', raised: { from: 'medium', name: 'Riga office' } });
  });

  it('leaves alone what is over', () => {
    const demands = new Map<string, Demand>();
    const book = bookWith(demands);
    book.raise(conditionOf('a', 'low'), NOW);
    acknowledge(book, { id: 1, version: 1 }, NOW + 1);
    demands.set(...demand('a', 'urgent'));
    book.clear('replay', tunnel('a'), NOW + 2);
    expect(only(book)).toMatchObject({ state: 'normal', priority: 'low' });
  });
});
