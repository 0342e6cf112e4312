import type { Status } from '@tunnelwatch/shared/protocol';
import { Link } from 'react-router';
import { SeverityShape } from '../components/badge/SeverityShape.js';
import styles from './StatusStrip.module.css';

/** How many alerts nobody has acknowledged, most pressing first; it leads to them. */
export function AlertCount({ status }: { readonly status: Status }) {
  const { urgent, high, medium, low } = status.unacknowledged;
  const rest = medium + low;
  const parts = [high > 0 ? `${high} high` : '', rest > 0 ? `${rest} lower` : ''].filter(Boolean);
  if (urgent + high + rest === 0) {
    return (
      <Link className={styles.calm} to="/alerts">
        No unacknowledged alerts
      </Link>
    );
  }
  return (
    <Link className={styles.alerts} to="/alerts?state=unacknowledged">
      {urgent > 0 ? (
        <strong className={styles.urgent}>
          <SeverityShape shape="octagon" />
          {urgent} urgent
        </strong>
      ) : null}
      {parts.length > 0 ? <span>{parts.join(' · ')}</span> : null}
      <span className={styles.soft}>unacknowledged</span>
    </Link>
  );
}
