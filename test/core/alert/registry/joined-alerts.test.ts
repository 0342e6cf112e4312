import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import { type AlertMember } from '@tunnelwatch/server/core/alert/registry/folding';
import { joinAlerts } from '@tunnelwatch/server/core/alert/registry/joined-alerts';
import type { Condition } from '@tunnelwatch/server/core/alert/monitoring/condition';
import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { expect, it } from 'vitest';
import { command, person } from '../../../support/alert-books.js';
import { classified } from '../../../support/classified.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const tunnel = (gateway: string, matchkey: string): AlertSubject => ({ kind: 'tunnel', gateway, matchkey });

function condition(subject: AlertSubject, since = NOW): Condition {
  return {
    rule: 'rate-replay',
    subject,
    message: 'replays',
    severity: 'warning',
    priority: 'medium',
    class: 'replay',
    since,
  };
}

/** What a registry would have stored of its alerts and members. */
function stored(registry: AlertRegistry): { alerts: Alert[]; members: AlertMember[]; lastId: number } {
  const alerts = new Map<number, Alert>();
  for (const alert of registry.takeChanged()) alerts.set(alert.id, alert);
  return { alerts: [...alerts.values()], members: registry.takeMembers(), lastId: Math.max(...alerts.keys()) };
}

function reopened({ alerts, members, lastId }: ReturnType<typeof stored>): AlertRegistry {
  const joined = joinAlerts(alerts, members, (gateway) => (gateway === 'old' ? 'gw1' : gateway));
  const { twins, ...rest } = joined;
  return new AlertRegistry({ ...rest, lastId, twins: { alerts: twins, at: NOW + 60_000 } });
}

const open = (registry: AlertRegistry) => registry.all().filter((alert) => !isOver(alert));

it('[ALM-26] groups of joined gateways become one with the members of both', () => {
  const before = new AlertRegistry({ alerts: [], lastId: 0 });
  for (const gateway of ['old', 'gw1']) {
    for (const matchkey of 'abcde') before.raise(condition(tunnel(gateway, matchkey)), NOW);
  }
  before.raise(condition(tunnel('old', 'only')), NOW);
  expect(open(before).map(({ subject, members }) => [subject, members])).toEqual([
    [{ kind: 'gateway', gateway: 'old' }, 6],
    [{ kind: 'gateway', gateway: 'gw1' }, 5],
  ]);
  const after = reopened(stored(before));
  const [group, ...others] = open(after);
  expect(others).toEqual([]);
  expect(group).toMatchObject({ subject: { kind: 'gateway', gateway: 'gw1' }, members: 6, count: 11, isActive: true });
  const folded = after.takeChanged().filter(({ foldedInto }) => foldedInto === group?.id);
  expect(folded).toHaveLength(1);
  expect(after.takeChanges().map(({ cause, after: { id } }) => [cause, id])).toEqual([['folded', folded[0]?.id]]);
  // All are members: nothing opens again, and the group lasts as long as one of them.
  for (const matchkey of ['a', 'only']) after.raise(condition(tunnel('gw1', matchkey)), NOW + 61_000);
  expect(open(after)).toHaveLength(1);
  for (const matchkey of [...'abcde', 'only']) {
    expect(open(after)[0]?.isActive).toBe(true);
    after.clear('rate-replay', tunnel('gw1', matchkey), NOW + 62_000);
  }
  expect(open(after)[0]?.isActive).toBe(false);
});

it('[ALM-26] an open alert is not hidden by a later one on the other name that is over', () => {
  const before = new AlertRegistry({ alerts: [], lastId: 0 });
  before.raise(condition(tunnel('old', 'a')), NOW);
  before.raise(condition(tunnel('gw1', 'a')), NOW + 1);
  const state = stored(before);
  const over = state.alerts.map((alert) =>
    alert.id === 2 ? { ...alert, state: 'normal' as const, isActive: false } : alert,
  );
  const after = reopened({ ...state, alerts: over });
  expect(open(after).map(({ id, subject }) => [id, subject])).toEqual([[1, tunnel('gw1', 'a')]]);
  after.raise(condition(tunnel('gw1', 'a')), NOW + 61_000);
  expect(open(after)).toHaveLength(1);
});

it('[ALM-26] [ALM-50] a Critical that nobody has seen is not hidden by the acknowledgement of the other name', () => {
  const before = new AlertRegistry({ alerts: [], lastId: 0 });
  for (const gateway of ['gw1', 'old']) before.apply(classified(NOW, 'IPSEC: prio=5 id=1682 iface=a', gateway), NOW);
  const acknowledge = command({ id: 1, version: 1, action: 'acknowledge' });
  expect(before.act(acknowledge, person('Anna'), NOW)).toMatchObject({ ok: true });
  const after = reopened(stored(before));
  expect(open(after)).toMatchObject([{ id: 1, state: 'unacknowledged', count: 2, unseen: 1 }]);
});
