import { busiestMinutes, busiestOf } from '@tunnelwatch/server/core/report/shift/busiest';
import { failureFigures } from '@tunnelwatch/server/core/report/shift/failures';
import { shiftChange } from '@tunnelwatch/server/core/report/shift/shift-change';
import { ShiftFold } from '@tunnelwatch/server/core/report/shift/shift-fold';
import { floodsOf, type ShiftRecord, watchSpans } from '@tunnelwatch/server/core/report/shift/watch-spans';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../../../support/samples.js';
import { person } from '../../../support/alert-books.js';
import { NO_NAMES } from '../../../support/no-names.js';

const FROM = Date.UTC(2026, 1, 10, 6);
const MINUTE = 60_000;
const TO = FROM + 480 * MINUTE;
const SPAN = { from: FROM, to: TO };

let lastId = 0;

function entry(part: Partial<AuditEntry>): Omit<AuditEntry, 'before' | 'hash'> {
  return {
    id: ++lastId,
    at: FROM + MINUTE,
    actor: person('Anna'),
    action: 'comment',
    target: 'alert 1',
    comment: '',
    after: null,
    ...part,
  };
}

function alertEntry(action: string, alert: Alert, part: Partial<AuditEntry> = {}) {
  return entry({ action, target: `alert ${String(alert.id)}`, after: { ...alert }, ...part });
}

function folded(entries: readonly Omit<AuditEntry, 'before' | 'hash'>[], seesPeople = false, opening: Alert[] = []) {
  const fold = new ShiftFold({ ...SPAN, watchedFrom: FROM, opening, closing: [] }, NO_NAMES, seesPeople);
  for (const each of entries) fold.add(shiftChange(each));
  return fold;
}

const EMPTY = { listed: [], records: [] };

describe('who did what', () => {
  it('has what people did in their order, with what they said, and nothing of the server', () => {
    const alert = sampleAlert({ openedAt: FROM });
    const shelved = { ...alert, shelf: { by: 'Anna', at: FROM, until: TO, comment: '' } };
    const server = { kind: 'server' as const, name: 'tunnelwatch', address: null };
    const { people } = folded([
      alertEntry('opened', alert, { actor: server }),
      alertEntry('comment', alert, { comment: '<b>rekeyed</b>' }),
      alertEntry('shelve', shelved, { actor: person('Bob'), at: FROM + 2 * MINUTE }),
      alertEntry('assign', { ...alert, assignee: 'Chen' }, { actor: { kind: 'token', name: 'bot', address: null } }),
    ]).result(EMPTY);
    expect(people.activities).toMatchObject({
      notShown: 0,
      items: [
        { by: 'Anna', action: 'comment', comment: '<b>rekeyed</b>', alert: { id: 1, message: alert.message } },
        { by: 'Bob', action: 'shelve', until: TO },
        { by: 'bot', isProgram: true, action: 'assign', assignee: 'Chen' },
      ],
    });
    expect(people.byPerson.items.map(({ name, activities }) => [name, activities])).toEqual([
      ['Anna', 1],
      ['Bob', 1],
      ['bot', 1],
    ]);
  });

  it('tells an action on many as one activity, and counts its alerts', () => {
    const all = entry({ action: 'acknowledgeAll', target: 'alerts', after: { changed: 3 }, comment: 'one cause' });
    const each = [1, 2, 3].map((id) => alertEntry('acknowledge', sampleAlert({ id }), { comment: 'one cause' }));
    const later = alertEntry('acknowledge', sampleAlert({ id: 9 }));
    const { people } = folded([all, ...each, later]).result(EMPTY);
    expect(people.activities.items.map(({ action, changed, alert }) => [action, changed, alert?.id])).toEqual([
      ['acknowledgeAll', 3, undefined],
      ['acknowledge', null, 9],
    ]);
    expect(people.byPerson.items).toMatchObject([
      { name: 'Anna', activities: 2, actions: [{ action: 'acknowledge', count: 4 }] },
    ]);
  });

  it('counts sign-ins, and lists changes of people and tokens for admins only', () => {
    const entries = [
      entry({ action: 'signIn', target: 'user ada' }),
      entry({ action: 'signInFailed', target: 'unknown user' }),
      entry({ action: 'signOut', target: 'user ada' }),
      entry({ action: 'userAdded', target: 'user bob' }),
      entry({ action: 'tokenRevoked', target: 'token wall' }),
      entry({ action: 'windowMade', target: 'window 1', after: { until: TO }, comment: 'new firmware' }),
    ];
    const forOthers = folded(entries).result(EMPTY).people;
    expect(forOthers).toMatchObject({ signIns: 1, failedSignIns: 1, hidden: 2 });
    expect(forOthers.activities.items).toMatchObject([{ action: 'windowMade', target: 'window 1', until: TO }]);
    const forAdmins = folded(entries, true).result(EMPTY).people;
    expect(forAdmins.hidden).toBe(0);
    expect(forAdmins.activities.items.map(({ action }) => action)).toEqual(['userAdded', 'tokenRevoked', 'windowMade']);
  });

  it('lists a bounded number, the latest, and says how many came before', () => {
    const entries = Array.from({ length: 1000 }, (_, at) => alertEntry('comment', sampleAlert(), { at: FROM + at }));
    const { activities, byPerson } = folded(entries).result(EMPTY).people;
    expect(activities.items).toHaveLength(300);
    expect(activities.notShown).toBe(700);
    expect(activities.items.at(-1)?.at).toBe(FROM + 999);
    expect(byPerson.items[0]?.activities).toBe(1000);
  });

  it('tells at least the words of an entry whose content is in another form', () => {
    const { people } = folded([entry({ comment: 'called them', after: { state: 'x' } })]).result(EMPTY);
    expect(people.activities.items).toMatchObject([{ target: 'alert 1', comment: 'called them', alert: null }]);
  });
});

