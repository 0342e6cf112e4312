import { formatSpan } from '@tunnelwatch/shared/format-span';
import type { Freshness } from '../live/freshness.js';
import { useLink, useStatus } from '../live/use-live.js';
import { useHistory } from '../history/history-context.js';
import { useTick } from '../time/ticker.js';
import styles from './StatusStrip.module.css';

/** The state of the page in one word: CONNECTING, CONNECTED (old data is shown), LIVE, STALE or DISCONNECTED and for how long, NEW VERSION, or HISTORY in the time machine. */
export function LinkState({ freshness }: { readonly freshness: Freshness | null }) {
  const { link } = useLink();
  const tick = useTick();
  const status = useStatus();
  const isHistory = useHistory() !== null;
  if (isHistory) return <span className={styles.history}>HISTORY</span>;
  if (link.state === 'connecting') return <span className={styles.connecting}>CONNECTING</span>;
  if (link.state === 'otherVersion') {
    return (
      <span className={styles.disconnected} title="The server runs another version than this page: reload it">
        NEW VERSION
      </span>
    );
  }
  if (link.state === 'disconnected') {
    return (
      <span
        className={styles.disconnected}
        role="alert"
        title={`The page shows what was last received, and reconnects by itself (${link.reason}). If it lasts, check the server and the network.`}
      >
        DISCONNECTED <span aria-hidden="true">{formatSpan(tick - link.since)}</span>
      </span>
    );
  }
  if (freshness?.state === 'stale') {
    return (
      <span
        className={styles.stale}
        role="alert"
        title={
          status?.cluster == null || status.cluster.state === 'connected'
            ? 'No log line has arrived within the time limit: the page Sources says which source is silent'
            : 'Nothing arrives through the cluster: the page Cluster says why'
        }
      >
        STALE <span aria-hidden="true">{formatSpan(freshness.ageMs)}</span>
      </span>
    );
  }
  // Old files are served over a working connection, but nothing about them is live.
  if (freshness?.state === 'past') return <span className={styles.connecting}>CONNECTED</span>;
  return (
    <span className={styles.live}>
      <span className={styles.liveDot} aria-hidden="true" />
      LIVE
    </span>
  );
}
