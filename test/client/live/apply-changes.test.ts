import { ROOM_LIMITS, type Change } from '@tunnelwatch/shared/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../../client/src/live/apply-changes.js';
import { emptyRoom, type RoomState } from '../../../client/src/live/room-state.js';
import { arbitraryChange } from './arbitrary-change.js';
import { sampleAlert } from '../../support/samples.js';

function alertsChange(part: Partial<Extract<Change, { kind: 'alerts' }>>): Change {
  return { kind: 'alerts', alerts: [], removed: [], notShown: { urgent: 0, high: 0, medium: 0, low: 0 }, ...part };
}

describe('applying changes to a room', () => {
  it('gives the same state however the stream is cut into batches', () => {
    fc.assert(
      fc.property(fc.array(fc.array(arbitraryChange, { maxLength: 5 }), { maxLength: 8 }), (batches) => {
        const atOnce = applyChanges(emptyRoom('wall'), batches.flat());
        const inBatches = batches.reduce<RoomState<'wall'>>(applyChanges, emptyRoom('wall'));
        expect(inBatches).toEqual(atOnce);
      }),
    );
  });

  it('keeps the reference of every part that a change does not touch', () => {
    fc.assert(
      fc.property(fc.array(arbitraryChange, { maxLength: 10 }), arbitraryChange, (before, change) => {
        const old = applyChanges(emptyRoom('wall'), before);
        const next = applyChanges(old, [change]);
        if (change.kind !== 'alerts') expect(next.alerts).toBe(old.alerts);
        if (change.kind !== 'buckets') expect(next.buckets).toBe(old.buckets);
        if (change.kind !== 'heat' && change.kind !== 'heatPatch') expect(next.heat).toBe(old.heat);
      }),
    );
  });

  it('ignores a change of a part that the view does not have', () => {
    const state = emptyRoom('sources');
    expect(applyChanges(state, [alertsChange({ alerts: [sampleAlert()] })])).toBe(state);
    expect(Object.keys(state)).toEqual(['sources', 'gateways', 'namesakes']);
  });

  it('gives back the very same state for a change that says nothing new', () => {
    const change = alertsChange({ alerts: [sampleAlert({ id: 4 })] });
    const state = applyChanges(emptyRoom('wall'), [change]);
    expect(applyChanges(state, [structuredClone(change)])).toBe(state);
  });

  it('keeps the reference of an alert while another one changes', () => {
    const old = applyChanges(emptyRoom('wall'), [
      alertsChange({ alerts: [sampleAlert({ id: 1 }), sampleAlert({ id: 2 })] }),
    ]);
    const next = applyChanges(old, [alertsChange({ alerts: [sampleAlert({ id: 2, count: 9 })] })]);
    const byId = (state: RoomState<'wall'>, id: number) => state.alerts?.alerts.find((alert) => alert.id === id);
    expect(byId(next, 1)).toBe(byId(old, 1));
    expect(byId(next, 2)?.count).toBe(9);
  });

  it('forgets buckets before the window, and all of them when the step changes', () => {
    const one = {
      kind: 'buckets',
      from: 0,
      to: 3000,
      stepMs: 1000,
      buckets: [
        { t: 0, n: [1] },
        { t: 2000, n: [2] },
      ],
    };
    const state = applyChanges(emptyRoom('wall'), [one as Change]);
    const moved = applyChanges(state, [{ kind: 'buckets', from: 1000, to: 4000, stepMs: 1000, buckets: [] }]);
    expect(moved.buckets?.buckets).toEqual([{ t: 2000, n: [2] }]);
    const wider = applyChanges(state, [{ kind: 'buckets', from: 0, to: 4000, stepMs: 2000, buckets: [] }]);
    expect(wider.buckets?.buckets).toEqual([]);
  });

  it('keeps the alert list within its bound and in order, the unacknowledged first', () => {
    const alerts = Array.from({ length: ROOM_LIMITS.alerts + 40 }, (_, index) =>
      sampleAlert({ id: index + 1, state: index % 2 === 0 ? 'acknowledged' : 'unacknowledged' }),
    );
    const state = applyChanges(emptyRoom('wall'), [alertsChange({ alerts })]);
    expect(state.alerts?.alerts).toHaveLength(ROOM_LIMITS.alerts);
    expect(state.alerts?.alerts[0]?.state).toBe('unacknowledged');
  });

  it('removes an alert that leaves the list', () => {
    const state = applyChanges(emptyRoom('wall'), [
      alertsChange({ alerts: [sampleAlert({ id: 1 })] }),
      alertsChange({ removed: [1] }),
    ]);
    expect(state.alerts?.alerts).toEqual([]);
  });
});