describe('what became of alerts', () => {
  it('names who answered first, and after how long', () => {
    const alert = sampleAlert({ openedAt: FROM + MINUTE });
    const acknowledged = { ...alert, state: 'acknowledged' as const };
    const fold = folded([
      alertEntry('opened', alert),
      alertEntry('acknowledge', acknowledged, { at: FROM + 4 * MINUTE, actor: person('Bob') }),
      alertEntry('unacknowledge', alert, { at: FROM + 5 * MINUTE }),
      alertEntry('acknowledge', acknowledged, { at: FROM + 9 * MINUTE }),
    ]);
    expect(fold.listedIds()).toEqual([1]);
    const { alerts } = fold.result({ listed: [{ alert: acknowledged, words: null }], records: [] });
    expect(alerts.openedList.items).toMatchObject([{ id: 1, answer: { by: 'Bob', afterMs: 3 * MINUTE } }]);
    expect(alerts.answeredAfterMs).toEqual({ median: 3 * MINUTE, p90: 3 * MINUTE, count: 1 });
  });

  it('lists the most pressing of too many, and says how many more there are', () => {
    const alerts = Array.from({ length: 250 }, (_, at) =>
      sampleAlert({ id: at + 1, priority: at % 50 === 0 ? 'urgent' : 'low', openedAt: FROM + at }),
    );
    const fold = folded(alerts.map((alert) => alertEntry('opened', alert)));
    const listed = alerts.filter(({ id }) => fold.listedIds().includes(id)).map((alert) => ({ alert, words: null }));
    const { openedList, opened } = fold.result({ listed, records: [] }).alerts;
    expect(opened).toBe(250);
    expect(openedList.notShown).toBe(150);
    expect(openedList.items.slice(0, 6).map(({ priority }) => priority)).toEqual([
      ...Array<string>(5).fill('urgent'),
      'low',
    ]);
  });

  it('tells from when to when a gateway was silent', () => {
    const silence = sampleAlert({ id: 4, rule: 'silence', class: 'monitoring', openedAt: FROM + MINUTE });
    const over = { ...silence, isActive: false, state: 'returnedUnacknowledged' as const };
    const fold = folded([alertEntry('opened', silence), alertEntry('returned', over, { at: FROM + 7 * MINUTE })]);
    const { monitoring } = fold.result({ listed: [{ alert: over, words: null }], records: [] });
    expect(monitoring.items).toMatchObject([{ alertId: 4, from: FROM + MINUTE, to: FROM + 7 * MINUTE }]);
  });

  it('leaves out a silence that was over before and only waited to be seen', () => {
    const over = sampleAlert({
      id: 4,
      rule: 'silence',
      class: 'monitoring',
      isActive: false,
      state: 'returnedUnacknowledged',
      lastAt: FROM - MINUTE,
    });
    const fold = folded([], false, [over]);
    expect(fold.result({ listed: [{ alert: over, words: null }], records: [] }).monitoring.items).toEqual([]);
  });
});

function record(minute: number, part: Partial<ShiftRecord> = {}): ShiftRecord {
  return { at: FROM + minute * MINUTE, lagMs: 0, sourcesDegraded: 0, storeError: null, flood: null, ...part };
}

