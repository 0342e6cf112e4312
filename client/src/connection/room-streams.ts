import {
  type Delta,
  deltaSchema,
  roomOf,
  type Snapshot,
  snapshotSchema,
  type Subscribe,
  type View,
} from '@tunnelwatch/shared/protocol';
import { problemDetails } from '@tunnelwatch/shared/error-code';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { ConnectionSink } from './connection.js';

/**
 * Rooms that are requested again after a gap wait this long between two attempts, doubled each time that no delta
 * arrived in between, so that a faulty stream causes no storm.
 */
const RESYNC_PAUSE_MS = 2000;
const MAX_RESYNC_PAUSE_MS = MINUTE_MS;

/** Another snapshot of the same room would be just as unreadable: asking again would go on for ever. */
const UNREADABLE = problemDetails(
  'internal',
  'Reload the page. If that does not help, report it with the versions of Tunnelwatch and of your browser.',
  { title: 'This page cannot read the server’s data', status: 0 },
);

interface Stream {
  readonly view: View;
  cursor: RoomCursor | null;
  lastResync: number;
  /** Consecutive attempts without a delta that could be applied. */
  tries: number;
}

type StreamSink = Pick<ConnectionSink, 'onSnapshot' | 'onDelta' | 'onGap' | 'onRefused'>;

/** Tracks the position in each joined room, and turns messages into calls of the sink. */
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

  /** Adds a room; returns the request for the server. */
  add(view: View): Subscribe {
    const room = roomOf(view);
    const stream = this.#streams.get(room) ?? { view, cursor: null, lastResync: Number.NEGATIVE_INFINITY, tries: 0 };
    this.#streams.set(room, stream);
    return requestOf(stream);
  }

  remove(view: View): void {
    this.#streams.delete(roomOf(view));
  }

  /** The requests after a reconnect: each room from the last known number. */
  requests(): Subscribe[] {
    return [...this.#streams.values()].map(requestOf);
  }

  takeSnapshot(message: unknown): void {
    const parsed = snapshotSchema.safeParse(message);
    if (!parsed.success) return this.#refuseUnreadable(message);
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
    stream.tries = 0;
    this.#sink.onDelta(parsed.data.room, parsed.data.changes);
  }

  /** A message that does not parse is lost, so its room has a gap. */
  #resyncUnreadable(message: unknown): void {
    const room = roomNameIn(message);
    const stream = this.#streams.get(room);
    if (stream !== undefined) this.#resync(room, stream);
  }

  #refuseUnreadable(message: unknown): void {
    const room = roomNameIn(message);
    if (this.#streams.has(room)) this.#sink.onRefused(room, UNREADABLE);
  }

  #resync(room: string, stream: Stream): void {
    stream.cursor = null;
    this.#sink.onGap(room);
    const pause = Math.min(MAX_RESYNC_PAUSE_MS, RESYNC_PAUSE_MS * 2 ** Math.max(0, stream.tries - 1));
    const wait = Math.max(0, stream.lastResync + pause - this.#clock());
    stream.tries += 1;
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

/** The last number that a client has of a room. */
interface RoomCursor {
  readonly epoch: string;
  readonly seq: number;
}

/** What to do with a delta: apply it, pass over what is already there, wait for a snapshot, or say that some are missing. */
type DeltaVerdict =
  { readonly verdict: 'apply'; readonly cursor: RoomCursor } | { readonly verdict: 'duplicate' | 'waiting' | 'gap' };

/** Judges a delta against what the client has; null stands for a room whose snapshot is still to come. */
export function judgeDelta(cursor: RoomCursor | null, delta: Delta): DeltaVerdict {
  if (cursor === null) return { verdict: 'waiting' };
  if (delta.epoch !== cursor.epoch) return { verdict: 'gap' };
  if (delta.seq <= cursor.seq) return { verdict: 'duplicate' };
  if (delta.prev !== cursor.seq) return { verdict: 'gap' };
  return { verdict: 'apply', cursor: { epoch: delta.epoch, seq: delta.seq } };
}

/** The place in the stream after a snapshot. Its numbers may be lower than before: a restored server starts again. */
function cursorOf(snapshot: Snapshot): RoomCursor {
  return { epoch: snapshot.epoch, seq: snapshot.seq };
}
