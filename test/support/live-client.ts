import { type CommandResult, commandResultSchema } from '@tunnelwatch/shared/alert-command';
import {
  type ClientToServerEvents,
  roomOf,
  type ServerToClientEvents,
  type Subscribe,
  subscribeResultSchema,
  type View,
} from '@tunnelwatch/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import { RoomStreams } from '../../client/src/connection/room-streams.js';
import { applyChanges } from '../../client/src/live/apply-changes.js';
import { emptyRoom, type RoomState, type ViewName } from '../../client/src/live/room-state.js';
import { eventually } from './serve-process.js';

/** A browser without pages: a real connection, the product's own judge of gaps and its own reducer. */
export class LiveClient {
  /** Snapshots and deltas heard by room, and gaps seen. */
  readonly heard = { snapshots: 0, deltas: 0, gaps: 0 };
  private readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  private readonly streams: RoomStreams;
  private readonly states = new Map<string, RoomState<ViewName>>();
  private readonly views = new Map<string, ViewName>();

  constructor(url: string) {
    const { origin, pathname } = new URL(url);
    this.socket = io(origin, {
      path: `${pathname}socket.io`,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    this.streams = new RoomStreams(
      {
        onSnapshot: (room, changes) => {
          this.heard.snapshots += 1;
          this.states.set(room, applyChanges(this.emptyState(room), changes));
        },
        onDelta: (room, changes) => {
          this.heard.deltas += 1;
          this.states.set(room, applyChanges(this.states.get(room) ?? this.emptyState(room), changes));
        },
        onGap: () => {
          this.heard.gaps += 1;
        },
        onRefused: (room, problem) => {
          throw new Error(`${room}: ${problem.title}`);
        },
      },
      (request) => void this.ask(request),
      Date.now,
    );
    this.socket.on('snapshot', (snapshot) => {
      this.streams.takeSnapshot(snapshot);
    });
    this.socket.on('delta', (delta) => {
      this.streams.takeDelta(delta);
    });
  }

  /** Subscribes to a view; settles when the server has let it in. */
  async join(view: View): Promise<void> {
    this.views.set(roomOf(view), view.view);
    await this.ask(this.streams.add(view));
  }

  /** What is known of a view; an error before its snapshot has come. */
  state<Shown extends View>(view: Shown): RoomState<Shown['view']> {
    const state = this.states.get(roomOf(view));
    if (state === undefined) throw new Error(`no snapshot of ${roomOf(view)} has come`);
    // It began with the empty state of this view.
    return state as RoomState<Shown['view']>;
  }

  private emptyState(room: string): RoomState<ViewName> {
    const view = this.views.get(room);
    if (view === undefined) throw new Error(`${room} was not joined`);
    return emptyRoom(view);
  }

  /** Waits until a view shows something. */
  async until<Shown extends View>(
    what: string,
    view: Shown,
    isTrue: (state: RoomState<Shown['view']>) => boolean,
  ): Promise<void> {
    await eventually(what, () => isTrue(this.state(view)));
  }

  async acknowledge(id: number, version: number, by: string): Promise<CommandResult> {
    const command = { id, version, by, action: 'acknowledge', comment: '', until: null, assignee: null } as const;
    return commandResultSchema.parse(await this.socket.timeout(20_000).emitWithAck('act', command));
  }

  disconnect(): void {
    this.socket.disconnect();
  }

  /** Connects again and asks for everything from where it stopped. */
  async reconnect(): Promise<void> {
    this.socket.connect();
    for (const request of this.streams.requests()) await this.ask(request);
  }

  private async ask(request: Subscribe): Promise<void> {
    const answer = await this.socket.timeout(20_000).emitWithAck('subscribe', request);
    const result = subscribeResultSchema.parse(answer);
    if (!result.ok) throw new Error(result.problem.detail);
  }
}
