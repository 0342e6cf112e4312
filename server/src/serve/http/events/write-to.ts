import type { Response } from 'express';
import { once } from 'node:events';

/** Writes as fast as the client reads; false when it has gone away. */
export async function writeTo(response: Response, text: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  return !response.destroyed;
}
