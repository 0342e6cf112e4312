import type { ServerResponse } from 'node:http';
import type { LimitReports } from '../limits/limit-watch.js';

/** A client that takes nothing for so long has stopped reading. */
const STALL_MS = 30_000;

/**
 * Ends a download whose client has taken nothing for a while: it holds memory and one of few places [LIVE-26].
 * @returns stops watching, for when it is the server that has nothing to send
 */
export function endWhenStalled(
  response: ServerResponse,
  limits: Pick<LimitReports, 'note'>,
  stallMs = STALL_MS,
): () => void {
  response.setTimeout(stallMs, () => {
    limits.note('stalled-downloads');
    response.destroy();
  });
  return () => {
    response.setTimeout(0);
  };
}

/** Writes as fast as the client reads; false when it has gone away, or was ended because it does not read. */
export async function writeTo(
  response: ServerResponse,
  text: string,
  limits: Pick<LimitReports, 'note'>,
): Promise<boolean> {
  if (response.destroyed) return false;
  if (text === '' || response.write(text)) return true;
  const endWatch = endWhenStalled(response, limits);
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
  if (response.destroyed) return false;
  endWatch();
  return true;
}
