import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Refusal } from './people-store.js';

/** What somebody hears who has guessed too often. @param waitMs until the next attempt */
export function tooManyAttempts(waitMs: number): Refusal {
  const minutes = String(Math.ceil(waitMs / MINUTE_MS));
  const detail = `too many wrong passwords: try again in ${minutes} min`;
  return { ok: false, status: 429, code: 'too-many-requests', detail };
}

const WINDOW_SECONDS = 15 * 60;

/** Attempts within a quarter of an hour. Few for one name from one address; more for all that others may be guilty of. */
const MOST = { pair: 10, address: 50, name: 200 } as const;

/** Brakes on guessing passwords. An attempt counts from its start, so that many at once are not better than one by one. */
export interface SignInLimits {
  /** Counts an attempt; gives the milliseconds to wait, 0 when it may go on. */
  attempt: (name: string, address: string) => Promise<number>;
  /** It was the right one: it does not count. */
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

/** Takes a point; the milliseconds until there is one again where none is left. */
async function wait(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
}
