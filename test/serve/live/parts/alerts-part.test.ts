import { InventoryList } from '@tunnelwatch/server/core/inventory/inventory-list';
import { AlertsPart } from '@tunnelwatch/server/serve/live/parts/alerts-part';
import { type Alert } from '@tunnelwatch/shared/alert';
import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../../../support/samples.js';

/** The oldest and least pressing one, which a bounded list would leave out. */
const FIRST: Alert = sampleAlert({ id: 1, lastAt: 1, priority: 'low', severity: 'notice' });
const OTHERS = Array.from({ length: ROOM_LIMITS.alerts }, (_, at) =>
  sampleAlert({ id: at + 2, lastAt: at + 2, priority: 'medium', severity: 'error' }),
);

describe('the alerts of a room', () => {
  it('[ALM-21] have what a flood began with among them, however many there are', async () => {
    let firstOut: number | null = null;
    const part = new AlertsPart(
      () => [FIRST, ...OTHERS],
      () => firstOut,
      new InventoryList(),
    );
    await part.start();
    expect(part.take(0, true)).toEqual([]);
    firstOut = FIRST.id;
    expect(part.take(0, true)).toMatchObject([
      { kind: 'alerts', alerts: [{ id: 1 }], removed: [2], notShown: { medium: 1, low: 0 } },
    ]);
    expect(part.take(0, true)).toEqual([]);
    expect(part.snapshot()).toMatchObject([{ alerts: { 0: { id: 1 } }, notShown: { medium: 1 } }]);
  });

  it('[ALM-52] are all Criticals that wait, however many others came after them, and the rest by priority', async () => {
    const critical = (id: number) => sampleAlert({ id, lastAt: 1, priority: 'urgent', severity: 'critical' });
    const many = Array.from({ length: ROOM_LIMITS.criticals + 5 }, (_, at) => critical(1000 + at));
    const part = new AlertsPart(
      () => [FIRST, ...OTHERS, ...many],
      () => null,
      new InventoryList(),
    );
    await part.start();
    const [change] = part.snapshot();
    if (change?.kind !== 'alerts') throw new Error('no alerts');
    expect(change.alerts.filter(({ priority }) => priority === 'urgent')).toHaveLength(ROOM_LIMITS.criticals);
    expect(change.notShown).toEqual({ urgent: 5, high: 0, medium: OTHERS.length, low: 1 });
  });

  it('[ALM-21] give its place back when the flood is over, at once and without anything else that is new', async () => {
    let firstOut: number | null = FIRST.id;
    const part = new AlertsPart(
      () => [FIRST, ...OTHERS],
      () => firstOut,
      new InventoryList(),
    );
    await part.start();
    expect(part.take(0, true)).toEqual([]);
    firstOut = null;
    expect(part.take(0, false)).toMatchObject([
      { kind: 'alerts', alerts: [{ id: 2 }], removed: [1], notShown: { medium: 0, low: 1 } },
    ]);
    expect(part.take(0, true)).toEqual([]);
  });

  it('[ALM-21] change places when another flood began with another alert', async () => {
    const other: Alert = { ...FIRST, id: 999_999 };
    let firstOut: number | null = FIRST.id;
    const part = new AlertsPart(
      () => [FIRST, other, ...OTHERS],
      () => firstOut,
      new InventoryList(),
    );
    await part.start();
    firstOut = other.id;
    expect(part.take(0, false)).toMatchObject([
      { alerts: [{ id: other.id }], removed: [FIRST.id], notShown: { medium: 1, low: 1 } },
    ]);
  });

  it('[ALM-21] do without an alert that is not at hand any more, and ask for it no second time', async () => {
    let asked = 0;
    let firstOut: number | null = null;
    const part = new AlertsPart(
      () => {
        asked += 1;
        return OTHERS;
      },
      () => firstOut,
      new InventoryList(),
    );
    await part.start();
    firstOut = 999_999;
    expect(part.take(0, true)).toEqual([]);
    const once = asked;
    expect(part.take(0, true)).toEqual([]);
    expect(asked).toBe(once);
  });
});
