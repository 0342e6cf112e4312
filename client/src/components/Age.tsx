import { formatIso, formatSpan } from '../format/format-time.js';
import { useServerNow } from '../time/use-server-now.js';

interface AgeProps {
  /** Epoch milliseconds; null for never. */
  readonly at: number | null;
  /** Written behind the span, such as "ago". */
  readonly suffix?: string;
}

/** How long ago something was, by the server's clock; it ticks by itself and has the exact time as its title. */
export function Age({ at, suffix }: AgeProps) {
  const now = useServerNow();
  if (at === null) return <span>never</span>;
  const text = formatSpan(now - at);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatIso(at)}>
      {suffix === undefined ? text : `${text} ${suffix}`}
    </time>
  );
}
