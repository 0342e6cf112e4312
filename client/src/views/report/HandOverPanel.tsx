import type { Report } from '@tunnelwatch/shared/report';
import { useId, useState } from 'react';
import form from '../../components/form/form.module.css';
import { Panel } from '../../components/layout/Panel.js';
import { ReportAlerts } from './ReportAlerts.js';
import styles from './Report.module.css';
import { summarySentences } from './report-labels.js';
import { StandingTable } from './StandingTable.js';

/** What the next shift has to know: a short summary, what is open now, and a note. */
export function HandOverPanel({ report }: { readonly report: Report }) {
  const { alerts } = report;
  return (
    <Panel title="Hand-over" isTimeless className={styles.section}>
      <div className={styles.summary}>
        {summarySentences(report).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Note />
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

/** A note for the next shift. It is printed, and not stored. */
function Note() {
  const [text, setText] = useState('');
  const id = useId();
  return (
    <div className={styles.note}>
      <label className={`${form.field ?? ''} ${styles.screenOnly ?? ''}`} htmlFor={id}>
        Hand-over note (printed, not saved)
        <textarea
          id={id}
          className={form.input}
          rows={2}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {text.trim() === '' ? null : (
        <p className={styles.printOnly}>
          <strong>Note:</strong> {text}
        </p>
      )}
    </div>
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
