import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { describe, expect, it } from 'vitest';
import { countNewer, joinPages } from '../../../client/src/components/event/held-events.js';
import { rowAfterKey } from '../../../client/src/components/list/use-virtual-rows.js';

function event(seq: number): TunnelwatchEvent {
  return {
    seq,
    time: seq,
    receivedTime: seq,
    gateway: 'gw-a',
    member: null,
    matchkey: '7f',
    iface: null,
    subject: { kind: 'tunnel', gateway: 'gw-a', matchkey: '7f' },
    messageId: 278,
    message: 'Anti-replay check failed.',
    severity: 'notice',
    class: 'replay',
    isKnown: true,
    action: 'drop',
    parameters: {},
    numbers: {},
    raw: '',
    source: 'gw.log',
  };
}

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
