import type { Listed, Report, ReportSpan } from '@tunnelwatch/shared/report';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Panel } from '../../components/layout/Panel.js';
import { SubjectName } from '../../components/tunnel/TunnelName.js';
import { formatDateTime } from '../../format/format-time.js';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { useIsWithoutData } from '../../live/use-outdated.js';
import { ReportTime, NotShown } from './ReportTime.js';
import styles from './Report.module.css';
import { counted } from './report-labels.js';

/** Reasons to read the rest with caution: floods, silence, and what Tunnelwatch itself did not see. */
export function WatchPanel({ report }: { readonly report: Report }) {
  const { floods, monitoring, watch, knownFrom } = report;
  const isWithoutData = useIsWithoutData();
  return (
    <Panel title="Floods, silence and gaps" isTimeless className={styles.section}>
      <ul className={styles.facts}>
        <Each list={floods} which="floods are">
          {({ from, to, firstOut }) => (
            <>
              Alert flood from <ReportTime at={from} wall /> {end(to)}; first alert:{' '}
              <Link to={`/alerts/${firstOut}`}>alert {firstOut}</Link>.
            </>
          )}
        </Each>
        <Each list={monitoring} which="monitoring alerts are">
          {({ alertId, subject, inventory, message, from, to }) => (
            <>
              <Link to={`/alerts/${alertId}`}>{message}</Link>: <SubjectName subject={subject} inventory={inventory} />,
              from <ReportTime at={from} wall /> {end(to)}.
            </>
          )}
        </Each>
        <Each list={watch.gaps} which="gaps are">
          {(span) => <>Tunnelwatch was not running: {spanOf(span)}. Log files were read afterwards.</>}
        </Each>
        <Each list={watch.storeErrors} which="storage problems are">
          {({ text, ...span }) => (
            <>
              Nothing could be stored: {spanOf(span)}. {text}
            </>
          )}
        </Each>
        <Each list={watch.degraded} which="source problems are">
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
        {isCalm(report) && !isWithoutData ? <li>No floods, no silence and no gaps.</li> : null}
        {knownFrom === null ? null : (
          <li>History starts on {formatDateTime(knownFrom)}; rates are calculated from then.</li>
        )}
        <li className={styles.soft}>
          Counts are lower bounds: only drops are logged, and filters or lost datagrams hide more. Counts of single
          alerts are as of the last full minute; gaps are accurate to the minute.
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
      <ReportTime at={from} wall /> to <ReportTime at={to} /> ({formatSpan(to - from)})
    </>
  );
}

function end(to: number | null): ReactNode {
  return to === null ? (
    'on (ongoing)'
  ) : (
    <>
      to <ReportTime at={to} />
    </>
  );
}

function isCalm({ floods, monitoring, watch }: Report): boolean {
  return [floods, monitoring, watch.gaps, watch.storeErrors, watch.degraded, watch.lagging].every(
    ({ items }) => items.length === 0,
  );
}
