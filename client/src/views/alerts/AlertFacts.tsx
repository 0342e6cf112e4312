import type { Alert } from '@tunnelwatch/shared/alert';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ALERT_STATE_LABEL } from '../../alerts/alert-words.js';
import { Age } from '../../components/Age.js';
import { ClassLabel } from '../../components/ClassLabel.js';
import { PriorityBadge } from '../../components/PriorityBadge.js';
import { SeverityBadge } from '../../components/SeverityBadge.js';
import { Time } from '../../components/Time.js';
import { formatCount } from '../../format/format-number.js';
import styles from './AlertPage.module.css';

/** The facts of an alert in one row. */
export function AlertFacts({ alert }: { readonly alert: Alert }) {
  // No gateway sent a message: the severity is ours too, and what is counted are its returns.
  const isOurs = alert.class === 'monitoring';
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={isOurs ? 'Severity (ours)' : 'Severity (gateway)'}>
          <SeverityBadge severity={alert.severity} />
        </Fact>
        <Fact name="Priority (ours)">
          <PriorityBadge priority={alert.priority} />
        </Fact>
        <Fact name="Class">
          <ClassLabel failureClass={alert.class} />
        </Fact>
        <Fact name="State">
          {alert.isPast ? 'Past' : ALERT_STATE_LABEL[alert.state]}
          {alert.isLatched ? <span className={styles.soft}> · latched</span> : null}
        </Fact>
        <Fact name={isOurs ? 'Times' : 'Events'}>{formatCount(alert.count)}</Fact>
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
      {alert.isLatched ? (
        <p className={styles.remark}>
          This condition leaves something behind on the gateway. It does not end by itself, whatever else is logged.
        </p>
      ) : null}
      {alert.acknowledgement === null ? null : (
        <p className={styles.remark}>
          Acknowledged by <strong>{alert.acknowledgement.by}</strong>,{' '}
          <Age at={alert.acknowledgement.at} suffix="ago" />
          {alert.acknowledgement.comment === '' ? '' : `: ${alert.acknowledgement.comment}`}
        </p>
      )}
    </>
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
