import type { IncomingMessage, Server as HttpServer } from 'node:http';
import {
  type ClientToServerEvents,
  handshakeSchema,
  isSharedRoom,
  presenceSchema,
  OTHER_PROTOCOL,
  PROTOCOL_VERSION,
  roomOf,
  type ServerToClientEvents,
  type Subscribe,
  subscribeSchema,
  type SubscribeResult,
  type View,
  viewSchema,
} from '@tunnelwatch/shared/protocol';
import { COMMAND_ACCESS, VIEW_ACCESS } from '@tunnelwatch/shared/access';
import { isAtLeast } from '@tunnelwatch/shared/actor';
import type { CommandName } from '@tunnelwatch/shared/commands';
import type { Asker, CommandDoor } from '../commands/command-door.js';
import { type Problem, problemDetails } from '@tunnelwatch/shared/error-code';
import { Server, type Socket } from 'socket.io';
import { askerKey, mayViewWall, type Principal, principalLabel } from '../people/principal.js';
import type { LimitReports } from '../limits/limit-watch.js';
import { QueryAbandoned } from '../../store/reader/threaded-reader.js';
import { PageLimits } from './page-limits.js';
import { badRequest, forbidden, otherWall, storeProblem, tooManyViews, unauthenticated } from '../commands/problems.js';
import { isAllowedOrigin } from '../origin.js';
import type { AlertViewer } from './presence.js';
import type { Publisher } from './publisher.js';
import type { Room } from './room.js';
import type { Socket as NetSocket } from 'node:net';

/** Maximum number of views per client: a page has three or four. */
const MAX_VIEWS = 16;
/** Limit of what is queued for a slow client; beyond it, the client gets a snapshot when it has caught up [LIVE-5]. */
const MAX_WAITING = { packets: 20, characters: 4 * 1024 * 1024 };
/** How often a page is asked whether it is still there, and how long it may take to answer: a dead one frees its place. */
const PING = { pingInterval: 10_000, pingTimeout: 10_000 };
/** Limit of unread answers to a client that keeps sending requests: that is never legitimate, and it is disconnected. */
const MAX_UNREAD = 1000;

/** Commands that a page may send over its connection. */
const SOCKET_COMMANDS = ['act', 'actOnAll'] as const satisfies readonly CommandName[];

type SocketCommand = (typeof SOCKET_COMMANDS)[number];

type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

export interface LiveServerOptions {
  http: HttpServer;
  basePath: string;
  /** Whether a Host header names this server. */
  isAllowedHost: (host: string | undefined) => boolean;
  /** Whether a handshake came over HTTPS. */
  isSecure: (request: IncomingMessage) => boolean;
  /** The principal of a handshake; undefined if not signed in. */
  authenticate: (request: IncomingMessage) => Principal | undefined;
  /** The same principal as of now; undefined when it is no longer signed in. */
  renew: (principal: Principal) => Principal | undefined;
  /** Whether there is a wall of that number. */
  hasWall: (id: number) => boolean;
  /** Called when somebody is refused something over their connection for want of rights. */
  onForbidden: (asker: Asker, what: string, problem: Problem) => void;
  /** The network address that a handshake comes from. */
  addressOf: (request: IncomingMessage) => string;
  publisher: () => Publisher;
  door: CommandDoor;
  onPresence: (viewer: AlertViewer) => void;
  /** Called with every page of somebody who has shown who they are. */
  onKnown: (socket: NetSocket, principal: Principal, address: string) => void;
  /** Is told what limits close. */
  limits: LimitReports;
  clock: () => number;
  onError: (error: unknown) => void;
}

/** The views that a connected client has joined. */
interface Viewer {
  principal: Principal;
  /** Whose turn and whose limits its questions and rooms count for. */
  key: string;
  views: Map<string, View>;
  /** Rooms whose deltas it misses because it reads too slowly. */
  behind: Set<string>;
}

/** The socket.io boundary: everything incoming is parsed, everything outgoing is bounded. */
export class LiveServer {
  private readonly io: Server<ClientToServerEvents, ServerToClientEvents>;
  private readonly viewers = new Map<string, Viewer>();
  private readonly pages = new PageLimits();

