import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Refusal } from './people-store.js';

/** The message after too many attempts. @param waitMs until the next attempt */
export function tooManyAttempts(waitMs: number): Refusal {
  const minutes = String(Math.ceil(waitMs / MINUTE_MS));
  const detail = `too many wrong passwords: try again in ${minutes} min`;
  return { ok: false, status: 429, code: 'too-many-requests', detail };
}

const WINDOW_SECONDS = 15 * 60;

/** Attempts within a quarter of an hour. Few for one name from one address; more for those that others may be causing. */
const MOST = { pair: 10, address: 50, name: 200 } as const;

/** Limits guessing of passwords. An attempt counts from its start, so that parallel attempts gain nothing. */
export interface SignInLimits {
  /** Counts an attempt; returns the milliseconds to wait, 0 when it may proceed. */
  attempt: (name: string, address: string) => Promise<number>;
  /** The password was right: the attempt does not count. */
  succeeded: (name: string, address: string) => Promise<void>;
}

/** Limits that live as long as the process. */
export function createSignInLimits(): SignInLimits {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  const kinds = [
    { limiter: limiter(MOST.pair), key: (name: string, address: string) => JSON.stringify([name, address]) },
    { limiter: limiter(MOST.address), key: (_name: string, address: string) => address },
    { limiter: limiter(MOST.name), key: (name: string) => name },
  ];
  return {
    attempt: async (name, address) => {
      const folded = name.toLowerCase();
      const waits = await Promise.all(kinds.map((kind) => wait(kind.limiter, kind.key(folded, address))));
      return Math.max(...waits);
    },
    succeeded: async (name, address) => {
      const folded = name.toLowerCase();
      await Promise.all(kinds.map((kind) => kind.limiter.reward(kind.key(folded, address), 1)));
    },
  };
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
