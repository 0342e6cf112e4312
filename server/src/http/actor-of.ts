import type { Actor } from '@tunnelwatch/shared/actor';
import type { Request } from 'express';

/** Who sent a request. */
export function actorOf(request: Request, by: string | undefined): Actor {
  return { kind: 'person', name: by ?? 'somebody', address: request.ip ?? null };
}
