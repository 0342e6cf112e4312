import type { Report } from '@tunnelwatch/shared/report';
import { Panel } from '../../components/layout/Panel.js';
import { useIsWithoutData } from '../../live/use-outdated.js';
import { ReportAlerts } from './ReportAlerts.js';
import styles from './Report.module.css';
import { summarySentences } from './report-labels.js';
import { HandOverNotes } from './HandOverNotes.js';
import { StandingTable } from './StandingTable.js';

const WITHOUT_DATA = 'No data has been received yet: nothing below means that all is well.';

interface HandOverPanelProps {
  readonly report: Report;
  readonly onChanged: () => void;
}

/** What the next shift has to know: a short summary, notes, and what is open now. */
export function HandOverPanel({ report, onChanged }: HandOverPanelProps) {
  const { alerts } = report;
  const isWithoutData = useIsWithoutData();
  return (
    <Panel title="Hand-over" isTimeless className={styles.section}>
      <div className={styles.summary}>
        {isWithoutData ? <p>{WITHOUT_DATA}</p> : null}
        {summarySentences(report).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <HandOverNotes report={report} onChanged={onChanged} />
      <StandingTable alerts={alerts} />
      {alerts.openAtEnd === 0 ? null : (
        <>
          <h3>Active at end, worst first</h3>
          <ReportAlerts list={alerts.openAtEndList} label="Active at end" />
        </>
      )}
    </Panel>
  );
}

/** What was open at the beginning, and what became of it. */
export function CarriedOverPanel({ alerts }: { readonly alerts: Report['alerts'] }) {
  if (alerts.handedOver === 0) return null;
  return (
    <Panel title="Carried over from before" isTimeless className={styles.section}>
      <ReportAlerts list={alerts.openAtStartList} label="Carried over from before" />
    </Panel>
  );
}
