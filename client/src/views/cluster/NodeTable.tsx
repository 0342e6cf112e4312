import type { ClusterNode, ClusterStatus } from '@tunnelwatch/shared/cluster';
import { isBehind, isSilent } from '@tunnelwatch/shared/cluster-trouble';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { behindText, STORE_LABEL, STORE_MEANING } from './cluster-labels.js';
import styles from './MemberTable.module.css';

interface NodeTableProps {
  readonly status: ClusterStatus;
  /** For how long nothing has been reported at all, milliseconds; 0 while reports come. */
  readonly unheardMs: number;
}

/** The nodes by name, and how far each has come. */
export function NodeTable({ status: { nodes, member, state }, unheardMs }: NodeTableProps) {
  const versions = new Set(nodes.map(({ version }) => version));
  return (
    <table className={styles.table} aria-label="Nodes">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Version</th>
          <th scope="col" className={styles.number} title="The number of the last message that it has applied">
            Applied
          </th>
          <th scope="col" className={styles.number}>
            Behind
          </th>
          <th scope="col" title="The one that notifies, and tells what its rules find">
            Acting
          </th>
          <th scope="col" title="Compared with the store of this node">
            Store
          </th>
          <th scope="col" className={styles.number}>
            Last heard
          </th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <NodeRow
            key={node.name}
            node={node}
            state={state}
            isOwn={node.name === member}
            isOddVersion={versions.size > 1}
            unheardMs={unheardMs}
          />
        ))}
      </tbody>
    </table>
  );
}

interface NodeRowProps {
  readonly node: ClusterNode;
  readonly state: ClusterStatus['state'];
  readonly isOwn: boolean;
  readonly isOddVersion: boolean;
  readonly unheardMs: number;
}

function NodeRow({ node, state, isOwn, isOddVersion, unheardMs }: NodeRowProps) {
  const { name, version, sequence, isActing, store, heardMs } = node;
  return (
    <tr>
      <th scope="row">
        {visibleText(name)} {isOwn ? <span className={styles.tag}>this node</span> : null}
      </th>
      <td data-label="Version" className={isOddVersion ? styles.caution : undefined}>
        {visibleText(version)}
      </td>
      <td data-label="Applied" className={styles.number}>
        {formatCount(sequence)}
      </td>
      <td data-label="Behind" className={isBehind(node) && !isSilent(node) ? styles.cautionNumber : styles.number}>
        {behindText(node, state)}
      </td>
      <td data-label="Acting">{isActing ? 'Yes' : 'No'}</td>
      <td
        data-label="Store"
        className={store === 'differs' && !isOwn ? styles.fault : undefined}
        title={isOwn ? undefined : STORE_MEANING[store]}
      >
        {isOwn ? '–' : STORE_LABEL[store]}
      </td>
      <td data-label="Last heard" className={isSilent(node) ? styles.cautionNumber : styles.number}>
        {isOwn && unheardMs === 0 ? 'now' : heardText(heardMs + unheardMs)}
      </td>
    </tr>
  );
}

/** When a member was last heard of. */
export function heardText(ms: number): string {
  return ms < 2000 ? 'now' : `${formatSpan(ms)} ago`;
}
