import type { Status } from '@tunnelwatch/shared/protocol';
import { formatClock, formatDateTime } from '../../format/format-time.js';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { inputTroubleTexts } from '../../format/input-trouble.js';
import type { Freshness } from '../../live/freshness.js';
import { useLink } from '../../live/use-live.js';
import { useTick } from '../../time/ticker.js';
import styles from './WallPage.module.css';

/** Covers a wall that is no longer live; null while it is live. */
export function WallOverlay({ freshness }: { readonly freshness: Freshness | null }) {
  const { link } = useLink();
  const tick = useTick();
  if (link.state === 'otherVersion') {
    return (
      <div className={styles.overlayDisconnected} role="alert">
        <strong>NEW VERSION</strong>
        <span>reloading</span>
      </div>
    );
  }
  if (link.state === 'disconnected') {
    return (
      <div className={styles.overlayDisconnected} role="alert">
        <strong>DISCONNECTED</strong>
        <span aria-hidden="true">
          for {formatSpan(tick - link.since)} · no contact since {formatClock(link.since)} · reconnecting
        </span>
      </div>
    );
  }
  if (freshness?.state !== 'stale') return null;
  return (
    <div className={styles.overlayStale} role="alert">
      <strong>STALE</strong>
      <span aria-hidden="true">
        no data for {formatSpan(freshness.ageMs)} · last at {formatClock(freshness.newest)}
      </span>
    </div>
  );
}

interface WallMarksProps {
  readonly freshness: Freshness | null;
  readonly status: Pick<Status, 'storeError' | 'dataTrouble' | 'flood' | 'input'> | null;
}

/** Notices of the whole wall: stale data, a store that refuses data, input that is lost or not read, an alert flood. */
export function WallMarks({ freshness, status }: WallMarksProps) {
  const storeError = status?.storeError ?? null;
  const dataTrouble = status?.dataTrouble ?? null;
  const floodSince = status?.flood?.since ?? null;
  return (
    <>
      {storeError === null ? null : <div className={styles.storeError}>NOT STORING · {storeError}</div>}
      {dataTrouble === null ? null : <div className={styles.storeError}>DATA DAMAGED OR MISSING · {dataTrouble}</div>}
      <InputMarks input={status?.input ?? null} />
      {floodSince === null ? null : <div className={styles.past}>ALERT FLOOD since {formatClock(floodSince)}</div>}
      {freshness?.state === 'past' ? (
        <div className={styles.past}>
          OLD DATA · ends {formatDateTime(freshness.newest)}, {formatSpan(freshness.ageMs)} ago
        </div>
      ) : null}
    </>
  );
}

/** What is lost, not read or not understood, each on a line of its own. */
function InputMarks({ input }: { readonly input: Status['input'] }) {
  const isLosing = input?.lost != null;
  return inputTroubleTexts(input).map((text, index) => (
    <div key={text} className={isLosing && index === 0 ? styles.storeError : styles.past}>
      {text}
    </div>
  ));
}
