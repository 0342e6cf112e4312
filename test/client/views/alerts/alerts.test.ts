import { type Alert, ALERT_STATES, currentRate } from '@tunnelwatch/shared/alert';
import { ALERT_ACTIONS } from '@tunnelwatch/shared/alert-command';
import fc from 'fast-check';
import { viewSearch } from '@tunnelwatch/shared/saved-views';
import { describe, expect, it } from 'vitest';
import { ACTION_SPECS, possibleActions } from '../../../../client/src/components/alert/action-specs.js';
import { stateSentence } from '../../../../client/src/components/alert/alert-labels.js';
import {
  type AlertFilter,
  alertFilterFrom,
  matchesFilter,
  serverFilter,
  tabOf,
} from '../../../../client/src/views/alerts/list/alert-filter.js';
import { alertsOf, inboxRows, rowKey } from '../../../../client/src/views/alerts/list/alert-groups.js';
import { commandOf } from '../../../../client/src/views/alerts/list/alert-keys.js';
import { timeAround } from '../../../../client/src/views/alerts/detail/alert-query.js';
import { historyText } from '../../../../client/src/views/alerts/detail/history/history-labels.js';
import { parseBrowserViews } from '../../../../client/src/components/views/browser-views.js';
import { reportOf } from '../../../../client/src/views/alerts/bulk/use-bulk.js';
import { nextLook } from '../../../../client/src/views/alerts/list/seen-alerts.js';
import { othersAmong, viewersText } from '../../../../client/src/views/alerts/use-presence.js';
import { toggled } from '../../../../client/src/views/alerts/list/use-inbox.js';
import { sampleAlert } from '../../../support/samples.js';

const NO_FILTER: AlertFilter = alertFilterFrom(new URLSearchParams());

describe('a list in groups', () => {
  const alerts = [
    sampleAlert({ id: 9, priority: 'urgent', subject: { kind: 'tunnel', gateway: 'gw2', matchkey: '7' } }),
    sampleAlert({ id: 8, priority: 'low', subject: { kind: 'gateway', gateway: 'gw1' }, state: 'acknowledged' }),
    sampleAlert({ id: 7, priority: 'low', subject: { kind: 'interface', gateway: 'gw2', iface: 'wan' } }),
    sampleAlert({ id: 6, priority: 'low', subject: { kind: 'store' } }),
  ];

  function shownRows(open: readonly string[]): readonly (string | number)[] {
    return inboxRows(alerts, 'gateway', new Set(open)).map((row) =>
      row.kind === 'alert' ? row.alert.id : row.group.label,
    );
  }

  it('[ALM-58] has the groups in the order of their first alerts, and alerts below those that are open', () => {
    expect(shownRows([])).toEqual(['gw2', 'gw1', 'No single gateway']);
    expect(shownRows(['gw2'])).toEqual(['gw2', 9, 7, 'gw1', 'No single gateway']);
    expect(inboxRows(alerts, null, new Set()).map(rowKey)).toEqual(['9', '8', '7', '6']);
  });

  it('[ALM-58] counts a group by priority, and those of it that wait', () => {
    const [first, , , second] = inboxRows(alerts, 'gateway', new Set(['gw2']));
    expect(first).toMatchObject({
      group: { counts: { urgent: 1, low: 1 }, waiting: [{ id: 9 }, { id: 7 }], keptBack: 0 },
    });
    expect(second).toMatchObject({ group: { counts: { low: 1 }, waiting: [] } });
  });

  it('[ALM-58] keeps back the urgent ones of a closed group, whatever is done to it, until somebody opens it', () => {
    const [closed] = inboxRows(alerts, 'gateway', new Set());
    if (closed === undefined) throw new Error('there are three groups');
    expect(closed).toMatchObject({ group: { waiting: [{ id: 7 }], keptBack: 1 } });
    expect(alertsOf(closed).map(({ id }) => id)).toEqual([7]);
  });
});

describe('what is new to whoever looks', () => {
  const NONE = { isLooking: false, since: null, isKept: false };

  it('[ALM-59] is what came after they last looked, on whichever device, also where that is known a moment later', () => {
    const look = nextLook(NONE, { isLooking: true, mark: 100, upTo: 150 });
    expect(look).toEqual({ isLooking: true, since: 100, isKept: false });
    expect(nextLook(look, { isLooking: true, mark: 140, upTo: 150 }).since).toBe(140);
    const kept = { ...look, isKept: true };
    expect(nextLook(kept, { isLooking: true, mark: 150, upTo: 160 })).toBe(kept);
  });

  it('[ALM-59] begins anew with each look', () => {
    const away = nextLook({ isLooking: true, since: 100, isKept: true }, { isLooking: false, mark: 150, upTo: 160 });
    expect(away.since).toBe(100);
    expect(nextLook(away, { isLooking: true, mark: 150, upTo: 160 })).toEqual({
      isLooking: true,
      since: 150,
      isKept: false,
    });
  });

  it('[ALM-59] is, for somebody who was never here, what arrives from now on', () => {
    const loading = nextLook(NONE, { isLooking: true, mark: null, upTo: null });
    expect(loading.since).toBeNull();
    const look = nextLook(loading, { isLooking: true, mark: null, upTo: 150 });
    expect(look.since).toBe(150);
    expect(nextLook(look, { isLooking: true, mark: null, upTo: 170 }).since).toBe(150);
  });
});

