import type { ClusterNode, ClusterStatus } from '@tunnelwatch/shared/cluster';
import { isBehind, isSilent } from '@tunnelwatch/shared/cluster-trouble';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { RecordTable } from '../../components/table/RecordTable.js';
import { behindText, heardText, STORE_LABEL, STORE_MEANING } from './cluster-labels.js';
import styles from './ClusterPage.module.css';

interface NodeTableProps {
  readonly status: ClusterStatus;
  /** For how long nothing has been reported at all, milliseconds; 0 while reports come. */
  readonly unheardMs: number;
}

/** The nodes by name, and how far each has come. */
export function NodeTable({ status: { nodes, member, state }, unheardMs }: NodeTableProps) {
  const isMixed = new Set(nodes.map(({ version }) => version)).size > 1;
  const isOwn = ({ name }: ClusterNode): boolean => name === member;
  return (
    <RecordTable
      label="Nodes"
      rows={nodes}
      keyOf={({ name }) => name}
      columns={[
        {
          title: 'Name',
          cell: (node) => (
            <>
              {visibleText(node.name)} {isOwn(node) ? <span className={styles.tag}>this node</span> : null}
            </>
          ),
        },
        {
          title: 'Version',
          cell: ({ version }) => <span className={isMixed ? styles.caution : undefined}>{visibleText(version)}</span>,
        },
        {
          title: 'Applied',
          hint: 'The number of the last message that it has applied',
          isNumber: true,
          cell: ({ sequence }) => formatCount(sequence),
        },
        {
          title: 'Behind',
          isNumber: true,
          cell: (node) => (
            <span className={isBehind(node) && !isSilent(node) ? styles.cautionStrong : undefined}>
              {behindText(node, state)}
            </span>
          ),
        },
        {
          title: 'Acting',
          hint: 'The one that notifies, and tells what its rules find',
          cell: ({ isActing }) => (isActing ? 'Yes' : 'No'),
        },
        {
          title: 'Store',
          hint: 'Compared with the store of this node',
          cell: (node) =>
            isOwn(node) ? (
              '–'
            ) : (
              <span className={node.store === 'differs' ? styles.fault : undefined} title={STORE_MEANING[node.store]}>
                {STORE_LABEL[node.store]}
              </span>
            ),
        },
        {
          title: 'Last heard',
          isNumber: true,
          cell: (node) => (
            <span className={isSilent(node) ? styles.cautionStrong : undefined}>
              {isOwn(node) && unheardMs === 0 ? 'now' : heardText(node.heardMs + unheardMs)}
            </span>
          ),
        },
      ]}
    />
  );
}
