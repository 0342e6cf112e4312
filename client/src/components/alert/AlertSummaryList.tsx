import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { Link } from 'react-router';
import { SeverityBadge } from '../badge/SeverityBadge.js';
import { Time } from '../time/Time.js';
import { SubjectName } from '../tunnel/TunnelName.js';
import styles from './AlertSummaryList.module.css';

/** Alerts that need no immediate action, one line each: acknowledged ones with name and comment, late arrivals with their time. */
export function AlertSummaryList({ alerts }: { readonly alerts: readonly ShownAlert[] }) {
  return (
    <ul className={styles.list}>
      {alerts.map((alert) => (
        <li key={alert.id} className={styles.row}>
          <SeverityBadge severity={alert.severity} />
          <Link className={styles.message} to={`/alerts/${alert.id}`}>
            {visibleText(alert.message)}
          </Link>
          <SubjectName subject={alert.subject} inventory={alert.inventory} linked={false} />
          <span className={styles.note}>
            {alert.acknowledgement === null ? null : (
              <>
                {alert.acknowledgement.by}
                {alert.acknowledgement.comment === '' ? '' : `: ${alert.acknowledgement.comment}`} ·{' '}
              </>
            )}
            <Time at={alert.lastTime} full={alert.isPast} />
          </span>
        </li>
      ))}
    </ul>
  );
}