  constructor(private readonly options: LiveServerOptions) {
    this.io = new Server(options.http, {
      path: `${options.basePath}socket.io`,
      serveClient: false,
      maxHttpBufferSize: 64 * 1024,
      perMessageDeflate: false,
      ...PING,
      // CORS does not protect a WebSocket: the origin is checked here for both transports.
      allowRequest: (request, decide) => {
        const { origin, host } = request.headers;
        const isAllowed = isAllowedOrigin(origin, host, options.isSecure(request)) && options.isAllowedHost(host);
        decide(isAllowed ? null : 'origin not allowed', isAllowed);
      },
    });
    this.io.use((socket, next) => {
      const { data: handshake } = handshakeSchema.safeParse(socket.handshake.auth);
      if ((handshake?.protocol ?? PROTOCOL_VERSION) !== PROTOCOL_VERSION) {
        // A text that the page recognises: it asks the user to reload.
        next(new Error(OTHER_PROTOCOL));
        return;
      }
      // A text that the page recognises: it shows the sign-in page.
      const principal = options.authenticate(socket.request);
      next(principal === undefined || principal.mustChangePassword ? new Error('unauthenticated') : undefined);
    });
    this.io.on('connection', (socket) => {
      const principal = options.authenticate(socket.request);
      if (principal === undefined) socket.disconnect(true);
      else this.welcome(socket, principal);
    });
  }

  get clients(): number {
    return this.viewers.size;
  }

  /** Sends a delta to its room, encoded once for all. Slow clients are excluded until they have caught up. */
  send(delta: Parameters<ServerToClientEvents['delta']>[0]): void {
    this.excludeSlow(delta.room);
    this.io.to(delta.room).emit('delta', delta);
  }

  /** Sends everybody in a room all of it, since it was made anew. */
  sendWhole(snapshot: Parameters<ServerToClientEvents['snapshot']>[0]): void {
    this.excludeSlow(snapshot.room);
    this.io.to(snapshot.room).emit('snapshot', snapshot);
  }

  private excludeSlow(room: string): void {
    for (const id of this.io.of('/').adapter.rooms.get(room) ?? []) {
      const socket = this.io.of('/').sockets.get(id);
      if (socket !== undefined && isSlow(socket)) this.setBehind(socket, room);
    }
  }

  /** Disconnects every client whose principal has changed since it connected: signed out, revoked, of another role. */
  recheck(): void {
    for (const [id, { principal }] of this.viewers) {
      const renewed = this.options.renew(principal);
      const isSame = renewed !== undefined && renewed.role === principal.role && !renewed.mustChangePassword;
      if (!isSame) this.io.of('/').sockets.get(id)?.disconnect(true);
    }
  }

  async close(): Promise<void> {
    await this.io.close();
  }

  private welcome(socket: LiveSocket, principal: Principal): void {
    if (!this.admit(socket, principal)) return;
    socket.onAny(() => {
      if (waitingPackets(socket).length > MAX_UNREAD) socket.conn.close(true);
    });
    socket.on('subscribe', (request: unknown, answer: unknown) => {
      this.subscribe(socket, request).then(
        (result) => {
          reply(answer, result);
        },
        (error: unknown) => {
          if (!(error instanceof QueryAbandoned)) this.options.onError(error);
          reply(answer, { ok: false, problem: storeProblem() });
        },
      );
    });
    socket.on('unsubscribe', (request: unknown) => {
      const view = viewSchema.safeParse(request);
      if (view.success) this.unsubscribe(socket, view.data);
    });
    socket.on('presence', (request: unknown) => {
      const presence = presenceSchema.safeParse(request);
      const principal = this.viewers.get(socket.id)?.principal;
      if (!presence.success || principal === undefined || !isAtLeast(principal.role, COMMAND_ACCESS.presence)) return;
      const { alertId, by } = presence.data;
      this.options.onPresence({ client: socket.id, alertId, name: nameOf(principal, by.trim() || undefined) });
    });
    for (const name of SOCKET_COMMANDS) {
      socket.on(name, (request: unknown, answer: unknown) => {
        this.command(socket, name, request)
          .then((result) => {
            reply(answer, result);
          })
          .catch(this.options.onError);
      });
    }
    socket.on('disconnect', () => {
      this.farewell(socket);
    });
    socket.conn.on('drain', () => {
      this.catchUp(socket);
    });
  }

