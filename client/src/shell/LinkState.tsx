import { formatSpan } from '../format/format-time.js';
import type { Freshness } from '../live/freshness.js';
import { useLink } from '../live/use-live.js';
import { useTick } from '../time/ticker.js';
import styles from './StatusStrip.module.css';

/** One word for the picture as a whole: CONNECTING, LIVE, STALE or DISCONNECTED, the last two with how long. */
export function LinkState({ freshness }: { readonly freshness: Freshness | null }) {
  const { link } = useLink();
  const tick = useTick();
  if (link.state === 'connecting') return <span className={styles.connecting}>CONNECTING</span>;
  if (link.state === 'disconnected') {
    return (
      <span
        className={styles.disconnected}
        role="alert"
        title={`Reconnecting for as long as it takes (${link.reason})`}
      >
        DISCONNECTED {formatSpan(tick - link.since)}
      </span>
    );
  }
  if (freshness?.state === 'stale') {
    return (
      <span className={styles.stale} role="alert" title="No line has arrived for longer than the limit">
        STALE {formatSpan(freshness.ageMs)}
      </span>
    );
  }
  return (
    <span className={styles.live}>
      <span className={styles.liveDot} aria-hidden="true" />
      LIVE
    </span>
  );
}
