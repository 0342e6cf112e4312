import { joinLives } from '@tunnelwatch/server/core/aggregate/joined-lives';
import { inventoryNow } from '@tunnelwatch/server/core/inventory/inventory-now';
import { expect, it } from 'vitest';
import { GATEWAY } from '../../support/event-batches.js';

const nowOf = (gateway: string) => (gateway === 'old' ? 'gw1' : gateway);

it('signs of life of gateways that are one now are the newest of each, whichever was stored first', () => {
  const old = { ...GATEWAY, gateway: 'old', lastArrival: 5, lastLive: 5, sourceId: 7, members: ['Slave'], skewMs: 3 };
  const own = {
    ...GATEWAY,
    gateway: 'gw1',
    lastArrival: 9,
    lastLive: null,
    sourceId: null,
    members: ['Master'],
    skewMs: 4,
  };
  for (const stored of [
    [old, own],
    [own, old],
  ]) {
    const [joined, ...others] = joinLives(stored, nowOf);
    expect(others).toEqual([]);
    expect(joined).toMatchObject({ gateway: 'gw1', lastArrival: 9, lastLive: 5, sourceId: 7, skewMs: 4 });
    expect(joined?.members.toSorted()).toEqual(['Master', 'Slave']);
  }
});

it('names of the inventory move along with a gateway, unless it has its own', () => {
  const entry = {
    id: 1,
    gateway: 'old',
    kind: 'matchkey' as const,
    pattern: 'a',
    name: 'Riga',
    site: '',
    peer: '',
    note: '',
    priority: null,
    version: 1,
    updatedAt: 0,
    updatedBy: 'admin',
  };
  const entries = [
    entry,
    { ...entry, id: 2, pattern: 'b' },
    { ...entry, id: 3, gateway: 'gw1', pattern: 'b' },
    { ...entry, id: 4, gateway: 'o*', pattern: 'c' },
  ];
  const { entries: now } = inventoryNow({ entries, lastId: 4 }, nowOf);
  expect(now.map(({ id, gateway }) => [id, gateway])).toEqual([
    [1, 'gw1'],
    [2, 'old'],
    [3, 'gw1'],
    [4, 'o*'],
  ]);
});
