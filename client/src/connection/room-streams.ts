import { deltaSchema, roomOf, snapshotSchema, type Subscribe, type View } from '@tunnelwatch/shared/protocol';
import type { ConnectionSink } from './connection.js';
import { cursorOf, judgeDelta, type RoomCursor } from './room-cursor.js';

/** Rooms that are asked for again after a gap wait this long between two tries, so that a faulty stream makes no storm. */
const RESYNC_PAUSE_MS = 2000;

interface Stream {
  readonly view: View;
  cursor: RoomCursor | null;
  lastResync: number;
}

type StreamSink = Pick<ConnectionSink, 'onSnapshot' | 'onDelta' | 'onGap'>;

/** Keeps the place in each joined room, and turns messages into calls of the sink. */
export class RoomStreams {
  readonly #streams = new Map<string, Stream>();
  readonly #sink: StreamSink;
  readonly #ask: (request: Subscribe) => void;
  readonly #clock: () => number;

  /** `ask` sends a subscription to the server; `clock` gives epoch milliseconds. */
  constructor(sink: StreamSink, ask: (request: Subscribe) => void, clock: () => number) {
    this.#sink = sink;
    this.#ask = ask;
    this.#clock = clock;
  }

  /** Adds a room; the answer is what to ask the server for. */
  add(view: View): Subscribe {
    const room = roomOf(view);
    const stream = this.#streams.get(room) ?? { view, cursor: null, lastResync: Number.NEGATIVE_INFINITY };
    this.#streams.set(room, stream);
    return requestOf(stream);
  }

  remove(view: View): void {
    this.#streams.delete(roomOf(view));
  }

  /** What to ask for after a reconnect: each room from the last number that is here. */
  requests(): Subscribe[] {
    return [...this.#streams.values()].map(requestOf);
  }

  takeSnapshot(message: unknown): void {
    const parsed = snapshotSchema.safeParse(message);
    if (!parsed.success) return this.#resyncUnreadable(message);
    const stream = this.#streams.get(parsed.data.room);
    if (stream === undefined) return;
    stream.cursor = cursorOf(parsed.data);
    this.#sink.onSnapshot(parsed.data.room, parsed.data.changes);
  }

  takeDelta(message: unknown): void {
    const parsed = deltaSchema.safeParse(message);
    if (!parsed.success) return this.#resyncUnreadable(message);
    const stream = this.#streams.get(parsed.data.room);
    if (stream === undefined) return;
    const verdict = judgeDelta(stream.cursor, parsed.data);
    if (verdict.verdict === 'gap') return this.#resync(parsed.data.room, stream);
    if (verdict.verdict !== 'apply') return;
    stream.cursor = verdict.cursor;
    this.#sink.onDelta(parsed.data.room, parsed.data.changes);
  }

  /** A message that does not parse is lost, so its room has a gap. */
  #resyncUnreadable(message: unknown): void {
    const room = roomNameIn(message);
    const stream = this.#streams.get(room);
    if (stream !== undefined) this.#resync(room, stream);
  }

  #resync(room: string, stream: Stream): void {
    stream.cursor = null;
    this.#sink.onGap(room);
    const wait = Math.max(0, stream.lastResync + RESYNC_PAUSE_MS - this.#clock());
    stream.lastResync = this.#clock() + wait;
    if (wait === 0) return this.#ask({ view: stream.view });
    setTimeout(() => {
      if (this.#streams.get(room) === stream && stream.cursor === null) this.#ask({ view: stream.view });
    }, wait);
  }
}

function requestOf(stream: Stream): Subscribe {
  return stream.cursor === null ? { view: stream.view } : { view: stream.view, since: { ...stream.cursor } };
}

function roomNameIn(message: unknown): string {
  const hasRoom = typeof message === 'object' && message !== null && 'room' in message;
  return hasRoom && typeof message.room === 'string' ? message.room : '';
}
