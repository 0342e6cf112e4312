import { TUNNEL_SORTS } from '@tunnelwatch/shared/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortName } from '../../../../client/src/format/format-name.js';
import { firstOrder, nextSort } from '../../../../client/src/views/tunnels/tunnel-sort.js';

describe('nextSort', () => {
  it('begins a column in its first order and turns it round when pressed again', () => {
    for (const sort of TUNNEL_SORTS) {
      const other = sort === 'total' ? 'recent' : 'total';
      const first = nextSort({ sort: other, order: 'asc' }, sort);
      expect(first).toEqual({ sort, order: firstOrder(sort) });
      const turned = nextSort(first, sort);
      expect(turned.order).not.toBe(first.order);
      expect(nextSort(turned, sort)).toEqual(first);
    }
  });

  it('begins names with A and numbers with the greatest', () => {
    expect(firstOrder('matchkey')).toBe('asc');
    expect(firstOrder('replay')).toBe('desc');
  });
});

describe('shortName', () => {
  it('leaves a short name alone and keeps both ends of a long one', () => {
    expect(shortName('7f3a', 9)).toBe('7f3a');
    expect(shortName('abcdefghijkl', 9)).toBe('abcd…ijkl');
  });

  it('never gives more letters than asked for', () => {
    const name = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(name, fc.integer({ min: 3, max: 40 }), (text, most) => {
        expect([...shortName(text, most)].length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
