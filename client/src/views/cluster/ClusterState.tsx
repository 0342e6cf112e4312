import type { ClusterStatus } from '@tunnelwatch/shared/cluster';
import { clusterTroubles } from '@tunnelwatch/shared/cluster-trouble';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { capitalized } from '../../format/capitalized.js';
import { formatDateTime } from '../../format/format-time.js';
import styles from './ClusterState.module.css';
import { STATE_LABEL, STATE_REMEDY, troubleText } from './cluster-labels.js';

interface ClusterStateProps {
  readonly status: ClusterStatus;
  readonly now: number;
}

/** Whether the cluster takes inputs, and what is wrong with it, with the remedy. */
export function ClusterState({ status, now }: ClusterStateProps) {
  const troubles = clusterTroubles(status).map(troubleText);
  const { state, since, reason } = status;
  const isConnected = state === 'connected';
  return (
    <section className={styles.state} aria-label="State of the cluster">
      <p className={isConnected ? styles.connected : styles.cutOff} role="status">
        <SeverityShape shape={isConnected ? 'circle' : 'octagon'} />
        <strong>{STATE_LABEL[state]}</strong>
        {isConnected ? <span>The cluster “{visibleText(status.name)}” takes inputs.</span> : null}
        {since === null ? null : (
          <span>
            since {formatDateTime(since)} <span aria-hidden="true">({formatSpan(now - since)})</span>
          </span>
        )}
      </p>
      {isConnected ? null : (
        <p className={styles.reason}>
          {reason === null ? null : `${capitalized(visibleText(reason)).replace(/\.$/, '')}. `}
          {STATE_REMEDY[state]}
        </p>
      )}
      {troubles.length === 0 ? null : (
        <ul className={styles.troubles} aria-label="What is wrong">
          {troubles.map(({ title, remedy, level }) => (
            <li key={title} className={styles[level]}>
              <SeverityShape shape={level === 'error' ? 'triangle' : 'diamond'} />
              <span>
                <strong>{title}</strong> {remedy}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
