import { DAY_MS } from '@tunnelwatch/shared/time-units';

/** Clocks may run ahead by this much. */
const MAX_AHEAD_MS = DAY_MS;
const HALF_YEAR_MS = 182 * DAY_MS;

/** What is known of the time of a file's next line. Times are epoch ms. */
export interface FileTimes {
  /** Last change of the file; 0 when it is not known. */
  changedAt: number;
  /** True when everything written until the last poll was read, so that the next line was written just now. */
  isCaughtUp: boolean;
}

/**
 * The time that a stamp without a year lies near to: for a line that was written just now, that of the change; for one that
 * is read late, half a year before the last change, so that the newest matching year that the change allows is the
 * nearest. The line before has no say: a single stray stamp would move all that follow it by a year.
 */
export function nearTime({ changedAt, isCaughtUp }: FileTimes, now: number): number {
  // A file server's clock may run ahead: nothing was written after now.
  const usual = changedAt > 0 ? Math.min(changedAt, now) : now;
  return isCaughtUp ? usual : usual + MAX_AHEAD_MS - HALF_YEAR_MS;
}
