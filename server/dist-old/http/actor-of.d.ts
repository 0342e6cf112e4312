import type { Actor } from '@tunnelwatch/shared/actor';
import type { Request } from 'express';
/**
 * Who sent a request. `by` is the name that it gives itself.
 * @throws HttpProblem for a name where people sign in: the server knows better.
 */
export declare function actorOf(request: Request, by?: string): Actor;
