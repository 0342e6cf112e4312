import { AlertsPart } from '@tunnelwatch/server/publish/parts/alerts-part';
import { type Alert } from '@tunnelwatch/shared/alert';
import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../client/support/samples.js';

/** The oldest and least pressing one, which a bounded list would leave out. */
const FIRST: Alert = sampleAlert({ id: 1, lastTime: 1, priority: 'low', severity: 'notice' });
const OTHERS = Array.from({ length: ROOM_LIMITS.alerts }, (_, at) => sampleAlert({ id: at + 2, lastTime: at + 2 }));

describe('the alerts of a room', () => {
  it('[ALM-21] have what a flood began with among them, however many there are', async () => {
    let firstOut: number | null = null;
    const part = new AlertsPart(
      () => [FIRST, ...OTHERS],
      () => firstOut,
    );
    await part.start();
    expect(part.take(0, true)).toEqual([]);
    firstOut = FIRST.id;
    expect(part.take(0, true)).toMatchObject([{ kind: 'alerts', alerts: [{ id: 1 }], removed: [2], notShown: 1 }]);
    expect(part.take(0, true)).toEqual([]);
    expect(part.snapshot()).toMatchObject([{ alerts: { 0: { id: 1 } }, notShown: 1 }]);
  });

  it('[ALM-21] do without an alert that is not at hand any more, and ask for it no second time', async () => {
    const part = new AlertsPart(
      () => OTHERS,
      () => 999_999,
    );
    await part.start();
    expect([part.take(0, true), part.take(0, true)]).toEqual([[], []]);
  });
});
