import type { Change, Subscribe } from '@tunnelwatch/shared/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RoomStreams } from '../../../client/src/connection/room-streams.js';
import { applyChanges } from '../../../client/src/live/apply-changes.js';
import { EMPTY_ROOM, type RoomState } from '../../../client/src/live/room-state.js';
import { arbitraryChange } from '../support/arbitrary-change.js';

const ROOM = 'wall';

/** A server's room and a client that listens to it over a line that may lose deltas. */
function connect() {
  let server: RoomState = EMPTY_ROOM;
  let client: RoomState = EMPTY_ROOM;
  let seq = 1;
  let gaps = 0;
  const sink = {
    onSnapshot: (_room: string, changes: readonly Change[]) => (client = applyChanges(EMPTY_ROOM, changes)),
    onDelta: (_room: string, changes: readonly Change[]) => (client = applyChanges(client, changes)),
    onGap: () => (gaps += 1),
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
    const sink = { onSnapshot: vi.fn(), onDelta: vi.fn(), onGap: vi.fn() };
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
    const sink = { onSnapshot: vi.fn(), onDelta: vi.fn(), onGap: vi.fn() };
    const streams = new RoomStreams(sink, (request) => asked.push(request), Date.now);
    streams.add({ view: 'wall' });
    for (let count = 0; count < 5; count += 1) streams.takeDelta({ room: ROOM, epoch: 'e', prev: 'x' });
    expect(sink.onGap).toHaveBeenCalledTimes(5);
    expect(asked).toHaveLength(1);
  });

  it('takes the lower numbers of a restored server from its snapshot', () => {
    const line = connect();
    line.streams.takeSnapshot({ room: ROOM, epoch: 'new', seq: 0, changes: [] });
    line.streams.takeDelta({ room: ROOM, epoch: 'new', prev: 0, seq: 1, changes: [] });
    expect(line.states().gaps).toBe(0);
  });
});
