import { COUNTED_CLASSES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { ClassLabel } from '../../components/badge/ClassLabel.js';
import { Panel } from '../../components/layout/Panel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './TunnelClasses.module.css';

/** Counts of every class. A class that was never seen is distinguished from one without current events. */
export function TunnelClasses({ tunnel }: { readonly tunnel: Tunnel }) {
  return (
    <Panel title="Counts by class">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col" title="Up to the newest event if the data is old">
              Last 60 min
            </th>
            <th scope="col">All stored</th>
          </tr>
        </thead>
        <tbody>
          {COUNTED_CLASSES.map((name) => (
            <ClassCountRow key={name} failureClass={name} tunnel={tunnel} />
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        Gateways log drops only, so there is no share of traffic to show. Receiver filters and lost datagrams make every
        count a lower bound, and “never seen” does not prove that it never happened.
      </p>
    </Panel>
  );
}

function ClassCountRow({ failureClass, tunnel }: { readonly failureClass: FailureClass; readonly tunnel: Tunnel }) {
  const stored = tunnel.counts[failureClass];
  if (stored === undefined) {
    return (
      <tr className={styles.never}>
        <th scope="row">
          <ClassLabel failureClass={failureClass} />
        </th>
        <td>–</td>
        <td>never seen</td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">
        <ClassLabel failureClass={failureClass} />
      </th>
      <td>{formatCount(tunnel.recent[failureClass] ?? 0)}</td>
      <td>{formatCount(stored)}</td>
    </tr>
  );
}