/** A record for each minute of the span, but for some. */
function records(isLeftOut: (minute: number) => boolean, part: (minute: number) => Partial<ShiftRecord> = () => ({})) {
  return Array.from({ length: 482 }, (_, at) => at - 2)
    .filter((minute) => !isLeftOut(minute))
    .map((minute) => record(minute, part(minute)));
}

describe('what was not seen', () => {
  it('finds no gap where there is a record for each minute', () => {
    expect(
      watchSpans(
        records(() => false),
        SPAN,
      ).gaps.items,
    ).toEqual([]);
  });

  it('[PAST-8] finds gaps at the beginning, in between and at the end, to the minute', () => {
    const { gaps } = watchSpans(
      records((minute) => minute < 10 || (minute > 100 && minute < 130) || minute > 400),
      SPAN,
    );
    expect(gaps.items).toEqual([
      { from: FROM, to: FROM + 10 * MINUTE },
      { from: FROM + 100 * MINUTE, to: FROM + 130 * MINUTE },
      { from: FROM + 400 * MINUTE, to: TO },
    ]);
  });

  it('is one gap where nothing was kept at all', () => {
    expect(watchSpans([], SPAN).gaps.items).toEqual([SPAN]);
  });

  it('finds from when to when the store was in trouble, sources were lost, reading was behind, and alerts flooded', () => {
    const kept = records(
      () => false,
      (minute) => ({
        storeError: minute >= 5 && minute < 8 ? 'the disk is full' : null,
        sourcesDegraded: minute === 20 ? 1 : minute === 21 ? 3 : 0,
        lagMs: minute === 30 ? 90_000 : 500,
        flood: minute >= 470 ? { since: FROM + 469 * MINUTE + 5, firstOut: 7 } : null,
      }),
    );
    const found = watchSpans(kept, SPAN);
    expect(found.storeErrors.items).toEqual([
      { from: FROM + 5 * MINUTE, to: FROM + 8 * MINUTE, text: 'the disk is full' },
    ]);
    expect(found.degraded.items).toEqual([{ from: FROM + 20 * MINUTE, to: FROM + 22 * MINUTE, most: 3 }]);
    expect(found.lagging.items).toEqual([{ from: FROM + 30 * MINUTE, to: FROM + 31 * MINUTE, mostMs: 90_000 }]);
    expect(floodsOf(kept, SPAN).items).toEqual([{ from: FROM + 469 * MINUTE + 5, to: null, firstOut: 7 }]);
  });
});

describe('the busiest ten minutes', () => {
  it('are found wherever they begin, and end with the report', () => {
    const times = [0, 9, 100, 105, 109, 479].map((minute) => FROM + minute * MINUTE);
    expect(busiestOf(times, SPAN)).toEqual({ from: FROM + 100 * MINUTE, to: FROM + 110 * MINUTE, count: 3 });
    expect(busiestOf([TO - MINUTE], SPAN)).toEqual({ from: TO - MINUTE, to: TO, count: 1 });
    expect(busiestOf([], SPAN)).toBeNull();
    const counts = Array.from({ length: 480 }, (_, minute) => (minute === 200 || minute === 209 ? 5 : 0));
    expect(busiestMinutes(counts, SPAN)).toEqual({ from: FROM + 200 * MINUTE, to: FROM + 210 * MINUTE, count: 10 });
    expect(busiestMinutes([0, 0], SPAN)).toBeNull();
  });
});

describe('failures', () => {
  const minutes = COUNTED_CLASSES.map((name) => (name === 'replay' ? 5 : name === 'unknown' ? 2 : 0));
  const facts = {
    span: SPAN,
    minutes: [...minutes, ...minutes],
    beforeSpan: SPAN,
    worst: { replay: [], integrity: [] },
  };

  it('leave out unknown messages from the sum, and say what was before', () => {
    const before = COUNTED_CLASSES.map((name) => (name === 'memory' ? 3 : 0));
    expect(failureFigures({ ...facts, before })).toMatchObject({
      total: { count: 10, before: 3 },
      byClass: [
        { class: 'replay', count: 10, before: 0 },
        { class: 'memory', count: 0, before: 3 },
        { class: 'unknown', count: 4, before: 0 },
      ],
      before: { isKnown: true },
    });
  });

  it('are compared with nothing where nothing is known', () => {
    expect(failureFigures({ ...facts, before: null })).toMatchObject({
      total: { count: 10, before: null },
      before: { isKnown: false },
    });
  });
});
