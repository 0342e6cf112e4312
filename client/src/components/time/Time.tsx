import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import { formatClock, formatDate, formatDateTime, formatIso } from '../../format/format-time.js';
import { useServerNow } from '../../time/use-server-now.js';

const NEAR_MS = 20 * HOUR_MS;

/** A point in time, local, with the date if it is not within the last hours; the title is the exact time with its zone. */
export function Time({ at, full = false }: { readonly at: number; readonly full?: boolean }) {
  const now = useServerNow();
  const isShort = !full && hasNoDate(at, now);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatIso(at)}>
      {isShort ? formatClock(at) : formatDateTime(at)}
    </time>
  );
}

/** Whether a time is so near to now that it is shown without its date. */
export function hasNoDate(at: number, now: number): boolean {
  return Math.abs(now - at) < NEAR_MS && formatDate(at) === formatDate(now);
}
