import { JetStreamApiCodes, JetStreamApiError, type JetStreamClient } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { LeaseBucket } from './lease.js';
import { pauseUnless } from './pause-unless.js';

const RETRY_MS = 200;

/**
 * What the first one has said who was asked under a key; that is the own value where nobody has. Waits for the servers as
 * long as it takes.
 * @param signal ends the waiting
 * @throws the reason of the signal
 */
export async function agree(
  client: JetStreamClient,
  { bucket, replicas }: LeaseBucket,
  [key, own]: readonly [string, Uint8Array],
  signal: AbortSignal,
): Promise<Uint8Array> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const said = await sayOrHear(client, { bucket, replicas }, key, own);
      if (said !== undefined) return said;
    } catch {
      // No quorum or no connection, which the stream reports.
    }
    await pauseUnless(RETRY_MS, signal);
  }
}

/** @returns undefined where a server that answers has not heard of it yet */
async function sayOrHear(
  client: JetStreamClient,
  { bucket, replicas }: LeaseBucket,
  key: string,
  own: Uint8Array,
): Promise<Uint8Array | undefined> {
  const values = await new Kvm(client).create(bucket, { replicas, history: 1 });
  try {
    await values.create(key, own);
    return own;
  } catch (error) {
    const isSaid = error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence;
    if (!isSaid) throw error;
    return (await values.get(key))?.value;
  }
}
