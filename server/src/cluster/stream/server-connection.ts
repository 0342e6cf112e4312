import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { readFileSync } from 'node:fs';
import { pauseUnless } from './pause-unless.js';
import { reasonOf } from './stream-error.js';

/** How the NATS servers are reached. */
export interface ServerSettings {
  /** `host:port`, `nats://host:port` or `tls://host:port`; others of the same cluster are learned from the first that answers. */
  servers: readonly string[];
  /** Path of a `.creds` file (JWT and NKey seed). It is read again for each connection, so that it can be exchanged. */
  credentials?: string;
  /** Paths of PEM files: the authority of the servers, and what this process shows of itself. */
  tls?: { ca: string; certificate?: string; key?: string };
}

/** Between attempts to connect. */
const RETRY_MS = 250;
/** For one attempt to connect, on which a frozen server would otherwise be waited for. */
const CONNECT_LIMIT_MS = 2_000;
/** Two pings without an answer, and the connection counts as lost: a server that is frozen or cut off sends no reset. */
const PING_MS = 1_000;
const MAX_LOST_PINGS = 2;

/**
 * Connects, and waits for servers that are not up yet. Once connected, the connection repairs itself for ever.
 *
 * @param onWaiting told why, after each attempt that failed
 * @param signal ends the waiting; the promise is rejected with its reason
 * @throws Error when a file of the settings cannot be read: waiting would not help
 */
export async function connectToServers(
  settings: ServerSettings,
  onWaiting: (reason: string) => void,
  signal?: AbortSignal,
): Promise<NatsConnection> {
  const { credentials, tls } = settings;
  if (credentials !== undefined) readCredentials(credentials);
  const options = {
    name: 'tunnelwatch',
    servers: [...settings.servers],
    timeout: CONNECT_LIMIT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    // What is wrong with a permission may be put right on the servers.
    ignoreAuthErrorAbort: true,
    pingInterval: PING_MS,
    maxPingOut: MAX_LOST_PINGS,
    ...(credentials === undefined ? {} : { authenticator: credsAuthenticator(() => readCredentials(credentials)) }),
    ...(tls === undefined ? {} : { tls: filesOf(tls) }),
  };
  for (;;) {
    signal?.throwIfAborted();
    try {
      // Servers that refuse us tell of each other, and the library would try them in turn for ever, without a word. So one attempt
      // that goes by our list alone says whether we are admitted, and why not.
      const probe = await connect({ ...options, reconnect: false, ignoreClusterUpdates: true });
      await probe.close();
      return await within(connect(options), CONNECT_LIMIT_MS * (settings.servers.length + 1));
    } catch (error) {
      onWaiting(`${settings.servers.join(', ')}: ${reasonOf(error)}`);
    }
    await pauseUnless(RETRY_MS, signal);
  }
}

/** Waits for a connection for so long; one that comes later is closed. @throws Error after the limit */
async function within(connecting: Promise<NatsConnection>, limitMs: number): Promise<NatsConnection> {
  const limit = new AbortController();
  try {
    const late = pauseUnless(limitMs, limit.signal).then(() => undefined);
    const connection = await Promise.race([late, connecting]);
    if (connection !== undefined) return connection;
  } finally {
    limit.abort();
  }
  connecting.then(
    (connection) => connection.close(),
    () => undefined,
  );
  throw new Error('no server has admitted this member in time');
}

function readCredentials(path: string): Uint8Array {
  return readFile('credentials', path);
}

function filesOf({ ca, certificate, key }: NonNullable<ServerSettings['tls']>) {
  readFile('authority', ca);
  if (certificate === undefined || key === undefined) return { caFile: ca };
  readFile('certificate', certificate);
  readFile('key', key);
  return { caFile: ca, certFile: certificate, keyFile: key };
}

function readFile(what: string, path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`The ${what} for the NATS servers cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}
