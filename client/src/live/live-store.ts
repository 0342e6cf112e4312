import type { Problem } from '@tunnelwatch/shared/error-code';
import type { AlertCommand, BulkCommand } from '@tunnelwatch/shared/alert-command';
import { type Change, type PresenceRequest, roomOf, type View } from '@tunnelwatch/shared/protocol';
import type { BulkOutcome, CommandOutcome, Connection, Link, OpenConnection } from '../connection/connection.js';
import { applyChanges } from './apply-changes.js';
import type { Scheduler } from './frame-scheduler.js';
import { keepEqual } from './keep-equal.js';
import { emptyRoom, type RoomState, type ViewName } from './room-state.js';

/** A room as a page sees it: null until the first snapshot, and the server's refusal if there is one. */
export interface RoomEntry<Name extends ViewName> {
  readonly state: RoomState<Name> | null;
  readonly problem: Problem | null;
}

export interface LinkInfo {
  readonly link: Link;
  /** Gaps since the page was opened. */
  readonly gaps: number;
  /** Server clock minus this computer's, milliseconds. */
  readonly clockOffsetMs: number;
}

interface Room {
  readonly view: View;
  entry: RoomEntry<ViewName>;
  users: number;
  leaveTimer: ReturnType<typeof setTimeout> | undefined;
}

const UNKNOWN_ROOM = { state: null, problem: null } as const;

/** How long a room stays joined after its last user has left: long enough to change the page and come back. */
export const LINGER_MS = 5000;

/** Latency makes the clock offset jitter; a smaller change than this is not worth a redraw. */
const OFFSET_STEP_MS = 500;

/** The live state of the page, without React. Listeners are notified when `schedule` says so, at most once a frame. */
export class LiveStore {
  readonly #rooms = new Map<string, Room>();
  readonly #listeners = new Set<() => void>();
  readonly #schedule: Scheduler;
  readonly #connection: Connection;
  #published: ReadonlyMap<string, RoomEntry<ViewName>> = new Map();
  #info: LinkInfo = { link: { state: 'connecting' }, gaps: 0, clockOffsetMs: 0 };
  #publishedInfo = this.#info;
  #isScheduled = false;

  constructor(open: OpenConnection, schedule: Scheduler) {
    this.#schedule = schedule;
    this.#connection = open({
      onLink: (link) => this.#setInfo({ link }),
      onSnapshot: (name, changes) => this.#apply(name, changes, true),
      onDelta: (name, changes) => this.#apply(name, changes, false),
      onGap: () => this.#setInfo({ gaps: this.#info.gaps + 1 }),
      onRefused: (name, problem) => this.#refuse(name, problem),
    });
  }

  /** Joins a view's room until the returned function was called by its last user and some seconds have passed. */
  retain(view: View): () => void {
    const name = roomOf(view);
    const room = this.#rooms.get(name);
    if (room === undefined) {
      this.#rooms.set(name, { view, entry: UNKNOWN_ROOM, users: 1, leaveTimer: undefined });
      this.#connection.join(view);
    } else {
      clearTimeout(room.leaveTimer);
      room.users += 1;
    }
    return () => this.#release(name);
  }

  /** Requests a refused room again. */
  retry(view: View): void {
    this.#connection.join(view);
  }

  /** The room as last published; the same reference until something in it changes. */
  readRoom<Shown extends View>(view: Shown): RoomEntry<Shown['view']> {
    // A room's name holds its view, and its state was made by `emptyRoom` of that view.
    return this.#published.get(roomOf(view)) ?? UNKNOWN_ROOM;
  }

  readLink(): LinkInfo {
    return this.#publishedInfo;
  }

  /** Calls the listener after each publication, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends an operator's action on an alert. Nothing changes here before the server confirms it. */
  act(command: AlertCommand): Promise<CommandOutcome> {
    return this.#connection.act(command);
  }

  /** The same for all alerts that match a filter. */
  actOnAll(command: BulkCommand): Promise<BulkOutcome> {
    return this.#connection.actOnAll(command);
  }

  /** Reports which alert this page is showing; others see the name. Null for none. */
  reportPresence(presence: PresenceRequest): void {
    this.#connection.reportPresence(presence);
  }

  close(): void {
    this.#connection.close();
  }

  #apply(name: string, changes: readonly Change[], isWhole: boolean): void {
    const room = this.#rooms.get(name);
    if (room === undefined) return;
    const old = isWhole ? null : room.entry.state;
    const next = applyChanges(old ?? emptyRoom(room.view.view), changes);
    const state = keepEqual(room.entry.state, next);
    if (state !== room.entry.state || room.entry.problem !== null) room.entry = { state, problem: null };
    this.#noteClock(changes);
    this.#changed();
  }

  #noteClock(changes: readonly Change[]): void {
    const status = changes.findLast((change) => change.kind === 'status');
    if (status === undefined) return;
    const clockOffsetMs = status.status.now - Date.now();
    if (Math.abs(clockOffsetMs - this.#info.clockOffsetMs) >= OFFSET_STEP_MS) this.#setInfo({ clockOffsetMs });
  }

  #refuse(name: string, problem: Problem): void {
    const room = this.#rooms.get(name);
    if (room === undefined) return;
    room.entry = { ...room.entry, problem };
    this.#changed();
  }

  #release(name: string): void {
    const room = this.#rooms.get(name);
    if (room === undefined) return;
    room.users -= 1;
    if (room.users > 0) return;
    room.leaveTimer = setTimeout(() => {
      this.#rooms.delete(name);
      this.#connection.leave(room.view);
      this.#changed();
    }, LINGER_MS);
  }

  #setInfo(changed: Partial<LinkInfo>): void {
    this.#info = { ...this.#info, ...changed };
    this.#changed();
  }

  #changed(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => this.#publish());
  }

  #publish(): void {
    this.#isScheduled = false;
    this.#published = new Map([...this.#rooms].map(([name, room]) => [name, room.entry]));
    this.#publishedInfo = this.#info;
    for (const listener of this.#listeners) listener();
  }
}
