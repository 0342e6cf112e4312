import type { ClusterCollector } from '@tunnelwatch/shared/cluster';
import { isSilent, isSpoolFilling } from '@tunnelwatch/shared/cluster-trouble';
import { formatBytes, formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import styles from './MemberTable.module.css';
import { heardText } from './NodeTable.js';

interface CollectorTableProps {
  readonly collectors: readonly ClusterCollector[];
  /** For how long nothing has been reported at all, milliseconds; 0 while reports come. */
  readonly unheardMs: number;
}

/** The collectors, and what waits at each. */
export function CollectorTable({ collectors, unheardMs }: CollectorTableProps) {
  return (
    <table className={styles.table} aria-label="Collectors">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Version</th>
          <th scope="col" className={styles.number}>
            Sources
          </th>
          <th scope="col" className={styles.number} title="What it has read and the cluster has not taken">
            Waiting
          </th>
          <th scope="col" title="Share of cluster.spoolBytes in use">
            Spool
          </th>
          <th scope="col" className={styles.number}>
            Last heard
          </th>
        </tr>
      </thead>
      <tbody>
        {collectors.map((collector) => (
          <CollectorRow key={collector.name} collector={collector} unheardMs={unheardMs} />
        ))}
      </tbody>
    </table>
  );
}

interface CollectorRowProps {
  readonly collector: ClusterCollector;
  readonly unheardMs: number;
}

function CollectorRow({ collector, unheardMs }: CollectorRowProps) {
  const { name, version, sources, waitingBatches, waitingBytes, limitBytes, heardMs } = collector;
  const isFilling = isSpoolFilling(collector);
  return (
    <tr>
      <th scope="row">{visibleText(name)}</th>
      <td data-label="Version">{visibleText(version)}</td>
      <td data-label="Sources" className={styles.number}>
        {formatCount(sources)}
      </td>
      <td data-label="Waiting" className={styles.number}>
        {waitingBatches === 0
          ? 'Nothing'
          : `${formatBytes(waitingBytes)} in ${formatCount(waitingBatches)} ${waitingBatches === 1 ? 'batch' : 'batches'}`}
      </td>
      <td data-label="Spool" className={isFilling ? styles.fault : undefined}>
        <span className={styles.fill} title={`${formatBytes(waitingBytes)} of ${formatBytes(limitBytes)}`}>
          <svg className={styles.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="4" fill="var(--line-strong)" />
            <rect
              width={limitBytes === 0 ? 0 : Math.min(100, (waitingBytes / limitBytes) * 100)}
              height="4"
              fill={isFilling ? 'var(--fault)' : 'var(--text-soft)'}
            />
          </svg>
          {formatShare(waitingBytes, limitBytes)}
        </span>
      </td>
      <td data-label="Last heard" className={isSilent(collector) ? styles.cautionNumber : styles.number}>
        {heardText(heardMs + unheardMs)}
      </td>
    </tr>
  );
}
