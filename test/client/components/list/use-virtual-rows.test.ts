import { describe, expect, it } from 'vitest';
import { rowAfterKey } from '../../../../client/src/components/list/use-virtual-rows.js';

describe('rowAfterKey', () => {
  it('moves by one, by a page, and to both ends, and never out of the list', () => {
    expect(rowAfterKey('ArrowDown', 0, 10, 4)).toBe(1);
    expect(rowAfterKey('ArrowDown', 9, 10, 4)).toBe(9);
    expect(rowAfterKey('ArrowUp', 0, 10, 4)).toBe(0);
    expect(rowAfterKey('PageDown', 2, 10, 4)).toBe(5);
    expect(rowAfterKey('PageUp', 2, 10, 4)).toBe(0);
    expect(rowAfterKey('Home', 7, 10, 4)).toBe(0);
    expect(rowAfterKey('End', 7, 10, 4)).toBe(9);
  });

  it('knows no other key, and nothing in an empty list', () => {
    expect(rowAfterKey('a', 0, 10, 4)).toBeUndefined();
    expect(rowAfterKey('End', 0, 0, 4)).toBeUndefined();
  });
});
