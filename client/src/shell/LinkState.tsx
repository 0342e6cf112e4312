import { formatSpan } from '../format/format-time.js';
import type { Freshness } from '../live/freshness.js';
import { useLink } from '../live/use-live.js';
import { useReplay } from '../history/history-context.js';
import { useTick } from '../time/ticker.js';
import styles from './StatusStrip.module.css';

/** One word for the picture as a whole: CONNECTING, CONNECTED (to data of the past), LIVE, or STALE and DISCONNECTED with how long; REPLAY of the past. */
export function LinkState({ freshness }: { readonly freshness: Freshness | null }) {
  const { link } = useLink();
  const tick = useTick();
  const isReplay = useReplay() !== null;
  if (isReplay) return <span className={styles.replay}>REPLAY</span>;
  if (link.state === 'connecting') return <span className={styles.connecting}>CONNECTING</span>;
  if (link.state === 'disconnected') {
    return (
      <span
        className={styles.disconnected}
        role="alert"
        title={`Reconnecting for as long as it takes (${link.reason})`}
      >
        DISCONNECTED <span aria-hidden="true">{formatSpan(tick - link.since)}</span>
      </span>
    );
  }
  if (freshness?.state === 'stale') {
    return (
      <span className={styles.stale} role="alert" title="No line has arrived for longer than the limit">
        STALE <span aria-hidden="true">{formatSpan(freshness.ageMs)}</span>
      </span>
    );
  }
  // Data of the past is served by a link that stands, but nothing about it is live.
  if (freshness?.state === 'past') return <span className={styles.connecting}>CONNECTED</span>;
  return (
    <span className={styles.live}>
      <span className={styles.liveDot} aria-hidden="true" />
      LIVE
    </span>
  );
}
