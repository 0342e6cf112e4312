import { WaitingRoom } from '@tunnelwatch/server/ingest/source/syslog/waiting-room';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const peers = fc.array(fc.constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.7'), { maxLength: 40 });

function roomOf(arrivals: readonly string[]) {
  const room = new WaitingRoom<{ peer: string; acceptedAt: number }>();
  for (const [acceptedAt, peer] of arrivals.entries()) room.add({ peer, acceptedAt });
  return room;
}

describe('[DEL-18] connections that wait for a place', () => {
  it('get one in the order of their arrival for each sender, and all of them do', () => {
    fc.assert(
      fc.property(peers, (arrivals) => {
        const room = roomOf(arrivals);
        const held = new Map<string, number>();
        const order = new Map<string, number[]>();
        for (let at = 0; at < arrivals.length; at++) {
          const next = room.takeNext((peer) => held.get(peer) ?? 0, Number.POSITIVE_INFINITY);
          if (next === undefined) throw new Error('nobody is taken although some wait');
          held.set(next.peer, (held.get(next.peer) ?? 0) + 1);
          order.set(next.peer, [...(order.get(next.peer) ?? []), next.acceptedAt]);
        }
        expect(room.size).toBe(0);
        for (const times of order.values()) expect(times).toEqual([...times].sort((a, b) => a - b));
        expect([...order.values()].flat().sort((a, b) => a - b)).toEqual(arrivals.map((_, at) => at));
      }),
    );
  });

  it('get one by turns, so that no sender has two more than another who waits', () => {
    const room = roomOf([...Array.from({ length: 100 }, () => '192.0.2.1'), '192.0.2.2', '192.0.2.2']);
    const held = new Map<string, number>();
    const taken = Array.from({ length: 4 }, () => {
      const peer = room.takeNext((each) => held.get(each) ?? 0, 10)?.peer ?? '';
      held.set(peer, (held.get(peer) ?? 0) + 1);
      return peer;
    });
    expect(taken.sort()).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.2']);
  });

  it('get none while their sender has as many as it may', () => {
    const room = roomOf(['192.0.2.1', '192.0.2.2']);
    expect(room.takeNext((peer) => (peer === '192.0.2.1' ? 2 : 1), 2)?.peer).toBe('192.0.2.2');
    expect(room.takeNext((peer) => (peer === '192.0.2.1' ? 2 : 1), 2)).toBeUndefined();
    expect(room.size).toBe(1);
  });

  it('lose one, the newest, of the sender of whom most wait, when there is no room for them', () => {
    const room = roomOf(['192.0.2.1', '192.0.2.2', '192.0.2.2', '192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.2']);
    expect(room.takeFromLargest()).toEqual({ peer: '192.0.2.2', acceptedAt: 6 });
    expect(room.waitedSince(3)).toBe(4);
    expect(room.size).toBe(6);
  });
});
