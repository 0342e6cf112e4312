import type { Listed, Report, ReportSpan } from '@tunnelwatch/shared/report';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Panel } from '../../components/layout/Panel.js';
import { SubjectName } from '../../components/tunnel/TunnelName.js';
import { formatDateTime, formatSpan } from '../../format/format-time.js';
import { Moment, NotShown } from './ReportTime.js';
import styles from './Report.module.css';
import { counted } from './report-labels.js';

/** What should make one careful with the rest: floods, silence, and what Tunnelwatch itself did not see. */
export function WatchPanel({ report }: { readonly report: Report }) {
  const { floods, monitoring, watch, knownFrom } = report;
  return (
    <Panel title="Floods, silence and what was not seen" isTimeless className={styles.section}>
      <ul className={styles.facts}>
        <Each list={floods} which="floods are">
          {({ from, to, firstOut }) => (
            <>
              Flood of alerts from <Moment at={from} wall /> {end(to)}; it began with{' '}
              <Link to={`/alerts/${firstOut}`}>alert {firstOut}</Link>.
            </>
          )}
        </Each>
        <Each list={monitoring} which="alerts about the reporting are">
          {({ alertId, subject, inventory, message, from, to }) => (
            <>
              <Link to={`/alerts/${alertId}`}>{message}</Link>: <SubjectName subject={subject} inventory={inventory} />,
              from <Moment at={from} wall /> {end(to)}.
            </>
          )}
        </Each>
        <Each list={watch.gaps} which="gaps are">
          {(span) => <>Tunnelwatch was not running: {spanOf(span)}. What files kept meanwhile was read afterwards.</>}
        </Each>
        <Each list={watch.storeErrors} which="troubles of the store are">
          {({ text, ...span }) => (
            <>
              Nothing could be stored: {spanOf(span)}. {text}
            </>
          )}
        </Each>
        <Each list={watch.degraded} which="troubles of sources are">
          {({ most, ...span }) => (
            <>
              {counted(most, 'source')} could not be read: {spanOf(span)}.
            </>
          )}
        </Each>
        <Each list={watch.lagging} which="delays are">
          {({ mostMs, ...span }) => (
            <>
              Reading was up to {formatSpan(mostMs)} behind: {spanOf(span)}.
            </>
          )}
        </Each>
        {isCalm(report) ? <li>No flood, no silence, and no gap in what Tunnelwatch kept of itself.</li> : null}
        {knownFrom === null ? null : (
          <li>What Tunnelwatch keeps of the past begins on {formatDateTime(knownFrom)}; rates are those since then.</li>
        )}
        <li className={styles.soft}>
          Only drops are logged, filters and lost datagrams hide more: counts are lower bounds. Counts of single alerts
          are those of the last full minute; gaps are known to the minute.
        </li>
      </ul>
    </Panel>
  );
}

interface EachProps<Item> {
  readonly list: Listed<Item>;
  readonly which: string;
  readonly children: (item: Item) => ReactNode;
}

function Each<Item extends { readonly from: number }>({ list, which, children }: EachProps<Item>) {
  return (
    <>
      {list.items.map((item, index) => (
        <li key={`${String(item.from)} ${String(index)}`}>{children(item)}</li>
      ))}
      {list.notShown === 0 ? null : (
        <li>
          <NotShown count={list.notShown} which={which} />
        </li>
      )}
    </>
  );
}

function spanOf({ from, to }: ReportSpan): ReactNode {
  return (
    <>
      <Moment at={from} wall /> to <Moment at={to} /> ({formatSpan(to - from)})
    </>
  );
}

function end(to: number | null): ReactNode {
  return to === null ? (
    'on; it lasts'
  ) : (
    <>
      to <Moment at={to} />
    </>
  );
}

function isCalm({ floods, monitoring, watch }: Report): boolean {
  return [floods, monitoring, watch.gaps, watch.storeErrors, watch.degraded, watch.lagging].every(
    ({ items }) => items.length === 0,
  );
}
