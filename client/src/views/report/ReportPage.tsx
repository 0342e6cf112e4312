import type { Report } from '@tunnelwatch/shared/report';
import { useOwnName } from '../../components/alert/operator-name.js';
import { Button } from '../../components/form/Button.js';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel } from '../../components/layout/Panel.js';
import { formatClock, formatDateTime, formatIso } from '../../format/format-time.js';
import { fetchReport } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useServerNow } from '../../time/use-server-now.js';
import { ActivityPanel } from './ActivityPanel.js';
import { FailuresPanel } from './FailuresPanel.js';
import { HandOverPanel, CarriedOverPanel } from './HandOverPanel.js';
import { HappenedPanel } from './HappenedPanel.js';
import { ReportDay } from './ReportTime.js';
import { RangeBar } from './RangeBar.js';
import { rangeFault } from './report-range.js';
import styles from './Report.module.css';
import { useReportRange } from './use-report-range.js';
import { WatchPanel } from './WatchPanel.js';

/** The shift report, to be read at the hand-over or printed. */
export function ReportPage() {
  const time = useReportRange();
  const { from, to } = time.range;
  const fault = rangeFault(time.range, time.now);
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const { data, problem, isLoading, reload } = useApiQuery({
    key: fault === null ? ['report', query] : null,
    load: (signal) => fetchReport(query, signal),
  });
  return (
    <div className={styles.page}>
      <PageHead title="Shift report" note={data === null ? undefined : <Heading report={data} onRefresh={reload} />} />
      <div className={styles.screenOnly}>
        <RangeBar time={time} />
      </div>
      {fault === null ? null : (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      {data === null ? (
        fault === null ? (
          <Panel
            title="Hand-over"
            isLoading={isLoading}
            problem={problem}
            onRetry={reload}
            skeletonRem={24}
            isTimeless
          />
        ) : null
      ) : (
        <Sheet report={data} onChanged={reload} />
      )}
    </div>
  );
}

function Heading({ report, onRefresh }: { readonly report: Report; readonly onRefresh: () => void }) {
  return (
    <>
      {formatDateTime(report.from)} – {formatDateTime(report.to)}
      <span className={styles.screenOnly}>
        {' '}
        · Generated {formatClock(report.madeAt)}{' '}
        <Button variant="plain" onClick={onRefresh}>
          Refresh
        </Button>
      </span>
      <Printed report={report} />
    </>
  );
}

/** In print: when it was printed, by whom, and with which version. */
function Printed({ report }: { readonly report: Report }) {
  const now = useServerNow();
  const name = useOwnName();
  return (
    <p className={styles.printOnly}>
      Printed {toTheSecond(now)}
      {name === '' ? '' : ` by ${name}`} · generated {toTheSecond(report.madeAt)} · Tunnelwatch {report.version}
    </p>
  );
}

/** A time with its zone, since printouts are passed on. */
function toTheSecond(at: number): string {
  return formatIso(at).replace(/[.]\d+/, '');
}

function Sheet({ report, onChanged }: { readonly report: Report; readonly onChanged: () => void }) {
  return (
    <ReportDay value={report.to}>
      <div className={styles.sheet}>
        <HandOverPanel report={report} onChanged={onChanged} />
        <CarriedOverPanel alerts={report.alerts} />
        <HappenedPanel report={report} />
        <ActivityPanel people={report.people} />
        <FailuresPanel report={report} />
        <WatchPanel report={report} />
      </div>
    </ReportDay>
  );
}
