import { type ClassCounts, COUNTED_CLASSES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { ClassLabel } from '../../components/badge/ClassLabel.js';
import { Panel } from '../../components/layout/Panel.js';
import { capitalized } from '../../format/capitalized.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './TunnelClasses.module.css';

interface TunnelClassesProps {
  readonly tunnel: Tunnel;
  /** The time in which `counts` were counted, in words. */
  readonly span: string;
  /** Null until they are known. */
  readonly counts: ClassCounts | null;
}

/** Counts of every class. A class that was never seen is distinguished from one without current events. */
export function TunnelClasses({ tunnel, span, counts }: TunnelClassesProps) {
  return (
    <Panel title="Counts by class">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">{capitalized(span)}</th>
            <th scope="col">All stored</th>
          </tr>
        </thead>
        <tbody>
          {COUNTED_CLASSES.map((name) => (
            <ClassCountRow
              key={name}
              failureClass={name}
              stored={tunnel.counts[name]}
              recent={counts === null ? undefined : (counts[name] ?? 0)}
            />
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

interface ClassCountRowProps {
  readonly failureClass: FailureClass;
  /** Undefined for a class that was never seen. */
  readonly stored: number | undefined;
  /** Undefined until it is known. */
  readonly recent: number | undefined;
}

function ClassCountRow({ failureClass, stored, recent }: ClassCountRowProps) {
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
      <td>{recent === undefined ? '…' : formatCount(recent)}</td>
      <td>{formatCount(stored)}</td>
    </tr>
  );
}
