import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { Link } from 'react-router';
import { Panel } from '../../../components/layout/Panel.js';
import styles from './AlertPage.module.css';
import { monitoringAdvice } from './monitoring-advice.js';

/** What a monitoring alert means and what to do about it. */
export function AlertMonitoring({ alert }: { readonly alert: ShownAlert }) {
  const words = monitoringAdvice(alert.rule);
  const { subject } = alert;
  return (
    <Panel
      title="What it means"
      aside={
        subject.kind === 'source' ? (
          <Link to={`/sources?q=${encodeURIComponent(subject.source)}`}>View source</Link>
        ) : 'gateway' in subject ? (
          <Link to={`/events?gateway=${encodeURIComponent(subject.gateway)}`}>View events of this gateway</Link>
        ) : null
      }
      empty={words === undefined ? <p>Unknown rule: {alert.rule}.</p> : null}
    >
      <p>{words?.meaning}</p>
      <p className={styles.todo}>{words?.advice}</p>
    </Panel>
  );
}
