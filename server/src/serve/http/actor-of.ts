import type { Actor } from '@tunnelwatch/shared/actor';
import type { Request } from 'express';
import { knownPrincipal } from './access-guard.js';
import { HttpProblem } from './http-problem.js';

/**
 * Who sent a request. `by` is the name that it gives itself.
 * @throws HttpProblem for a name where people sign in: the server knows better.
 */
export function actorOf(request: Request, by?: string): Actor {
  const { kind, name } = knownPrincipal(request);
  if (kind !== 'open' && by !== undefined) {
    throw new HttpProblem(400, 'bad-request', 'by: leave it out, since the server knows who signed in');
  }
  const address = request.ip ?? null;
  if (kind === 'open') return { kind: 'person', name: by ?? name, address };
  return { kind: kind === 'token' ? 'token' : 'person', name, address };
}
