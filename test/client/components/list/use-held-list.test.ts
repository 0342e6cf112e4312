import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldRows, newRows } from '../../../../client/src/components/list/use-held-list.js';

interface Row {
  readonly id: number;
  readonly count: number;
}

const row = (id: number, count = 1): Row => ({ id, count });
const keyOf = ({ id }: Row): number => id;
const latestAmong = (known: readonly Row[]) => (old: Row) => known.find(({ id }) => id === old.id);

describe('a list that is held still', () => {
  it('keeps its places, shows rows as they are now and those that have left as they were, and counts the new ones', () => {
    const shown = [row(1), row(2), row(3)];
    const live = [row(9), row(2, 5), row(1)];
    expect(heldRows(shown, live, { keyOf })).toEqual([row(1), row(2, 5), row(3)]);
    expect(newRows(shown, live, keyOf)).toBe(1);
  });

  it('keeps a row that the filter would no longer show, and drops what is gone for good', () => {
    const shown = [row(1), row(2), row(3)];
    const latestOf = latestAmong([row(1), row(2, 7)]);
    expect(heldRows(shown, [row(1)], { keyOf, latestOf })).toEqual([row(1), row(2, 7)]);
  });

  it('is the live list where none of it is left', () => {
    expect(heldRows([], [row(2), row(1)], { keyOf })).toEqual([row(2), row(1)]);
    expect(heldRows([row(3)], [row(2)], { keyOf, latestOf: () => undefined })).toEqual([row(2)]);
  });

  it('shows or counts every row, and none twice', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
    fc.assert(
      fc.property(ids, ids, (now, order) => {
        const live = now.map((id) => row(id, 2));
        const shown = heldRows(
          order.map((id) => row(id)),
          live,
          { keyOf, latestOf: latestAmong(live) },
        );
        expect(shown.length + newRows(shown, live, keyOf)).toBe(live.length);
        expect(new Set(shown.map(keyOf)).size).toBe(shown.length);
        const kept = order.filter((id) => now.includes(id));
        expect(shown.map(keyOf)).toEqual(kept.length === 0 ? now : kept);
      }),
    );
  });
});
