import { describe, expect, it } from 'vitest';
import { matchesFilter } from '../../../client/src/views/alerts/alert-filter.js';
import { orderItems } from '../../../client/src/views/alerts/use-frozen-order.js';
import { sampleAlert } from '../support/samples.js';

const NO_FILTER = { state: null, priority: null, gateway: null, failureClass: null, past: null };

describe('a list that is held still', () => {
  it('keeps its places, patches rows, drops those that are gone and counts the new ones', () => {
    const items = [
      { id: 9, count: 1 },
      { id: 2, count: 5 },
      { id: 1, count: 1 },
    ];
    expect(orderItems(items, [1, 2, 3])).toEqual({
      shown: [
        { id: 1, count: 1 },
        { id: 2, count: 5 },
      ],
      held: 1,
    });
  });

  it('has the given order while it is not held', () => {
    const items = [{ id: 2 }, { id: 1 }];
    expect(orderItems(items, null)).toEqual({ shown: items, held: 0 });
  });
});

describe('filters of alerts', () => {
  it('let everything pass where none is set', () => {
    expect(matchesFilter(sampleAlert(), NO_FILTER)).toBe(true);
  });

  it.each([
    { filter: { state: 'acknowledged' as const } },
    { filter: { priority: 'low' as const } },
    { filter: { gateway: 'gw-b' } },
    { filter: { failureClass: 'replay' as const } },
    { filter: { past: 'true' as const } },
  ])('hold back what does not match $filter', ({ filter }) => {
    expect(matchesFilter(sampleAlert(), { ...NO_FILTER, ...filter })).toBe(false);
  });
});
