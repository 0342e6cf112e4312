const DAY_MS = 86_400_000;

/** A clock may run ahead of the file system's by this much; a stamp further ahead says nothing about others. */
const MAX_AHEAD_MS = DAY_MS;
const HALF_YEAR_MS = 182 * DAY_MS;

/** What is known of the time of a file's next line. Times are epoch ms. */
export interface FileTimes {
  /** Last change of the file; 0 when it is not known. */
  changedAt: number;
  /** Receiver's time of the previous event, in this file or the one before it. */
  newestTime: number | undefined;
  /** True when everything written until the last poll was read, so that the next line was written just now. */
  isCaughtUp: boolean;
  /** True when part of the file was read in an earlier run. */
  isContinued: boolean;
}

/**
 * The reference time for a stamp that lacks its year, or which of two equal hours it means: for a followed file, its
 * last change; for one that is read late, the previous line. The first line of a file was written before its last
 * change, perhaps by months: with the time half a year before that, the newest matching year is the nearest.
 */
export function nearTime({ changedAt, newestTime, isCaughtUp, isContinued }: FileTimes, now: number): number {
  // A file server's clock may run ahead: nothing was written after now.
  const usual = changedAt > 0 ? Math.min(changedAt, now) : now;
  if (isCaughtUp) return usual;
  if (newestTime !== undefined) return Math.min(newestTime, now + MAX_AHEAD_MS);
  return isContinued ? usual : usual + MAX_AHEAD_MS - HALF_YEAR_MS;
}
