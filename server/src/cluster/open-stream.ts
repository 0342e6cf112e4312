import type { ClusterSettings } from '../config/settings.js';
import type { InputStream, StreamState } from './stream/input-stream.js';

const HOUR_MS = 3_600_000;
/** Somebody who sends again does so within seconds; the servers keep every id for so long. */
const DUPLICATE_WINDOW_MS = 120_000;

/**
 * The stream of a cluster. Loads the libraries of NATS, so that a server without a cluster does not.
 * @param signal ends the waiting for servers
 */
export async function openClusterStream(
  { name, servers, replicas, streamBytes, streamHours, credentialsFile, ca, certificate, key }: ClusterSettings,
  onState: (state: StreamState) => void,
  signal: AbortSignal,
): Promise<InputStream> {
  const { InputStream } = await import('./stream/input-stream.js');
  const settings = {
    name,
    servers,
    replicas,
    maxBytes: streamBytes,
    maxAgeMs: streamHours * HOUR_MS,
    duplicateWindowMs: DUPLICATE_WINDOW_MS,
    ...(credentialsFile !== null && { credentials: credentialsFile }),
    ...(ca !== null && { tls: { ca, ...(certificate !== null && key !== null && { certificate, key }) } }),
  };
  return InputStream.open(settings, { onState }, signal);
}