  /** Adds a page within the limits of its person, which may close older pages; false when it is refused. */
  private admit(socket: LiveSocket, principal: Principal): boolean {
    const key = askerKey(principal, this.options.addressOf(socket.request));
    const views = new Map<string, View>();
    const page = {
      id: socket.id,
      key,
      role: principal.role,
      isOpen: principal.kind === 'open',
      chosenRooms: () => [...views.values()].filter((view) => !isSharedRoom(view)).length,
    };
    const admission = this.pages.admit(page);
    if (!admission.isAdmitted) {
      this.options.limits.noteShutOut('live-pages', this.labelOf(socket, principal));
      this.sendAway(socket, 'The server has as many live pages open as it can serve.');
      return false;
    }
    this.displace(admission.close, 'live-pages');
    this.options.onKnown(socket.request.socket, principal, this.options.addressOf(socket.request));
    this.viewers.set(socket.id, { principal, key, views, behind: new Set() });
    return true;
  }

  /** Closes a page of whoever has the most rooms, if that is not the one who needs another. */
  private makeRoom(key: string): boolean {
    const page = this.pages.mostRooms(key);
    if (page === undefined) return false;
    this.displace([page], 'live-views');
    return true;
  }

  private displace(pages: readonly { id: string }[], limit: 'live-pages' | 'live-views'): void {
    for (const { id } of pages) {
      const socket = this.io.of('/').sockets.get(id);
      const viewer = this.viewers.get(id);
      if (socket === undefined || viewer === undefined) continue;
      this.options.limits.noteShutOut(limit, this.labelOf(socket, viewer.principal));
      this.sendAway(socket, 'You have too many live pages open: this one made room for a newer one.');
    }
  }

  private sendAway(socket: LiveSocket, reason: string): void {
    socket.emit('displaced', reason);
    socket.disconnect(true);
  }

  private labelOf(socket: LiveSocket, principal: Principal): string {
    return principalLabel(principal, this.options.addressOf(socket.request));
  }

  private async subscribe(socket: LiveSocket, request: unknown): Promise<SubscribeResult> {
    const parsed = subscribeSchema.safeParse(request);
    const viewer = this.viewers.get(socket.id);
    if (!parsed.success || viewer === undefined) return { ok: false, problem: badRequest('not a subscription') };
    const { view, since } = parsed.data;
    if (!isAtLeast(viewer.principal.role, VIEW_ACCESS[view.view])) {
      const problem = forbidden(VIEW_ACCESS[view.view], viewer.principal);
      this.options.onForbidden(this.askerOf(socket, viewer.principal), `live view ${view.view}`, problem);
      return { ok: false, problem };
    }
    const problem = this.wallProblem(view, viewer.principal);
    if (problem !== undefined) {
      if (problem.code === 'forbidden') {
        this.options.onForbidden(this.askerOf(socket, viewer.principal), `live view ${view.view}`, problem);
      }
      return { ok: false, problem };
    }
    const name = roomOf(view);
    if (!viewer.views.has(name) && viewer.views.size >= MAX_VIEWS) {
      return { ok: false, problem: badRequest(`more than ${String(MAX_VIEWS)} views at once`) };
    }
    const isNew = !viewer.views.has(name);
    viewer.views.set(name, view);
    this.displace(this.pages.overRooms(socket.id), 'live-views');
    if (!isNew) this.options.publisher().leave(view);
    const room = await this.enterRoom(viewer, name, view);
    if (room === undefined) return { ok: false, problem: tooManyViews() };
    // The client may have left or disconnected while the room was getting ready.
    if (viewer.views.get(name) !== view || !socket.connected) return { ok: true, room: name };
    viewer.behind.delete(name);
    if (isSlow(socket)) {
      this.setBehind(socket, name);
      return { ok: true, room: name };
    }
    this.showRoom(socket, room, since);
    await socket.join(name);
    return { ok: true, room: name };
  }

  /** Why a wall cannot be shown: the token is for another one, or there is none of that number. */
  private wallProblem(view: View, principal: Principal): Problem | undefined {
    if (!mayViewWall(principal, view)) return otherWall(principal);
    if (view.view !== 'wall' || view.wall === undefined || this.options.hasWall(view.wall)) return undefined;
    return problemDetails('not-found', `no such wall: ${String(view.wall)}; an admin may have deleted it`);
  }

