import type { ShownAlert } from '@tunnelwatch/shared/alert';

const MINUTE_MS = 60_000;

/** Events a minute of late: the greater of this minute's and the one before; 0 when none came in either. `now` in epoch ms. */
export function rateNow({ rate }: Pick<ShownAlert, 'rate'>, now: number): number {
  const age = Math.floor(now / MINUTE_MS) - rate.minute;
  if (age > 1) return 0;
  return age === 1 ? rate.count : Math.max(rate.count, rate.before);
}
