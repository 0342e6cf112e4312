import { bulkResultSchema, commandResultSchema } from '@tunnelwatch/shared/alert-command';
import {
  type Handshake,
  OTHER_PROTOCOL,
  PROTOCOL_VERSION,
  roomOf,
  subscribeResultSchema,
  type ClientToServerEvents,
  type PresenceRequest,
  type ServerToClientEvents,
  type Subscribe,
} from '@tunnelwatch/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod';
import type { Connection, ConnectionSink } from './connection.js';
import { RoomStreams } from './room-streams.js';
import { type SilenceWatch, watchSilence } from './watch-silence.js';

const HANDSHAKE: Handshake = { protocol: PROTOCOL_VERSION };
const COMMAND_TIMEOUT_MS = 10_000;
/** After the server has closed this page for a newer one, it returns slowly, or when somebody looks at it. */
const DISPLACED_RETRY_MS = 60_000;
/** After the server itself has closed a link, the next attempt waits between half and one and a half times this. */
const RETRY_MS = 2000;

type ClientSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/**
 * Opens the live connection under `basePath`. It reconnects for ever, with jitter, and at once when the network is back.
 * `onCutOff` is called when the server no longer accepts this page's session.
 */
export function openSocketConnection(sink: ConnectionSink, basePath: string, onCutOff: () => void): Connection {
  const socket: ClientSocket = io(location.origin, {
    path: `${basePath}socket.io`,
    auth: HANDSHAKE,
    transports: ['websocket', 'polling'],
    reconnection: true,
    reconnectionAttempts: Number.POSITIVE_INFINITY,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.5,
  });
  const streams = new RoomStreams(sink, ask, Date.now);
  const silence = watchSilence(
    sink,
    () => socket.connected,
    () => socket.io.engine.close(),
  );

  function ask(request: Subscribe): void {
    if (!socket.connected) return;
    socket.emit('subscribe', request, (answer) => {
      const result = subscribeResultSchema.safeParse(answer);
      if (result.success && !result.data.ok) sink.onRefused(roomOf(request.view), result.data.problem);
    });
  }

  let presence: PresenceRequest | null = null;
  socket.on('connect', () => {
    silence.heard();
    for (const request of streams.requests()) ask(request);
    if (presence !== null && presence.alertId !== null) socket.emit('presence', presence);
  });
  socket.on('snapshot', (message) => {
    silence.heard();
    streams.takeSnapshot(message);
  });
  socket.on('delta', (message) => {
    silence.heard();
    streams.takeDelta(message);
  });
  const stopRecovery = recoverLink(socket, silence, onCutOff);

  return {
    join: (view) => ask(streams.add(view)),
    leave: (view) => {
      streams.remove(view);
      if (socket.connected) socket.emit('unsubscribe', view);
    },
    act: (command) => sendCommand(socket, commandResultSchema, (sender) => sender.emitWithAck('act', command)),
    actOnAll: (command) => sendCommand(socket, bulkResultSchema, (sender) => sender.emitWithAck('actOnAll', command)),
    reportPresence: (next) => {
      presence = next;
      if (socket.connected) socket.emit('presence', next);
    },
    close: () => {
      stopRecovery();
      silence.stop();
      socket.disconnect();
    },
  };
}

/** Reports a lost link and makes sure that a new attempt follows, even when socket.io itself would give up. */
function recoverLink(socket: ClientSocket, silence: SilenceWatch, onCutOff: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOtherVersion = false;
  let displaced: string | null = null;
  const retryLater = (): void => {
    if (socket.active) return;
    clearTimeout(timer);
    const waitMs = displaced === null ? RETRY_MS : DISPLACED_RETRY_MS;
    timer = setTimeout(() => socket.connect(), waitMs * (0.5 + Math.random()));
  };
  socket.on('displaced', (reason) => {
    displaced = reason;
  });
  socket.on('disconnect', (reason) => {
    if (isOtherVersion) return;
    if (reason === 'io server disconnect' && displaced === null) onCutOff();
    silence.lost(displaced ?? reason);
    retryLater();
    displaced = null;
  });
  socket.on('connect_error', (error) => {
    if (error.message === OTHER_PROTOCOL) {
      // Further attempts would be refused too, for as long as the page is open.
      isOtherVersion = true;
      silence.otherVersion();
      socket.disconnect();
      return;
    }
    if (error.message === 'unauthenticated') onCutOff();
    silence.lost(error.message);
    retryLater();
  });
  const retryNow = (): void => {
    if (isOtherVersion || socket.connected || document.visibilityState !== 'visible') return;
    socket.disconnect().connect();
  };
  window.addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', retryNow);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('online', retryNow);
    document.removeEventListener('visibilitychange', retryNow);
  };
}

/** A socket that waits for answers only this long. */
type Sender = ReturnType<ClientSocket['timeout']>;

async function sendCommand<Result>(
  socket: ClientSocket,
  schema: z.ZodType<Result>,
  send: (sender: Sender) => Promise<unknown>,
): Promise<Result | { ok: false; notSent: string }> {
  if (!socket.connected)
    return {
      ok: false,
      notSent: 'Not connected to the server. Nothing was saved: try again when the connection is back.',
    };
  try {
    const result = schema.safeParse(await send(socket.timeout(COMMAND_TIMEOUT_MS)));
    return result.success
      ? result.data
      : { ok: false, notSent: 'The server’s response could not be read. The list shows the current state.' };
  } catch {
    return { ok: false, notSent: 'The server did not respond within 10 s. The list shows the current state.' };
  }
}
