import { describe, expect, it } from 'vitest';
import { countNewer, joinPages } from '../../../../client/src/components/event/held-events.js';
import { sampleEvent } from '../../../support/samples.js';

const event = (seq: number) => sampleEvent({ seq });

describe('countNewer', () => {
  it('counts what came after the newest shown event, in whatever order', () => {
    expect(countNewer([event(3), event(5)], [event(7), event(6), event(5), event(4)])).toBe(2);
    expect(countNewer([], [event(1)])).toBe(1);
    expect(countNewer([event(9)], [event(9)])).toBe(0);
  });
});

describe('joinPages', () => {
  it('shows an event once, at its first place', () => {
    const joined = joinPages([[event(5), event(4)], [event(4), event(3)], []]);
    expect(joined.map((each) => each.seq)).toEqual([5, 4, 3]);
  });
});
