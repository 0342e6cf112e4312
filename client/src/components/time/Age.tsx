import { formatIso } from '../../format/format-time.js';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useServerNow } from '../../time/use-server-now.js';

interface AgeProps {
  /** Epoch milliseconds; null for never. */
  readonly at: number | null;
  /** Shown after the span, such as "ago". */
  readonly suffix?: string;
}

/** Two clocks differ a little; a time further ahead than this is told as one, or it would look like just now. */
const AHEAD_SHOWN_MS = MINUTE_MS;

/** How long ago something was, by the server's clock; it updates itself and has the exact time as its title. */
export function Age({ at, suffix }: AgeProps) {
  const now = useServerNow();
  if (at === null) return <span>never</span>;
  const isAhead = at - now > AHEAD_SHOWN_MS;
  const text = isAhead ? `${formatSpan(at - now)} ahead` : formatSpan(now - at);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatIso(at)}>
      {suffix === undefined || isAhead ? text : `${text} ${suffix}`}
    </time>
  );
}
