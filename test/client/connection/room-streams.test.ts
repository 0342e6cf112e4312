import type { Change, Subscribe } from '@tunnelwatch/shared/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RoomStreams } from '../../../client/src/connection/room-streams.js';
import { applyChanges } from '../../../client/src/live/apply-changes.js';
import { emptyRoom } from '../../../client/src/live/room-state.js';
import { arbitraryChange } from '../live/arbitrary-change.js';

const ROOM = 'wall';

/** A server's room and a client that listens to it over a line that may lose deltas. */
function connect() {
  let server = emptyRoom('wall');
  let client = emptyRoom('wall');
  let seq = 1;
  let gaps = 0;
  const sink = {
    onSnapshot: (_room: string, changes: readonly Change[]) => (client = applyChanges(emptyRoom('wall'), changes)),
    onDelta: (_room: string, changes: readonly Change[]) => (client = applyChanges(client, changes)),
    onGap: () => (gaps += 1),
    onRefused: () => undefined,
  };
  const history: Change[] = [];
  const answer = (): void => streams.takeSnapshot({ room: ROOM, epoch: 'e', seq, changes: history });
  const streams = new RoomStreams(sink, answer, () => Date.now());
  streams.add({ view: 'wall' });
  answer();
  return {
    send: (changes: Change[], isLost: boolean) => {
      history.push(...changes);
      server = applyChanges(server, changes);
      const delta = { room: ROOM, epoch: 'e', prev: seq, seq: (seq += 1), changes };
      if (!isLost) streams.takeDelta(delta);
      return delta;
    },
    streams,
    states: () => ({ server, client, gaps }),
  };
}

describe('the streams of rooms', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('[LIVE-4] is right again after any losses, and has counted a gap for each that it could see', () => {
    const steps = fc.array(fc.tuple(fc.array(arbitraryChange, { maxLength: 3 }), fc.boolean()), { maxLength: 15 });
    fc.assert(
      fc.property(steps, (losses) => {
        const line = connect();
        for (const [changes, isLost] of losses) line.send(changes, isLost);
        line.send([], false);
        vi.advanceTimersByTime(5000);
        const { server, client, gaps } = line.states();
        expect(client).toEqual(server);
        expect(gaps > 0).toBe(losses.some(([, isLost]) => isLost));
      }),
    );
  });

  it('passes over a delta that comes twice', () => {
    const line = connect();
    const delta = line.send([], false);
    line.streams.takeDelta(delta);
    expect(line.states().gaps).toBe(0);
  });

  it('asks for each room from the last number that it has', () => {
    const asked: Subscribe[] = [];
    const sink = { onSnapshot: vi.fn(), onDelta: vi.fn(), onGap: vi.fn(), onRefused: vi.fn() };
    const streams = new RoomStreams(sink, (request) => asked.push(request), Date.now);
    expect(streams.add({ view: 'wall' })).toEqual({ view: { view: 'wall' } });
    streams.add({ view: 'alerts' });
    streams.takeSnapshot({ room: ROOM, epoch: 'e', seq: 7, changes: [] });
    expect(streams.requests()).toEqual([
      { view: { view: 'wall' }, since: { epoch: 'e', seq: 7 } },
      { view: { view: 'alerts' } },
    ]);
    expect(asked).toEqual([]);
  });

  it('takes a message that it cannot read for a gap, and does not ask in a storm', () => {
    const asked: Subscribe[] = [];
    const sink = { onSnapshot: vi.fn(), onDelta: vi.fn(), onGap: vi.fn(), onRefused: vi.fn() };
    const streams = new RoomStreams(sink, (request) => asked.push(request), Date.now);
    streams.add({ view: 'wall' });
    for (let count = 0; count < 5; count += 1) streams.takeDelta({ room: ROOM, epoch: 'e', prev: 'x' });
    expect(sink.onGap).toHaveBeenCalledTimes(5);
    expect(asked).toHaveLength(1);
  });

  it('[LIVE-10] asks less and less often while no delta can be read, and at the usual pace once one was', () => {
    const asked: number[] = [];
    const start = Date.now();
    const sink = { onSnapshot: vi.fn(), onDelta: vi.fn(), onGap: vi.fn(), onRefused: vi.fn() };
    let seq = 1;
    const answer = (): void => {
      asked.push(Date.now() - start);
      streams.takeSnapshot({ room: ROOM, epoch: 'e', seq, changes: [] });
    };
    const streams = new RoomStreams(sink, answer, () => Date.now());
    streams.add({ view: 'wall' });
    const readDelta = (): void =>
      streams.takeDelta({ room: ROOM, epoch: 'e', prev: seq, seq: (seq += 1), changes: [] });
    const unreadableDelta = (): void =>
      streams.takeDelta({ room: ROOM, epoch: 'e', prev: seq, seq: seq + 1, changes: [{ kind: 'of the future' }] });
    for (let second = 0; second < 600; second += 1) {
      unreadableDelta();
      vi.advanceTimersByTime(1000);
    }
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(pauses.slice(0, 5)).toEqual([2000, 4000, 8000, 16_000, 32_000]);
    expect(new Set(pauses.slice(5))).toEqual(new Set([60_000]));
    vi.advanceTimersByTime(60_000);
    readDelta();
    asked.length = 0;
    unreadableDelta();
    vi.advanceTimersByTime(60_000);
    expect(asked).toHaveLength(1);
  });

  it('[LIVE-10] refuses a snapshot that it cannot read, and asks for no other', () => {
    const asked: Subscribe[] = [];
    const sink = { onSnapshot: vi.fn(), onDelta: vi.fn(), onGap: vi.fn(), onRefused: vi.fn() };
    const streams = new RoomStreams(sink, (request) => asked.push(request), Date.now);
    streams.add({ view: 'wall' });
    streams.takeSnapshot({ room: ROOM, epoch: 'e', seq: 1, changes: [{ kind: 'of the future' }] });
    vi.advanceTimersByTime(600_000);
    expect(asked).toEqual([]);
    expect(sink.onRefused).toHaveBeenCalledExactlyOnceWith(ROOM, expect.objectContaining({ code: 'internal' }));
  });

  it('takes the lower numbers of a restored server from its snapshot', () => {
    const line = connect();
    line.streams.takeSnapshot({ room: ROOM, epoch: 'new', seq: 0, changes: [] });
    line.streams.takeDelta({ room: ROOM, epoch: 'new', prev: 0, seq: 1, changes: [] });
    expect(line.states().gaps).toBe(0);
  });
});
