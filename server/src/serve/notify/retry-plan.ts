import { DAY_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** A receiver that is down is tried with new urgent messages at most this often. */
export const MIN_GAP_MS = 1000;
const FIRST_MS = 1000;
const LONGEST_MS = 5 * MINUTE_MS;
const GIVEN_UP_AFTER_MS = DAY_MS;
/** Share of a pause that chance takes away, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * The wait after the n-th consecutive failed attempt, milliseconds: 1 s, 2 s, 4 s … at most 5 min, minus a random part
 * of up to a fifth. Worked example: after the third, 4 s × (1 − 0.2 × 0.5) = 3.6 s.
 * @param attempts 1 and more
 * @param chance 0 to 1
 */
export function pauseAfter(attempts: number, chance: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 30));
  return Math.round(whole * (1 - JITTER * chance));
}

/** True for what has been tried for a day: by then operators have found out elsewhere. Both epoch ms. */
export function isGivenUp(madeAt: number, now: number): boolean {
  return now - madeAt >= GIVEN_UP_AFTER_MS;
}

/** A receiver may ask for so much time; for more it cannot be left alone without hiding what is urgent. */
const LONGEST_ASKED_MS = 15 * MINUTE_MS;

/**
 * The wait that a response asks for by `Retry-After` (RFC 9110, section 10.2.3), milliseconds: a number of seconds or an
 * HTTP date, at least a second and at most a quarter of an hour. Undefined for none, and for what is neither.
 * @param now epoch ms
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - now : Number.NaN;
  return Number.isNaN(asked) ? undefined : Math.min(LONGEST_ASKED_MS, Math.max(1000, asked));
}
