import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { describe, expect, it } from 'vitest';
import { filterOf, presetTime, queryOf } from '../../../../client/src/views/admin/audit/audit-filter.js';
import {
  actionChoices,
  changesOf,
  changeText,
  mainChanges,
} from '../../../../client/src/views/admin/audit/audit-labels.js';

function entry(part: Partial<ApiAuditEntry>): ApiAuditEntry {
  const actor = { kind: 'person', name: 'ann', address: null } as const;
  return { id: 1, at: 0, actor, action: 'x', target: 'y', comment: '', before: null, after: null, hash: '', ...part };
}

describe('[PEO-34] the filter of the audit trail', () => {
  it('asks for what people did, and takes from the URL only what is valid', () => {
    expect(queryOf(filterOf(new URLSearchParams('action=a;b&outcome=maybe&from=never&q=gw')))).toEqual({
      actor: undefined,
      action: undefined,
      by: 'people',
      outcome: undefined,
      q: 'gw',
      from: undefined,
      to: undefined,
    });
  });

  it('offers one choice for an action on one alert and on many', () => {
    expect(actionChoices(['acknowledgeAll', 'acknowledge', 'somethingNew'])).toEqual([
      { label: 'Acknowledged', value: 'acknowledge,acknowledgeAll' },
      { label: 'somethingNew', value: 'somethingNew' },
    ]);
  });

  it('means by yesterday the whole day before', () => {
    const { from, to } = presetTime('Yesterday', Date.UTC(2026, 1, 10, 12));
    expect((to ?? 0) - (from ?? 0)).toBe(86_400_000);
  });
});

describe('what an entry changed', () => {
  it('is told field by field, without bookkeeping', () => {
    const role = entry({ before: { role: 'viewer', version: 1 }, after: { role: 'operator', version: 2 } });
    expect(changesOf(role).map((change) => `${change.name} ${changeText(change)}`)).toEqual(['role viewer → operator']);
    const routes = entry({
      action: 'routesChanged',
      before: { 'route 1': { channels: ['noc'] } },
      after: { 'route 1': { channels: ['noc', 'chat'], days: ['mon-fri'] } },
    });
    expect(changesOf(routes).map(changeText)).toEqual(['channels: noc → channels: noc, chat, days: mon-fri']);
  });

  it('is of an alert in one line only what was decided', () => {
    const before = { state: 'unacknowledged', assignee: null, count: 3 };
    const alert = entry({
      target: 'alert 3',
      action: 'assign',
      before,
      after: { ...before, assignee: 'bo', count: 4 },
    });
    expect(mainChanges(alert).map(changeText)).toEqual(['– → bo']);
    expect(changesOf(alert)).toHaveLength(2);
  });
});
