import type { Status } from '@tunnelwatch/shared/protocol';
import { formatClock, formatDateTime, formatSpan } from '../../format/format-time.js';
import type { Freshness } from '../../live/freshness.js';
import { useLink } from '../../live/use-live.js';
import { useTick } from '../../time/ticker.js';
import styles from './WallPage.module.css';

/** What cannot be overlooked: the picture behind it is no longer live. Null while it is. */
export function WallOverlay({ freshness }: { readonly freshness: Freshness | null }) {
  const { link } = useLink();
  const tick = useTick();
  if (link.state === 'disconnected') {
    return (
      <div className={styles.overlayDisconnected} role="alert">
        <strong>DISCONNECTED</strong>
        <span aria-hidden="true">
          for {formatSpan(tick - link.since)} · last heard {formatClock(link.since)} · trying again
        </span>
      </div>
    );
  }
  if (freshness?.state !== 'stale') return null;
  return (
    <div className={styles.overlayStale} role="alert">
      <strong>STALE</strong>
      <span aria-hidden="true">
        no line for {formatSpan(freshness.ageMs)} · last at {formatClock(freshness.newest)}
      </span>
    </div>
  );
}

interface WallMarksProps {
  readonly freshness: Freshness | null;
  readonly status: Pick<Status, 'storeError' | 'dataTrouble' | 'flood'> | null;
}

/** Marks of the wall as a whole: data of the past, a store that takes nothing, a flood of alerts. */
export function WallMarks({ freshness, status }: WallMarksProps) {
  const storeError = status?.storeError ?? null;
  const dataTrouble = status?.dataTrouble ?? null;
  const floodSince = status?.flood?.since ?? null;
  return (
    <>
      {storeError === null ? null : <div className={styles.storeError}>NOT STORING · {storeError}</div>}
      {dataTrouble === null ? null : <div className={styles.storeError}>DATA DAMAGED OR MISSING · {dataTrouble}</div>}
      {floodSince === null ? null : <div className={styles.past}>FLOOD OF ALERTS since {formatClock(floodSince)}</div>}
      {freshness?.state === 'past' ? (
        <div className={styles.past}>
          PAST · data ends {formatDateTime(freshness.newest)}, {formatSpan(freshness.ageMs)} ago
        </div>
      ) : null}
    </>
  );
}
