import type { Report } from '@tunnelwatch/shared/report';
import { Panel } from '../../components/layout/Panel.js';
import { ReportAlerts } from './ReportAlerts.js';
import styles from './Report.module.css';

/** What was open at the beginning, and what became of it. */
export function TakenOverPanel({ alerts }: { readonly alerts: Report['alerts'] }) {
  if (alerts.handedOver === 0) return null;
  return (
    <Panel title="Open from before, and what became of it" isTimeless className={styles.section}>
      <ReportAlerts list={alerts.openAtStartList} label="Open from before" />
    </Panel>
  );
}
