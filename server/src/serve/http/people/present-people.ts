import { iso, isoOrNull } from '@tunnelwatch/shared/iso-time';
import type {
  apiSessionSchema,
  apiSingleSignOnUserSchema,
  apiTokenSchema,
  apiUserSchema,
  Who,
} from '@tunnelwatch/shared/people';
import type { Request } from 'express';
import type { z } from 'zod';
import type { CookieNames } from '../../people/cookie-names.js';
import { credentialsOf } from '../../people/credentials.js';
import type { Outcome } from '../../people/people-store.js';
import type { Principal } from '../../people/principal.js';
import type { ProviderUser } from '../../people/provider-user-table.js';
import type { Session } from '../../people/session-table.js';
import type { Origin } from '../../people/sign-in.js';
import { hasExpired, type Token } from '../../people/token-table.js';
import type { User } from '../../people/user-table.js';
import { principalOf } from '../access-guard.js';
import { HttpProblem } from '../http-problem.js';

/** People as HTTP returns them: no hash, no secret, times as text. */

/** @throws HttpProblem for a refusal. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new HttpProblem(outcome.status, outcome.code, outcome.detail, { current: outcome.current });
}

/** Where a request comes from. @param names the cookies that count in it */
export function originOf(request: Request, names: CookieNames): Origin {
  const principal = principalOf(request);
  return {
    address: request.ip ?? '',
    browser: request.headers['user-agent'] ?? '',
    replaces: principal?.kind === 'session' ? principal.id : null,
    device: credentialsOf(request.headers, names).device,
  };
}

export function presentWho({ kind, name, role, mustChangePassword, hasPassword, wall }: Principal): Who {
  return { kind, name, role, mustChangePassword, hasPassword, wall };
}

export function presentUser({ name, role, mustChangePassword, createdAt }: User): z.input<typeof apiUserSchema> {
  return { name, role, mustChangePassword, createdAt: iso(createdAt) };
}

/** @param now epoch ms */
export function presentToken(token: Token, now: number): z.input<typeof apiTokenSchema> {
  const { createdAt, usedAt, expiresAt, ...rest } = token;
  return {
    ...rest,
    createdAt: iso(createdAt),
    usedAt: isoOrNull(usedAt),
    expiresAt: isoOrNull(expiresAt),
    hasExpired: hasExpired(token, now),
  };
}

export function presentProviderUser(user: ProviderUser): z.input<typeof apiSingleSignOnUserSchema> {
  const { id, name, identity, isAmbiguous, role, createdAt, signedInAt } = user;
  return {
    id,
    name,
    issuer: identity?.issuer ?? null,
    subject: identity?.subject ?? null,
    isAmbiguous,
    role,
    createdAt: iso(createdAt),
    signedInAt: iso(signedInAt),
  };
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
