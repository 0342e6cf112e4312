import { describe, expect, it } from 'vitest';
import { freshnessOf } from '../../../client/src/live/freshness.js';
import { sampleStatus } from '../../support/samples.js';

describe('freshness by the server’s clock', () => {
  it('is none where nothing was ever stored', () => {
    expect(freshnessOf(sampleStatus({ newestTime: null, newestArrival: null }), 1)).toEqual({ state: 'none' });
  });

  it('is live at the limit and stale beyond it', () => {
    const status = sampleStatus({ newestArrival: 1000, staleAfterMs: 500 });
    expect(freshnessOf(status, 1500).state).toBe('live');
    expect(freshnessOf(status, 1501)).toEqual({ state: 'stale', ageMs: 501, newest: 1000 });
  });

  it('counts the arrival of any line, since a calm network sends no failures', () => {
    const status = sampleStatus({ newestTime: 0, newestArrival: 10_000, staleAfterMs: 500 });
    expect(freshnessOf(status, 10_100).state).toBe('live');
  });

  it('falls back to the newest event after a restart without a line', () => {
    const status = sampleStatus({ newestTime: 1000, newestArrival: null, staleAfterMs: 500 });
    expect(freshnessOf(status, 2000).state).toBe('stale');
  });

  it('is past where the server says so, with the age of the newest event', () => {
    const status = sampleStatus({ isPast: true, newestTime: 1000, newestArrival: 9000 });
    expect(freshnessOf(status, 10_000)).toEqual({ state: 'past', ageMs: 9000, newest: 1000 });
  });

  it('never has a negative age, though a clock may run ahead', () => {
    expect(freshnessOf(sampleStatus({ newestArrival: 5000 }), 1000)).toMatchObject({ state: 'live', ageMs: 0 });
  });
});
