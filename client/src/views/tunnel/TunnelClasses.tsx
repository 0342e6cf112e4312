import { COUNTED_CLASSES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { ClassLabel } from '../../components/badge/ClassLabel.js';
import { useMemo } from 'react';
import { totalsOf } from '../../charts/chart-rows.js';
import { useChartData } from '../../charts/use-chart-data.js';
import type { TimeRangeState } from '../../url-state/use-time-range.js';
import { Panel } from '../../components/layout/Panel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './TunnelClasses.module.css';

interface TunnelClassesProps {
  readonly tunnel: Tunnel;
  readonly time: TimeRangeState;
}

/** Counts of every class. A class that was never seen is distinguished from one without current events. */
export function TunnelClasses({ tunnel, time }: TunnelClassesProps) {
  const { gateway, matchkey } = tunnel;
  const isZoomed = time.range !== null;
  // Zoomed, its charts ask for the same: it is asked for once.
  const { data } = useChartData(null, { range: time.range, compare: null }, { gateway, matchkey });
  const within = useMemo(() => (data === null ? null : totalsOf(data)), [data]);
  return (
    <Panel title="Counts by class">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            {isZoomed ? (
              <th scope="col">This time range</th>
            ) : (
              <th scope="col" title="Up to the newest event if the data is old">
                Last 60 min
              </th>
            )}
            <th scope="col">All stored</th>
          </tr>
        </thead>
        <tbody>
          {COUNTED_CLASSES.map((name) => (
            <ClassCountRow
              key={name}
              failureClass={name}
              stored={tunnel.counts[name]}
              recent={isZoomed ? within?.[name] : (tunnel.recent[name] ?? 0)}
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
