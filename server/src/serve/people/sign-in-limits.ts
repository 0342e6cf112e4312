import { iso } from '@tunnelwatch/shared/iso-time';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Refusal } from './people-store.js';

export const LIMIT_KINDS = ['device', 'address', 'pair', 'account'] as const;
/** What there were too many wrong passwords of. */
export type LimitKind = (typeof LIMIT_KINDS)[number];

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

/** What a limit has counted: 1 for an attempt, -1 for one that does not count after all. */
export interface CountedAttempt {
  kind: LimitKind;
  /** Of whom, as the limit tells them apart. */
  key: string;
  points: 1 | -1;
}

/** Limits guessing of passwords. An attempt counts from its start, so that parallel attempts gain nothing. */
export interface SignInLimits {
  /** Counts an attempt; returns the first limit that is spent, undefined when it may proceed. */
  attempt: (attempt: PasswordAttempt) => Promise<SpentLimit | undefined>;
  /** The password was right: the attempt does not count. */
  succeeded: (attempt: PasswordAttempt) => Promise<void>;
  /** Another node of the cluster has counted an attempt. */
  note: (counted: CountedAttempt) => Promise<void>;
}

/**
 * Limits that live as long as the process. What one limit refuses does not count towards the next, so that few addresses
 * cannot spend an account's limit. The owner is never refused for what others do elsewhere: in a browser of theirs only
 * what was entered there counts, and at an address of theirs only what was entered for them there.
 * @param onCounted told what is counted here, for the other nodes of a cluster
 */
export function createSignInLimits(
  onCounted: (counted: readonly CountedAttempt[]) => void = () => undefined,
): SignInLimits {
  const limiter = (kind: LimitKind) => new RateLimiterMemory({ points: MOST[kind], duration: WINDOW_SECONDS });
  const limiters: Readonly<Record<LimitKind, RateLimiterMemory>> = {
    device: limiter('device'),
    address: limiter('address'),
    pair: limiter('pair'),
    account: limiter('account'),
  };
  return {
    attempt: async (attempt) => {
      const counted: CountedAttempt[] = [];
      let spent: SpentLimit | undefined;
      for (const kind of kindsOf(attempt)) {
        const key = keyOf(kind, attempt);
        const waitMs = await wait(limiters[kind], key);
        if (waitMs > 0) {
          spent = { kind, waitMs };
          break;
        }
        counted.push({ kind, key, points: 1 });
      }
      if (counted.length > 0) onCounted(counted);
      return spent;
    },
    succeeded: async (attempt) => {
      const returned = kindsOf(attempt).map((kind) => ({ kind, key: keyOf(kind, attempt), points: -1 as const }));
      await Promise.all(returned.map(({ kind, key }) => limiters[kind].reward(key, 1)));
      onCounted(returned);
    },
    note: async ({ kind, key, points }) => {
      if (points === 1) await limiters[kind].penalty(key, 1);
      else await limiters[kind].reward(key, 1);
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
