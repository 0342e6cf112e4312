import { ClassTotals, COUNTED_GATEWAYS, OTHER_GATEWAYS } from '@tunnelwatch/server/core/aggregate/class-totals';
import { OpenedAlerts } from '@tunnelwatch/server/serve/live/opened-alerts';
import { countedIndex } from '@tunnelwatch/shared/failure-class';
import { expect, it } from 'vitest';

const REPLAY = countedIndex('replay');

it('[LIVE-90] keeps places for known gateways, however many names are made up, and counts everything', () => {
  const totals = new ClassTotals();
  const isNew = (gateway: string) => gateway.startsWith('made-up');
  for (let number = 0; number < 5000; number++) totals.add(`made-up-${String(number)}`, REPLAY, 1, isNew);
  for (let number = 0; number < 30; number++) totals.add(`known-${String(number)}`, REPLAY, 2, isNew);
  totals.add('known-0', countedIndex('other'), 1, isNew);
  const listed = [...totals.list()];
  const byName = new Map(listed.map(({ gateway, count }) => [gateway, count]));
  expect(listed).toHaveLength(COUNTED_GATEWAYS.newcomers + 30 + 1);
  expect(byName.get('known-29')).toBe(2);
  expect(byName.get(OTHER_GATEWAYS)).toBe(5000 - COUNTED_GATEWAYS.newcomers);
});

it('[LIVE-90] counts each alert once, by its rule and first priority, and not those of an earlier run', () => {
  const opened = new OpenedAlerts();
  const alert = (id: number, priority: 'urgent' | 'low', isPast = false) => ({
    id,
    rule: 'rate-replay',
    priority,
    isPast,
  });
  opened.know([{ id: 4 }]);
  opened.note([alert(4, 'low'), alert(6, 'low'), alert(5, 'urgent')]);
  opened.note([alert(6, 'urgent'), alert(7, 'low', true)]);
  expect([...opened.list()]).toEqual([
    { rule: 'rate-replay', priority: 'low', count: 1 },
    { rule: 'rate-replay', priority: 'urgent', count: 1 },
  ]);
});
