import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ALERT_STATE_LABEL } from '../../../components/alert/alert-labels.js';
import { Age } from '../../../components/time/Age.js';
import { ClassLabel } from '../../../components/badge/ClassLabel.js';
import { PriorityBadge } from '../../../components/badge/PriorityBadge.js';
import { SeverityBadge } from '../../../components/badge/SeverityBadge.js';
import { Time } from '../../../components/time/Time.js';
import { formatCount } from '../../../format/format-number.js';
import { useServerNow } from '../../../time/use-server-now.js';
import { rateNow } from './alert-rate.js';
import styles from './AlertPage.module.css';

/** The facts of an alert in one row. */
export function AlertFacts({ alert }: { readonly alert: ShownAlert }) {
  // No gateway sent a message: the severity is ours too, and what is counted are its returns.
  const isOurs = alert.class === 'monitoring';
  const now = useServerNow();
  return (
    <dl className={styles.facts}>
      <Fact name={isOurs ? 'Severity (ours)' : 'Severity (gateway)'}>
        <SeverityBadge severity={alert.severity} />
      </Fact>
      <Fact name="Priority (ours)">
        <PriorityBadge priority={alert.priority} />
        {alert.raised === null ? null : (
          <span className={styles.soft}>
            {' '}
            raised from {alert.raised.from} by the{' '}
            <Link to={`/inventory?entry=${alert.raised.entryId}`}>inventory</Link>
          </span>
        )}
      </Fact>
      <Fact name="Class">
        <ClassLabel failureClass={alert.class} />
      </Fact>
      <Fact name="State">
        {alert.isPast ? 'Past' : ALERT_STATE_LABEL[alert.state]}
        {alert.isLatched ? <span className={styles.soft}> · latched</span> : null}
      </Fact>
      <Fact name={isOurs ? 'Times' : 'Events'}>{formatCount(alert.count)}</Fact>
      {isOurs ? null : (
        <Fact name="Rate now">
          {formatCount(rateNow(alert, now))} a minute{' '}
          <span className={styles.soft}>(most {formatCount(alert.peakRate)})</span>
        </Fact>
      )}
      <Fact name="Assigned to">{alert.assignee ?? 'Nobody'}</Fact>
      <Fact name={isOurs ? 'Since' : 'First'}>
        <Time at={alert.firstTime} />
      </Fact>
      <Fact name="Last">
        <Time at={alert.lastTime} />{' '}
        <span className={styles.soft}>
          (<Age at={alert.lastTime} suffix="ago" />)
        </span>
      </Fact>
      {alert.previousId === null ? null : (
        <Fact name="Episode before">
          <Link to={`/alerts/${alert.previousId}`}>Alert {alert.previousId}</Link>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
