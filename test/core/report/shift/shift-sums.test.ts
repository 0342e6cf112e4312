import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import { isOpen } from '@tunnelwatch/server/core/report/shift/alert-tracks';
import { type ShiftChange, shiftChange } from '@tunnelwatch/server/core/report/shift/shift-change';
import { ShiftFold } from '@tunnelwatch/server/core/report/shift/shift-fold';
import type { Alert } from '@tunnelwatch/shared/alert';
import { ALERT_ACTIONS } from '@tunnelwatch/shared/alert-command';
import type { Report } from '@tunnelwatch/shared/report';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { command, HASTY_SETTINGS, person } from '../../../support/alert-books.js';
import { classified } from '../../../support/classified.js';
import { NO_NAMES } from '../../../support/no-names.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const PEOPLE = ['ann', 'bob'];

const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      id: fc.constantFrom(1682, 1683, 1696, 633),
      iface: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      ageSeconds: fc.constantFrom(0, 0, 0, 5000),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      action: fc.constantFrom(...ALERT_ACTIONS),
      pick: fc.nat(20),
      by: fc.constantFrom(...PEOPLE),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('all' as const),
      action: fc.constantFrom('acknowledge' as const, 'comment' as const, 'close' as const),
      by: fc.constantFrom(...PEOPLE),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tick' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

const script = fc.array(fc.record({ done: operation, waitSeconds: fc.constantFrom(0, 1, 20, 70) }), {
  minLength: 1,
  maxLength: 80,
});

/** What somebody was seen to do, by the test itself. */
interface Seen {
  by: string;
  action: string;
  alerts: number;
}

function perform(book: AlertRegistry, done: Operation, now: number): Seen | undefined {
  if (done.kind === 'event') {
    book.apply(
      classified(now - done.ageSeconds * 1000, `IPSEC: prio=5 id=${String(done.id)} iface=${done.iface}`),
      now,
    );
    return undefined;
  }
  if (done.kind === 'tick') {
    book.tick(now);
    return undefined;
  }
  const fields = { comment: 'why', until: null, assignee: 'bob' };
  if (done.kind === 'all') {
    const result = book.actOnAll({ ...fields, action: done.action, filter: {}, dryRun: false }, person(done.by), now);
    return result.ok ? { by: done.by, action: done.action, alerts: result.changed } : undefined;
  }
  const all = book.all();
  const alert = all[done.pick % Math.max(1, all.length)];
  if (alert === undefined) return undefined;
  const until = done.action === 'shelve' ? now + 60_000 : null;
  const { id, version } = alert;
  const outcome = book.act(command({ ...fields, id, version, action: done.action, until }), person(done.by), now);
  return outcome.ok ? { by: done.by, action: done.action, alerts: 1 } : undefined;
}

/** Runs a script and gives the state at two of its moments, the entries in between, and what was done meanwhile. */
function play(steps: readonly { done: Operation; waitSeconds: number }[], start: number, end: number) {
  const book = new AlertRegistry({ alerts: [], lastId: 0 }, HASTY_SETTINGS);
  let now = NOW;
  let id = 0;
  const changes: ShiftChange[] = [];
  const seen: Seen[] = [];
  let opening: Alert[] = [];
  let closing: Alert[] = [];
  /** All alerts as they were at the end, as the store has them: the book lets go of an episode when the next one opens. */
  const all = new Map<number, Alert>();
  let from = NOW;
  for (const [at, { done, waitSeconds }] of steps.entries()) {
    if (at === start) [opening, closing, from] = [book.all().filter(isOpen), book.all().filter(isOpen), now];
    now += waitSeconds * 1000;
    const did = perform(book, done, now);
    const notes = book.takeAudit();
    if (at < start || at >= end) continue;
    if (did !== undefined) seen.push(did);
    // As they come out of the store.
    changes.push(...notes.map((note) => shiftChange({ ...note, ...copied(note.after), id: ++id })));
    for (const alert of book.all()) all.set(alert.id, alert);
    closing = book.all().filter(isOpen);
  }
  return { from, to: now + 1, opening, closing, all: [...all.values()], changes, seen };
}

function copied(after: unknown): { after: Record<string, unknown> | null } {
  return { after: JSON.parse(JSON.stringify(after ?? null)) as Record<string, unknown> | null };
}

function foldOf({ from, to, opening, closing, changes }: ReturnType<typeof play>): ShiftFold {
  const fold = new ShiftFold({ from, to, watchedFrom: from, opening, closing }, NO_NAMES, true);
  for (const change of changes) fold.add(change);
  return fold;
}

const sum = (items: readonly { count: number }[]) => items.reduce((all, { count }) => all + count, 0);

function expectSums({ alerts }: Pick<Report, 'alerts'>): void {
  const { opened, handedOver, ended, openAtEnd } = alerts;
  expect(sum(alerts.byPriority)).toBe(opened);
  expect(sum(alerts.byClass)).toBe(opened);
  expect(sum(alerts.byRule.items)).toBe(opened);
  expect(alerts.openedList.items.length + alerts.openedList.notShown).toBe(opened);
  expect(sum(alerts.atStart)).toBe(handedOver);
  expect(sum(alerts.atEnd)).toBe(openAtEnd);
  expect(handedOver + opened - ended.over - ended.closed - ended.folded).toBe(openAtEnd);
  expect(alerts.busiest?.count ?? 0).toBeLessThanOrEqual(opened);
}

it('the sums of a report agree with each other and with the alerts themselves, whatever happens', () => {
  fc.assert(
    fc.property(script, fc.nat(80), fc.nat(80), (steps, one, other) => {
      const played = play(steps, Math.min(one, other), Math.max(one, other));
      const fold = foldOf(played);
      const result = fold.result({ listed: played.all.map((alert) => ({ alert, words: null })), records: [] });
      expectSums(result);
      const { people } = result;
      for (const name of PEOPLE) {
        const mine = played.seen.filter(({ by, alerts }) => by === name && alerts > 0);
        const told = people.byPerson.items.find((person) => person.name === name);
        const counts = new Map<string, number>();
        for (const { action, alerts } of mine) counts.set(action, (counts.get(action) ?? 0) + alerts);
        expect(new Map(told?.actions.map(({ action, count }) => [action, count]))).toEqual(counts);
      }
      expect(people.activities.items.filter(({ changed }) => changed !== 0)).toHaveLength(
        played.seen.filter(({ alerts }) => alerts > 0).length,
      );
    }),
    { numRuns: 300 },
  );
});