describe('filters of alerts', () => {
  it('let everything pass where none is set', () => {
    expect(matchesFilter(sampleAlert(), NO_FILTER)).toBe(true);
  });

  it.each(['state=acknowledged', 'priority=low', 'gateway=gw-b', 'class=replay', 'assignee=Ada', 'rule=x', 'q=zebra'])(
    'hold back what does not match %s',
    (search) => {
      expect(matchesFilter(sampleAlert(), alertFilterFrom(new URLSearchParams(search)))).toBe(false);
    },
  );

  it('find a text in message, subject and name, in any case', () => {
    const alert = sampleAlert({ assignee: 'Ada' });
    for (const text of ['ROUTE', 'ipsec-1', 'ada', 'message-1682']) {
      expect(matchesFilter(alert, alertFilterFrom(new URLSearchParams({ q: text }))), text).toBe(true);
    }
  });

  it('take what the address says and pass over what it cannot mean', () => {
    expect(alertFilterFrom(new URLSearchParams('state=unacknowledged')).state).toBe('unacknowledged');
    expect(alertFilterFrom(new URLSearchParams('state=shelved'))).toMatchObject({ tab: 'shelved', state: null });
    expect(alertFilterFrom(new URLSearchParams('past=true')).tab).toBe('past');
    expect(alertFilterFrom(new URLSearchParams('show=over')).tab).toBe('over');
    expect(alertFilterFrom(new URLSearchParams('state=nonsense&priority=nonsense'))).toEqual(NO_FILTER);
  });

  it('are sent to the server whole, and not at all where it has none like it', () => {
    const of = (search: string) => serverFilter(alertFilterFrom(new URLSearchParams(search)));
    expect(of('')).toEqual({});
    expect(of('state=shelved&gateway=gw-a')).toEqual({ state: 'shelved', gateway: 'gw-a' });
    expect(of('state=acknowledged&class=replay&priority=low&assignee=Ada&rule=x')).toEqual({
      state: 'acknowledged',
      class: 'replay',
      priority: 'low',
      assignee: 'Ada',
      rule: 'x',
    });
    expect(of('q=text')).toBeNull();
    expect(of('past=true')).toBeNull();
  });

  it('put every alert into one part of the list', () => {
    const tabs = ALERT_STATES.map((state) => tabOf(sampleAlert({ state, severity: 'error' })));
    expect(tabs).toEqual(['over', 'open', 'open', 'open', 'shelved', 'suppressed', 'suppressed', 'over']);
    expect(tabOf(sampleAlert({ state: 'normal', isPast: true }))).toBe('past');
  });

  it('[ALM-54] keep a Critical within a maintenance window among the active ones until somebody has seen it', () => {
    const within = sampleAlert({ state: 'suppressed', severity: 'critical', windowId: 1 });
    const acknowledgement = { by: 'Anna', at: 1, comment: '', until: null };
    expect(tabOf(within)).toBe('open');
    expect(tabOf({ ...within, acknowledgement })).toBe('suppressed');
  });
});

describe('saved views', () => {
  it('[PEO-39] of an earlier version are read from the browser, whatever else stands there', () => {
    const views = [{ name: 'a', search: 'gateway=gw-a' }];
    expect(parseBrowserViews(JSON.stringify(views))).toEqual(views);
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseBrowserViews(text))));
    expect(parseBrowserViews('[{"name":1}]')).toEqual([]);
  });

  it('[PEO-38] know the address that they stand for in whatever order it is written', () => {
    expect(viewSearch('sort=last&at=2026&gateway=a')).toBe('gateway=a&sort=last');
    expect(viewSearch('gateway=a&sort=last&q=')).toBe('gateway=a&sort=last');
  });
});

