import { randomUUID } from 'node:crypto';
import { type Delta, isSharedRoom, roomOf, type Snapshot, type View } from '@tunnelwatch/shared/protocol';
import { type Asker, SERVER_ASKER } from '../../store/reader/threaded-reader.js';
import type { Step } from '../../store/step.js';
import { PublishedStep } from './published-step.js';
import { Room } from './room.js';
import { type ContentSources, partsOf } from './room-content.js';

const TICK_MS = 1000;
/** When calm a change is sent at once; under load, ten times a second and with each tick, each room separately. */
const MIN_PAUSE_MS = 100;
/** Burst allowance after a calm period: changes seldom come alone, and the second one must not wait for the first. */
const MAX_AT_ONCE = 3;
const MAX_AHEAD_MS = (MAX_AT_ONCE - 1) * MIN_PAUSE_MS;
/** A room outlives its last viewer by this, so that a returning client gets the missing deltas. */
const KEEP_EMPTY_MS = 90_000;
/** Maximum number of rooms that clients choose: each distinct tunnel and filter is one. Those that all share do not count. */
const MAX_ROOMS = 2000;

interface OpenRoom {
  room: Room;
  view: View;
  /** What the wall of the room showed when it was made; its content is made anew for another choice. */
  wallScope: string;
  isShared: boolean;
  /** False until every part has read its initial state. */
  isReady: boolean;
  /** Ends the questions of a chosen room. */
  gone: AbortController;
  viewers: number;
  emptySince: number;
  /** When everything sent would have been sent at an even rate, epoch ms. */
  evenUntil: number;
}

export interface PublisherOptions extends Omit<ContentSources, 'requestFlush' | 'reader'> {
  /** The store for a room: for all, or for the one who chose it, until nobody is in it. */
  readerFor: (asker: Asker) => ContentSources['reader'];
  clock: () => number;
  /** Sends a delta to everybody in its room. */
  send: (delta: Delta) => void;
  /** Sends everybody in a room its whole content. */
  sendWhole: (snapshot: Snapshot) => void;
}

/** All rooms: created for the first viewer, fed by steps, flushed when due, closed after the last viewer has left. */
export class Publisher {
  /** Identifies this run of the server [LIVE-3]. */
  private readonly run = randomUUID().slice(0, 23);
  private opened = 0;
  private readonly rooms = new Map<string, OpenRoom>();
  private readonly ticker: NodeJS.Timeout;
  private flushTimer: NodeJS.Timeout | undefined;
  /** When the timer fires, on the same clock. */
  private flushAt = 0;
  private isFlushing = false;

  constructor(private readonly options: PublisherOptions) {
    this.ticker = setInterval(() => {
      this.tick();
    }, TICK_MS);
  }

  /** Processes a step that the world has already applied. */
  onStep(step: Step): void {
    const published = new PublishedStep(step, this.options.catalogue);
    for (const { room } of this.rooms.values()) room.onStep(published);
    this.flush(false);
  }

  /**
   * Enters a room, creating it if it is new; undefined when there are too many rooms. Pair it with `leave`.
   * @param key who enters: a new room that they chose is read in their turn
   * @throws QueryAbandoned when everybody left before it was read
   */
  async enter(view: View, key: string): Promise<Room | undefined> {
    const name = roomOf(view);
    let open = this.rooms.get(name);
    if (open === undefined) {
      const isShared = isSharedRoom(view);
      if (!isShared && this.chosenRooms >= MAX_ROOMS) this.closeEmpty(Number.POSITIVE_INFINITY);
      if (!isShared && this.chosenRooms >= MAX_ROOMS) return undefined;
      const gone = new AbortController();
      const room = this.makeRoom(view, isShared ? SERVER_ASKER : { key, signal: gone.signal });
      const wallScope = this.wallScope(view);
      open = { room, view, wallScope, isShared, isReady: false, gone, viewers: 0, emptySince: 0, evenUntil: 0 };
      this.rooms.set(name, open);
    }
    open.viewers += 1;
    try {
      await open.room.ready;
      open.isReady = true;
      return open.room;
    } catch (error) {
      // A room that failed to read its initial state is discarded, so that the next visitor tries again.
      if (this.rooms.get(name) === open) this.rooms.delete(name);
      throw error;
    }
  }

