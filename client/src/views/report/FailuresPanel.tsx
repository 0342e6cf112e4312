import type { Report } from '@tunnelwatch/shared/report';
import type { ReactNode } from 'react';
import { ClassLabel } from '../../components/badge/ClassLabel.js';
import { Panel } from '../../components/layout/Panel.js';
import { TunnelName } from '../../components/tunnel/TunnelName.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { ReportTime } from './ReportTime.js';
import styles from './Report.module.css';
import { changeText, counted } from './report-labels.js';

/** Failures by class, and the tunnels with the most, each compared with the previous period of the same length. */
export function FailuresPanel({ report }: { readonly report: Report }) {
  const { failures, from, to } = report;
  const length = formatSpan(to - from);
  const aside = failures.before.isKnown
    ? `Compared with the previous ${length}`
    : `No comparison: data of the previous ${length} is incomplete`;
  return (
    <Panel
      title="Failures"
      aside={aside}
      isTimeless
      className={styles.section}
      empty={failures.byClass.length === 0 ? <p>No failures logged in this time range.</p> : null}
    >
      {failures.busiest === null ? null : (
        <p className={styles.lead}>
          Busiest ten minutes: from <ReportTime at={failures.busiest.from} wall />,{' '}
          {counted(failures.busiest.count, 'failure')}.
        </p>
      )}
      <div className={styles.tables}>
        <Compared
          caption="By class"
          rows={failures.byClass.map((row) => ({
            ...row,
            key: row.class,
            name: <ClassLabel failureClass={row.class} />,
          }))}
        />
        <Compared caption="Tunnels with most replay failures" rows={tunnelRows(failures.worst.replay)} />
        <Compared caption="Tunnels with most integrity failures" rows={tunnelRows(failures.worst.integrity)} />
      </div>
    </Panel>
  );
}

interface Row {
  readonly key: string;
  readonly name: ReactNode;
  readonly count: number;
  readonly before: number | null;
}

function tunnelRows(tunnels: Report['failures']['worst']['replay']): readonly Row[] {
  return tunnels.map(({ gateway, matchkey, inventory, count, before }) => ({
    key: JSON.stringify([gateway, matchkey]),
    count,
    before,
    name: <TunnelName gateway={gateway} matchkey={matchkey} inventory={inventory} />,
  }));
}

function Compared({ caption, rows }: { readonly caption: string; readonly rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption>{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Count</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, count, before }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td className={styles.number}>{formatCount(count)}</td>
            <td className={styles.number} title={before === null ? undefined : `${formatCount(before)} before`}>
              {changeText(count, before)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
