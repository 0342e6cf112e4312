import type { Response } from 'express';
import { once } from 'node:events';

/** Writes as fast as the client reads; false when the client has disconnected. */
export async function writeTo(response: Response, text: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  return !response.destroyed;
}
