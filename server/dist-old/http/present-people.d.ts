import type { apiSessionSchema, apiTokenSchema, apiUserSchema, Who } from '@tunnelwatch/shared/people';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Outcome } from '../people/people-store.js';
import type { Principal } from '../people/principal.js';
import type { Session } from '../people/session-table.js';
import type { Origin } from '../people/sign-in.js';
import type { Token } from '../people/token-table.js';
import type { User } from '../people/user-table.js';
/** People as they travel: no hash, no secret, times as text. */
/** @throws HttpProblem for what was refused. */
export declare function valueOf<Value>(outcome: Outcome<Value>): Value;
/** From where a request comes. */
export declare function originOf(request: Request): Origin;
/** The number in a path. */
export declare function numberOf(request: Request, what: string): number;
export declare function presentWho({ kind, name, role, mustChangePassword, hasPassword }: Principal): Who;
export declare function presentUser({ name, role, mustChangePassword, createdAt }: User): z.input<typeof apiUserSchema>;
export declare function presentToken({ id, name, role, ...rest }: Token): z.input<typeof apiTokenSchema>;
export declare function presentSession(session: Session, asker: Principal): z.input<typeof apiSessionSchema>;