  /** The room of a view that was just added; undefined, and the view is removed, when there is no room left for it. */
  private async enterRoom(viewer: Viewer, name: string, view: View): Promise<Room | undefined> {
    const publisher = this.options.publisher();
    let room: Room | undefined;
    try {
      room = await publisher.enter(view, viewer.key);
      if (room === undefined && this.makeRoom(viewer.key)) room = await publisher.enter(view, viewer.key);
      return room;
    } finally {
      // It may have been asked for again meanwhile.
      if (room === undefined && viewer.views.get(name) === view) viewer.views.delete(name);
    }
  }

  private showRoom(socket: LiveSocket, room: Room, since: Subscribe['since']): void {
    // Pending changes are sent first: a newcomer's snapshot must not contain what the next delta adds again.
    this.options.publisher().flushRoom(room);
    const resumption = room.resume(since, this.options.clock());
    if (resumption.kind === 'snapshot') socket.emit('snapshot', resumption.snapshot);
    else for (const delta of resumption.deltas) socket.emit('delta', delta);
  }

  private unsubscribe(socket: LiveSocket, view: View): void {
    const name = roomOf(view);
    const viewer = this.viewers.get(socket.id);
    if (viewer === undefined || !viewer.views.delete(name)) return;
    viewer.behind.delete(name);
    void socket.leave(name);
    this.options.publisher().leave(view);
  }

  /** Executes a command; any failure becomes an answer. */
  private async command(socket: LiveSocket, name: SocketCommand, request: unknown): Promise<object> {
    const refused = (problem: Problem) => ({ ok: false, problem, alert: null });
    // Checked again: the rights may have changed since the connection was opened.
    const known = this.viewers.get(socket.id)?.principal;
    const principal = known === undefined ? undefined : this.options.renew(known);
    if (principal === undefined) return refused(unauthenticated());
    try {
      const asker = this.askerOf(socket, principal);
      const result = await this.options.door.rawCommand(name, request, asker);
      if (!result.ok && result.problem.code === 'forbidden') {
        this.options.onForbidden(asker, `live command ${name}`, result.problem);
      }
      return result;
    } catch (error) {
      this.options.onError(error);
      return refused(storeProblem());
    }
  }

  private askerOf(socket: LiveSocket, principal: Principal): Asker {
    return { principal, address: this.options.addressOf(socket.request) };
  }

  private setBehind(socket: LiveSocket, room: string): void {
    void socket.leave(room);
    this.viewers.get(socket.id)?.behind.add(room);
  }

  /** Once its queue is empty, a client gets whole states for what it missed. */
  private catchUp(socket: LiveSocket): void {
    const viewer = this.viewers.get(socket.id);
    if (viewer === undefined || viewer.behind.size === 0 || waitingPackets(socket).length > 0) return;
    for (const name of viewer.behind) {
      const view = viewer.views.get(name);
      viewer.behind.delete(name);
      if (view === undefined) continue;
      this.subscribe(socket, { view }).catch((error: unknown) => {
        this.options.onError(error);
      });
    }
  }

  private farewell(socket: LiveSocket): void {
    this.options.onPresence({ client: socket.id, name: '', alertId: null });
    for (const view of this.viewers.get(socket.id)?.views.values() ?? []) this.options.publisher().leave(view);
    this.viewers.delete(socket.id);
    this.pages.remove(socket.id);
  }
}

function isSlow(socket: LiveSocket): boolean {
  const waiting = waitingPackets(socket);
  if (waiting.length > MAX_WAITING.packets) return true;
  const characters = waiting.reduce<number>((sum, packet) => sum + lengthOf(packet), 0);
  return characters > MAX_WAITING.characters;
}

function lengthOf(packet: unknown): number {
  const data: unknown = typeof packet === 'object' && packet !== null ? Reflect.get(packet, 'data') : undefined;
  return typeof data === 'string' ? data.length : 0;
}

function waitingPackets(socket: LiveSocket): readonly unknown[] {
  // The engine's buffer is private in its types, yet it is the only measure of a client that does not read.
  const buffer: unknown = Reflect.get(socket.conn, 'writeBuffer');
  return Array.isArray(buffer) ? buffer : [];
}

/** A client may send anything, or nothing, where the protocol has an answer function. */
function reply<Result>(answer: unknown, result: Result): void {
  if (typeof answer === 'function') Reflect.apply(answer, undefined, [result]);
}

/** Where nobody signs in, the name is the one that the client gives. */
function nameOf({ kind, name }: Principal, by: string | undefined): string {
  return kind === 'open' ? (by ?? name) : name;
}
