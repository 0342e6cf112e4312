import { iso } from '@tunnelwatch/shared/iso-time';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Refusal } from './people-store.js';

/** What there were too many wrong passwords of. */
export type LimitKind = 'device' | 'address' | 'pair' | 'account';

const SPENT: Readonly<Record<LimitKind, string>> = {
  device: 'from this browser',
  address: 'from your address',
  pair: 'for this account from your address',
  account: 'for this account',
};

/** A limit that is spent. */
export interface SpentLimit {
  kind: LimitKind;
  /** Milliseconds until the next attempt. */
  waitMs: number;
}

/** The message after too many attempts. @param now epoch ms */
export function tooManyAttempts({ kind, waitMs }: SpentLimit, now: number): Refusal {
  const minutes = String(Math.ceil(waitMs / MINUTE_MS));
  const end = iso(now + waitMs).slice(11, 16);
  const detail = `too many wrong passwords ${SPENT[kind]}: try again in ${minutes} min, at ${end} UTC`;
  return { ok: false, status: 429, code: 'too-many-requests', detail };
}

const WINDOW_SECONDS = 15 * 60;

/** Attempts within a quarter of an hour. Few for one name from one address; more for those that others may be causing. */
const MOST: Readonly<Record<LimitKind, number>> = { device: 10, address: 50, pair: 10, account: 200 };

/** An attempt to enter a password. */
export interface PasswordAttempt {
  name: string;
  /** As counted: see `limitKey`. */
  address: string;
  /** Identifies a browser or session in which this user has signed in before; undefined elsewhere. */
  device: string | undefined;
  /** True when this user has signed in from this address before. */
  isKnownAddress: boolean;
}

/** Limits guessing of passwords. An attempt counts from its start, so that parallel attempts gain nothing. */
export interface SignInLimits {
  /** Counts an attempt; returns the first limit that is spent, undefined when it may proceed. */
  attempt: (attempt: PasswordAttempt) => Promise<SpentLimit | undefined>;
  /** The password was right: the attempt does not count. */
  succeeded: (attempt: PasswordAttempt) => Promise<void>;
}

/**
 * Limits that live as long as the process. What one limit refuses does not count towards the next, so that few addresses
 * cannot spend an account's limit. The owner is never refused for what others do elsewhere: in a browser of theirs only
 * what was entered there counts, and at an address of theirs only what was entered for them there.
 */
export function createSignInLimits(): SignInLimits {
  const limiter = (kind: LimitKind) => new RateLimiterMemory({ points: MOST[kind], duration: WINDOW_SECONDS });
  const limiters: Readonly<Record<LimitKind, RateLimiterMemory>> = {
    device: limiter('device'),
    address: limiter('address'),
    pair: limiter('pair'),
    account: limiter('account'),
  };
  return {
    attempt: async (attempt) => {
      for (const kind of kindsOf(attempt)) {
        const waitMs = await wait(limiters[kind], keyOf(kind, attempt));
        if (waitMs > 0) return { kind, waitMs };
      }
      return undefined;
    },
    succeeded: async (attempt) => {
      await Promise.all(kindsOf(attempt).map((kind) => limiters[kind].reward(keyOf(kind, attempt), 1)));
    },
  };
}

/** The limits of an attempt, in order. */
function kindsOf({ device, isKnownAddress }: PasswordAttempt): LimitKind[] {
  if (device !== undefined) return ['device'];
  return isKnownAddress ? ['pair'] : ['address', 'pair', 'account'];
}

function keyOf(kind: LimitKind, { name, address, device = '' }: PasswordAttempt): string {
  const folded = name.toLowerCase();
  if (kind === 'address') return address;
  if (kind === 'account') return folded;
  return JSON.stringify([folded, kind === 'device' ? device : address]);
}

/** Takes a point; returns the milliseconds until there is one again if none is left. */
async function wait(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
}
