import { describe, expect, it } from 'vitest';
import { judgeDelta } from '../../../client/src/connection/room-streams.js';

const delta = (prev: number, seq: number, epoch = 'e') => ({ room: 'wall', epoch, prev, seq, changes: [] });
const at = (seq: number) => ({ epoch: 'e', seq });

describe('judging a delta', () => {
  it('waits where no snapshot has come', () => {
    expect(judgeDelta(null, delta(1, 2))).toEqual({ verdict: 'waiting' });
  });

  it('applies the one that follows', () => {
    expect(judgeDelta(at(4), delta(4, 5))).toEqual({ verdict: 'apply', cursor: at(5) });
    expect(judgeDelta(at(4), delta(4, 9))).toEqual({ verdict: 'apply', cursor: at(9) });
  });

  it('passes over what is already there', () => {
    expect(judgeDelta(at(4), delta(3, 4)).verdict).toBe('duplicate');
    expect(judgeDelta(at(4), delta(1, 2)).verdict).toBe('duplicate');
  });

  it('sees a gap in the numbers and in the epoch', () => {
    expect(judgeDelta(at(4), delta(5, 6)).verdict).toBe('gap');
    expect(judgeDelta(at(4), delta(3, 6)).verdict).toBe('gap');
    expect(judgeDelta(at(4), delta(4, 5, 'other')).verdict).toBe('gap');
  });
});
