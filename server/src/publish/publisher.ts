import { randomUUID } from 'node:crypto';
import { type Delta, roomOf, type View } from '@tunnelwatch/shared/protocol';
import type { Step } from '../store/step.js';
import { PublishedStep } from './published-step.js';
import { Room } from './room.js';
import { type ContentSources, partsOf } from './room-content.js';

const TICK_MS = 1000;
/** When calm a change goes out at once; under load, ten times a second. */
const LEAST_PAUSE_MS = 100;
/** A room outlives its last viewer by this, so that one who comes back gets the missing deltas. */
const KEEP_EMPTY_MS = 90_000;
/** Rooms at one time: each distinct tunnel and filter is one, and clients choose them. */
const MOST_ROOMS = 2000;

interface OpenRoom {
  room: Room;
  viewers: number;
  emptySince: number;
}

export interface PublisherOptions extends Omit<ContentSources, 'requestFlush'> {
  clock: () => number;
  /** Sends a delta to everybody in its room. */
  send: (delta: Delta) => void;
}

/** All rooms: made when somebody looks, fed by steps, flushed when due, closed when nobody looks any more. */
export class Publisher {
  /** Names this run of the server [LIVE-3]. */
  private readonly run = randomUUID().slice(0, 23);
  private opened = 0;
  private readonly rooms = new Map<string, OpenRoom>();
  private readonly ticker: NodeJS.Timeout;
  private flushTimer: NodeJS.Timeout | undefined;
  private lastFlush = 0;

  constructor(private readonly options: PublisherOptions) {
    this.ticker = setInterval(() => {
      this.tick();
    }, TICK_MS);
  }

  /** Takes a step that the world has already taken in. */
  onStep(step: Step): void {
    const published = new PublishedStep(step, this.options.catalogue);
    for (const { room } of this.rooms.values()) room.onStep(published);
    this.requestFlush();
  }

  /** Enters a room, making it when it is new; undefined when there are too many rooms. Pair it with `leave`. */
  async enter(view: View): Promise<Room | undefined> {
    const name = roomOf(view);
    let open = this.rooms.get(name);
    if (open === undefined) {
      if (this.rooms.size >= MOST_ROOMS) this.closeEmpty(Number.POSITIVE_INFINITY);
      if (this.rooms.size >= MOST_ROOMS) return undefined;
      const sources = {
        ...this.options,
        requestFlush: () => {
          this.requestFlush();
        },
      };
      // A room that was closed and is opened again counts from 0: numbers of another epoch mean nothing [LIVE-3].
      const epoch = `${this.run}.${String(++this.opened)}`;
      open = { room: new Room(name, epoch, partsOf(view, sources)), viewers: 0, emptySince: 0 };
      this.rooms.set(name, open);
    }
    open.viewers += 1;
    try {
      await open.room.ready;
      return open.room;
    } catch (error) {
      // A room that could not read its beginning is thrown away, so that the next visitor tries anew.
      if (this.rooms.get(name) === open) this.rooms.delete(name);
      throw error;
    }
  }

  /** Tells everybody in a room what is waiting to be told. */
  flushRoom(room: Room): void {
    const delta = room.flush(this.options.clock(), false);
    if (delta !== undefined) this.options.send(delta);
  }

  leave(view: View): void {
    const open = this.rooms.get(roomOf(view));
    if (open === undefined) return;
    open.viewers -= 1;
    if (open.viewers <= 0) open.emptySince = this.options.clock();
  }

  close(): void {
    clearInterval(this.ticker);
    clearTimeout(this.flushTimer);
  }

  private requestFlush(): void {
    if (this.flushTimer !== undefined) return;
    const wait = Math.max(0, this.lastFlush + LEAST_PAUSE_MS - this.options.clock());
    if (wait === 0) this.flush(false);
    else {
      this.flushTimer = setTimeout(
        () => {
          this.flush(false);
        },
        Math.min(wait, LEAST_PAUSE_MS),
      );
    }
  }

  private tick(): void {
    this.closeEmpty(this.options.clock() - KEEP_EMPTY_MS);
    this.flush(true);
  }

  private flush(isTick: boolean): void {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    const now = this.options.clock();
    this.lastFlush = now;
    for (const { room } of this.rooms.values()) {
      const delta = room.flush(now, isTick);
      if (delta !== undefined) this.options.send(delta);
    }
  }

  private closeEmpty(before: number): void {
    for (const [name, { viewers, emptySince }] of this.rooms) {
      if (viewers <= 0 && emptySince <= before) this.rooms.delete(name);
    }
  }
}