describe('keys', () => {
  it('mean something on the list, nothing in a field, and leave combinations to the browser', () => {
    expect(commandOf({ key: 'j', hasModifier: false, focus: 'none' })).toBe('down');
    expect(commandOf({ key: 'a', hasModifier: false, focus: 'control' })).toBe('acknowledge');
    expect(commandOf({ key: 'a', hasModifier: false, focus: 'field' })).toBeUndefined();
    expect(commandOf({ key: 'a', hasModifier: true, focus: 'none' })).toBeUndefined();
    expect(commandOf({ key: 'Enter', hasModifier: false, focus: 'control' })).toBeUndefined();
    expect(commandOf({ key: 'z', hasModifier: false, focus: 'none' })).toBeUndefined();
  });
});

describe('what can be done with an alert', () => {
  const of = (part: Partial<Alert>) => possibleActions(sampleAlert(part));

  it('follows its state', () => {
    expect(of({})).toEqual(['acknowledge', 'assign', 'comment', 'shelve', 'close']);
    expect(of({ state: 'acknowledged', isLatched: false })).toEqual(['unacknowledge', 'assign', 'comment', 'shelve']);
    expect(of({ state: 'shelved', isLatched: false })).toEqual(['assign', 'comment', 'unshelve']);
    expect(of({ state: 'closed' })).toEqual(['comment', 'reopen']);
    expect(of({ foldedInto: 3 })).toEqual([]);
    expect(of({ isPast: true })).toEqual([]);
  });

  it('is worded for every action', () => {
    expect(Object.keys(ACTION_SPECS).sort()).toEqual([...ALERT_ACTIONS].sort());
  });

  it('is told in numbers when it was done to many', () => {
    expect(reportOf('shelve', 3, [])).toEqual({ text: '3 shelved.', refusals: [] });
    const refusals = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(reportOf('acknowledge', 1200, refusals)).toEqual({
      text: '1,200 acknowledged. 7 failed.',
      refusals: ['a', 'b', 'c', 'd', 'e', 'and 2 more'],
    });
  });

  it('is ticked and taken back', () => {
    expect([...toggled(toggled(new Set([1]), 2), 1)]).toEqual([2]);
  });
});

describe('texts about an alert', () => {
  it('say who shelved it and when it returns', () => {
    const shelf = { by: 'Ada', at: 0, until: 3_600_000, comment: '' };
    expect(stateSentence(sampleAlert({ state: 'shelved', shelf }), 0)).toMatch(/^Shelved by Ada until .*, in 1 h\./);
  });

  it('say until when an acknowledgement holds', () => {
    const acknowledgement = { by: 'Ada', at: 0, until: 7_200_000, comment: '' };
    const text = stateSentence(sampleAlert({ state: 'acknowledged', acknowledgement }), 60_000);
    expect(text).toMatch(
      /^Ada acknowledged this 1 min ago; the condition persists\. The acknowledgement lasts until .*in 1 h 59 min/,
    );
  });

  it('are there for every state', () => {
    for (const state of ALERT_STATES) expect(stateSentence(sampleAlert({ state }), 0)).toMatch(/^[A-Z].*\.$/);
  });

  it('tell its history by name', () => {
    const entry = { id: 1, at: 0, target: 'alert 1', comment: '', before: null, hash: '' };
    const ada = { kind: 'person', name: 'Ada', address: null } as const;
    const server = { kind: 'server', name: 'tunnelwatch', address: null } as const;
    expect(historyText({ ...entry, actor: server, action: 'opened', after: null })).toBe('Alert opened');
    expect(historyText({ ...entry, actor: ada, action: 'assign', after: { assignee: 'Bob' } })).toBe(
      'Ada assigned it to Bob',
    );
    const after = { shelf: { until: 1000 } };
    expect(historyText({ ...entry, actor: ada, action: 'shelve', after })).toMatch(/^Ada shelved it until /);
  });

  it('name the others who look at it', () => {
    expect(viewersText(othersAmong(['Ada', 'Bob'], 'Ada'))).toBe('Bob is viewing this');
    expect(viewersText(['Ada', 'Bob', 'Cy'])).toBe('Ada, Bob and Cy are viewing this');
    expect(viewersText(othersAmong(['somebody'], ''))).toBe('');
  });

  it('tell the rate of late, which is none when nothing came for two minutes', () => {
    const rate = { minute: 10, count: 4, before: 9 };
    expect([10, 11, 12].map((minute) => currentRate({ rate }, minute * 60_000))).toEqual([9, 4, 0]);
  });

  it('draw ten minutes around a short one and a fifth around a long one, in whole minutes', () => {
    expect(timeAround({ firstTime: 3_600_000, lastTime: 3_600_001 })).toEqual({ from: 3_000_000, to: 4_260_000 });
    expect(timeAround({ firstTime: 36_000_000, lastTime: 72_000_000 })).toEqual({ from: 28_800_000, to: 79_200_000 });
  });
});
