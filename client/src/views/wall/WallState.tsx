import { isCutOff } from '@tunnelwatch/shared/cluster-trouble';
import type { ClusterBrief } from '@tunnelwatch/shared/cluster-view';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import type { Status } from '@tunnelwatch/shared/protocol';
import { formatClock, formatDateTime } from '../../format/format-time.js';
import { clusterTexts } from '../../format/cluster-text.js';
import { inputTroubleTexts } from '../../format/input-trouble.js';
import type { Freshness } from '../../live/freshness.js';
import { useLink } from '../../live/use-live.js';
import { useTick } from '../../time/ticker.js';
import { useServerNow } from '../../time/use-server-now.js';
import styles from './WallPage.module.css';

interface WallStateProps {
  readonly freshness: Freshness | null;
  readonly status: Pick<Status, 'storeError' | 'dataTrouble' | 'input' | 'cluster'> | null;
}

/** How true the wall is: bars that push the rest down and cover nothing; none while it is live and complete. */
export function WallState({ freshness, status }: WallStateProps) {
  const storeError = status?.storeError ?? null;
  const dataTrouble = status?.dataTrouble ?? null;
  const input = status?.input ?? null;
  const troubles = inputTroubleTexts(input);
  const [loss, ...others] = input?.lost == null ? [undefined, ...troubles] : troubles;
  return (
    <>
      <LinkBar freshness={freshness} />
      <ClusterBars cluster={status?.cluster} />
      {storeError === null ? null : <div className={styles.losing}>NOT STORING · {storeError}</div>}
      {dataTrouble === null ? null : <div className={styles.losing}>DATA DAMAGED OR MISSING · {dataTrouble}</div>}
      {loss === undefined ? null : <div className={styles.losing}>{loss}</div>}
      {others.length === 0 ? null : <div className={styles.notice}>{others.join(' · ')}</div>}
      {freshness?.state === 'past' ? (
        <div className={styles.notice}>
          OLD DATA · ends {formatDateTime(freshness.newest)}, {formatSpan(freshness.ageMs)} ago
        </div>
      ) : null}
    </>
  );
}

/** That the cluster, or this node of it, takes nothing in, and that its store cannot be relied on. */
function ClusterBars({ cluster }: { readonly cluster: ClusterBrief | null | undefined }) {
  const now = useServerNow();
  if (cluster == null) return null;
  const { cutOff, differs } = clusterTexts(cluster);
  return (
    <>
      {isCutOff(cluster, now) ? (
        <div className={`${styles.losing ?? ''} ${styles.wrapped ?? ''}`} role="alert">
          {cutOff.title} · {cutOff.reason}
        </div>
      ) : null}
      {differs === null ? null : (
        <div className={differs.isError ? styles.losing : styles.notice}>
          {differs.title} {differs.remedy}
        </div>
      )}
    </>
  );
}

function LinkBar({ freshness }: Pick<WallStateProps, 'freshness'>) {
  const { link } = useLink();
  const tick = useTick();
  if (link.state === 'otherVersion') {
    return (
      <div className={styles.offline} role="alert">
        <strong>NEW VERSION</strong> <span>reloading</span>
      </div>
    );
  }
  if (link.state === 'disconnected') {
    return (
      <div className={styles.offline} role="alert">
        <strong>DISCONNECTED</strong>{' '}
        <span aria-hidden="true">
          for {formatSpan(tick - link.since)} · no contact since {formatClock(link.since)} · reconnecting
        </span>
      </div>
    );
  }
  if (freshness?.state !== 'stale') return null;
  return (
    <div className={styles.stale} role="alert">
      <strong>STALE</strong>{' '}
      <span aria-hidden="true">
        no data for {formatSpan(freshness.ageMs)} · last at {formatClock(freshness.newest)}
      </span>
    </div>
  );
}
