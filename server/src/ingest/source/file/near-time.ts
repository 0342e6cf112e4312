const DAY_MS = 86_400_000;

/** A clock may run ahead of the file system's by this much; a stamp further ahead says nothing about others. */
const MAX_AHEAD_MS = DAY_MS;
const HALF_YEAR_MS = 182 * DAY_MS;

/** What is known of the time of the next line of a file. Times are epoch ms. */
export interface FileTimes {
  /** Last change of the file; 0 when it is not known. */
  changedAt: number;
  /** Receiver's time of the event before, in this file or the one before it. */
  newestTime: number | undefined;
  /** True when everything written until the last look was read, so that the next line was written just now. */
  isCaughtUp: boolean;
  /** True when an earlier run has read a part of the file. */
  isContinued: boolean;
}

/**
 * The time that a stamp lies nearest to which does not say its year, or which of two equal hours it means: of a file that
 * is followed, its last change; of one that is read behind time, the line before. The first line of a file was written
 * before its last change, be it by months: the time half a year before that makes the newest year that fits the nearest.
 */
export function nearTime({ changedAt, newestTime, isCaughtUp, isContinued }: FileTimes, now: number): number {
  // A file server's clock may run ahead: nothing was written after now.
  const usual = changedAt > 0 ? Math.min(changedAt, now) : now;
  if (isCaughtUp) return usual;
  if (newestTime !== undefined) return Math.min(newestTime, now + MAX_AHEAD_MS);
  return isContinued ? usual : usual + MAX_AHEAD_MS - HALF_YEAR_MS;
}
