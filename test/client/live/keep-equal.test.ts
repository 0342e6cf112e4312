import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEqual } from '../../../client/src/live/keep-equal.js';

describe('keeping equal parts', () => {
  it('always gives a value that equals the new one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        expect(keepEqual(before, after)).toEqual(after);
      }),
    );
  });

  it('gives back the old reference for an equal value', () => {
    fc.assert(
      fc.property(fc.object({ withDate: false, withMap: false, withSet: false, withTypedArray: false }), (value) => {
        const old = JSON.parse(JSON.stringify(value)) as unknown;
        const copy = structuredClone(old);
        expect(keepEqual(old, copy)).toBe(old);
      }),
    );
  });

  it('keeps items that only moved, so that a new row at the top draws one row and not all', () => {
    const old = [
      { id: 2, at: { x: 1 } },
      { id: 1, at: { x: 1 } },
    ];
    const next = keepEqual(old, [{ id: 3, at: { x: 1 } }, ...old]);
    expect(next.map((item) => item.id)).toEqual([3, 2, 1]);
    expect(next[1]).toBe(old[0]);
    expect(next[2]).toBe(old[1]);
  });

  it('keeps what did not change within what did', () => {
    const old = { list: [{ id: 1 }, { id: 2 }], name: 'a' };
    const next = keepEqual(old, { list: [{ id: 1 }, { id: 3 }], name: 'a' });
    expect(next).not.toBe(old);
    expect(next.list[0]).toBe(old.list[0]);
    expect(next.list[1]).toEqual({ id: 3 });
  });
});