  /** Sends everybody in a room its pending changes. */
  flushRoom(room: Room): void {
    const open = this.rooms.get(room.name);
    if (open?.room === room) this.tell(open, this.options.clock(), false);
  }

  leave(view: View): void {
    const open = this.rooms.get(roomOf(view));
    if (open === undefined) return;
    open.viewers -= 1;
    if (open.viewers > 0) return;
    open.emptySince = this.options.clock();
    // Nobody waits for what it would show.
    if (!open.isShared && !open.isReady) this.closeRoom(roomOf(view), open);
  }

  close(): void {
    clearInterval(this.ticker);
    clearTimeout(this.flushTimer);
  }

  private makeRoom(view: View, asker: Asker): Room {
    const sources = {
      ...this.options,
      reader: this.options.readerFor(asker),
      requestFlush: () => {
        // A part that requests this during its own `take` has nothing to send for now.
        this.scheduleFlush(this.isFlushing ? MIN_PAUSE_MS : 0);
      },
    };
    // A room that was closed and is opened again counts from 0: numbers of another epoch mean nothing [LIVE-3].
    const epoch = `${this.run}.${String(++this.opened)}`;
    return new Room(roomOf(view), epoch, partsOf(view, sources));
  }

  /** What a wall shows, as a text; it changes when an admin chooses other gateways, or deletes the wall. */
  private wallScope(view: View): string {
    if (view.view !== 'wall' || view.wall === undefined) return '';
    return JSON.stringify(this.options.wallOf(view.wall)?.gateways ?? null);
  }

  /** Makes the content of walls anew for which an admin has chosen other gateways. */
  private followWalls(): void {
    for (const open of this.rooms.values()) {
      const wallScope = this.wallScope(open.view);
      if (wallScope === open.wallScope || !open.isReady) continue;
      const room = this.makeRoom(open.view, SERVER_ASKER);
      Object.assign(open, { room, wallScope });
      room.ready
        .then(() => {
          this.options.sendWhole(room.snapshot(this.options.clock()));
        })
        .catch(this.options.onError);
    }
  }

  private scheduleFlush(waitMs: number): void {
    const at = this.options.clock() + waitMs;
    if (this.flushTimer !== undefined && this.flushAt <= at) return;
    clearTimeout(this.flushTimer);
    this.flushAt = at;
    this.flushTimer = setTimeout(() => {
      this.flushTimer = undefined;
      this.flush(false);
    }, waitMs);
  }

  private tick(): void {
    this.closeEmpty(this.options.clock() - KEEP_EMPTY_MS);
    this.followWalls();
    this.flush(true);
  }

  private flush(isTick: boolean): void {
    const now = this.options.clock();
    this.isFlushing = true;
    for (const open of this.rooms.values()) {
      const waitMs = isTick ? 0 : waitOf(open, now);
      if (waitMs > 0) this.scheduleFlush(waitMs);
      else this.tell(open, now, isTick);
    }
    this.isFlushing = false;
  }

  private tell(open: OpenRoom, now: number, isTick: boolean): void {
    const delta = open.room.flush(now, isTick);
    if (delta === undefined) return;
    // A tick does not delay what follows: otherwise changes right after it would wait, once a second.
    if (!isTick) open.evenUntil = Math.min(Math.max(open.evenUntil, now), now + MAX_AHEAD_MS) + MIN_PAUSE_MS;
    this.options.send(delta);
  }

  private closeEmpty(before: number): void {
    for (const [name, open] of this.rooms) {
      const { viewers, emptySince } = open;
      if (viewers <= 0 && emptySince <= before) this.closeRoom(name, open);
    }
  }

  private closeRoom(name: string, open: OpenRoom): void {
    this.rooms.delete(name);
    open.gone.abort();
  }

  private get chosenRooms(): number {
    let rooms = 0;
    for (const { isShared } of this.rooms.values()) if (!isShared) rooms += 1;
    return rooms;
  }
}

/** How long a room must still wait, milliseconds; a clock that was set back blocks no room. */
function waitOf({ evenUntil }: OpenRoom, now: number): number {
  const ahead = evenUntil - now;
  return ahead > MAX_AHEAD_MS + MIN_PAUSE_MS ? 0 : Math.max(0, ahead - MAX_AHEAD_MS);
}
