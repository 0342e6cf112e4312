import type { ClusterCollector } from '@tunnelwatch/shared/cluster';
import { isSilent, isSpoolFilling } from '@tunnelwatch/shared/cluster-trouble';
import { formatBytes, formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { RecordTable } from '../../components/table/RecordTable.js';
import { heardText } from './cluster-labels.js';
import styles from './ClusterPage.module.css';

interface CollectorTableProps {
  readonly collectors: readonly ClusterCollector[];
  /** For how long nothing has been reported at all, milliseconds; 0 while reports come. */
  readonly unheardMs: number;
}

/** The collectors, and what waits at each. */
export function CollectorTable({ collectors, unheardMs }: CollectorTableProps) {
  return (
    <RecordTable
      label="Collectors"
      rows={collectors}
      keyOf={({ name }) => name}
      columns={[
        { title: 'Name', cell: ({ name }) => visibleText(name) },
        { title: 'Version', cell: ({ version }) => visibleText(version) },
        { title: 'Sources', isNumber: true, cell: ({ sources }) => formatCount(sources) },
        {
          title: 'Waiting',
          hint: 'What it has read and the cluster has not taken',
          isNumber: true,
          cell: waitingText,
        },
        {
          title: 'Spool',
          hint: 'Share of cluster.spoolBytes in use',
          cell: (collector) => <Spool collector={collector} />,
        },
        {
          title: 'Last heard',
          isNumber: true,
          cell: (collector) => (
            <span className={isSilent(collector) ? styles.cautionStrong : undefined}>
              {heardText(collector.heardMs + unheardMs)}
            </span>
          ),
        },
      ]}
    />
  );
}

function waitingText({ waitingBatches, waitingBytes }: ClusterCollector): string {
  if (waitingBatches === 0) return 'Nothing';
  const batches = `${formatCount(waitingBatches)} ${waitingBatches === 1 ? 'batch' : 'batches'}`;
  return `${formatBytes(waitingBytes)} in ${batches}`;
}

function Spool({ collector }: { readonly collector: ClusterCollector }) {
  const { waitingBytes, limitBytes } = collector;
  const isFilling = isSpoolFilling(collector);
  return (
    <span
      className={isFilling ? styles.spoolFilling : styles.spool}
      title={`${formatBytes(waitingBytes)} of ${formatBytes(limitBytes)}`}
    >
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
  );
}
