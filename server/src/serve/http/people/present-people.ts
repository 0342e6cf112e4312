import type { apiSessionSchema, apiTokenSchema, apiUserSchema, Who } from '@tunnelwatch/shared/people';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Outcome } from '../../people/people-store.js';
import type { Principal } from '../../people/principal.js';
import type { Session } from '../../people/session-table.js';
import type { Origin } from '../../people/sign-in.js';
import type { Token } from '../../people/token-table.js';
import type { User } from '../../people/user-table.js';
import { HttpProblem } from '../http-problem.js';
import { iso } from '@tunnelwatch/shared/iso-time';

/** People as HTTP returns them: no hash, no secret, times as text. */

/** @throws HttpProblem for a refusal. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new HttpProblem(outcome.status, outcome.code, outcome.detail);
}

/** Source address of a request. */
export function originOf(request: Request): Origin {
  return { address: request.ip ?? '', browser: request.headers['user-agent'] ?? '' };
}

export function presentWho({ kind, name, role, mustChangePassword, hasPassword }: Principal): Who {
  return { kind, name, role, mustChangePassword, hasPassword };
}

export function presentUser({ name, role, mustChangePassword, createdAt }: User): z.input<typeof apiUserSchema> {
  return { name, role, mustChangePassword, createdAt: iso(createdAt) };
}

export function presentToken({ id, name, role, ...rest }: Token): z.input<typeof apiTokenSchema> {
  const { createdAt, createdBy, usedAt } = rest;
  return { id, name, role, createdAt: iso(createdAt), createdBy, usedAt: usedAt === null ? null : iso(usedAt) };
}

export function presentSession(session: Session, asker: Principal): z.input<typeof apiSessionSchema> {
  const { id, name, role, by, address, browser } = session;
  return {
    id,
    name,
    role,
    by,
    address,
    browser,
    isOwn: asker.kind === 'session' && asker.id === id,
    createdAt: iso(session.createdAt),
    seenAt: iso(session.seenAt),
    expiresAt: iso(session.expiresAt),
  };
}
