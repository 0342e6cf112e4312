import { currentRate, type ShownAlert } from '@tunnelwatch/shared/alert';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ALERT_STATE_LABEL } from '@tunnelwatch/shared/alert-labels';
import { Age } from '../../../components/time/Age.js';
import { ClassLabel } from '../../../components/badge/ClassLabel.js';
import { PriorityBadge } from '../../../components/badge/PriorityBadge.js';
import { SeverityBadge } from '../../../components/badge/SeverityBadge.js';
import { Time } from '../../../components/time/Time.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { useServerNow } from '../../../time/use-server-now.js';
import styles from './AlertPage.module.css';

/** The facts of an alert in one row. */
export function AlertFacts({ alert }: { readonly alert: ShownAlert }) {
  // No gateway sent a message: Tunnelwatch sets the severity too, and counts how often the condition returned.
  const isOurs = alert.class === 'monitoring';
  const now = useServerNow();
  return (
    <dl className={styles.facts}>
      <Fact name={isOurs ? 'Severity (Tunnelwatch)' : 'Severity (gateway)'}>
        <SeverityBadge severity={alert.severity} />
      </Fact>
      <Fact name="Priority (Tunnelwatch)">
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
        {alert.isPast ? 'Late arrival' : ALERT_STATE_LABEL[alert.state]}
        {alert.isLatched ? <span className={styles.soft}> · needs manual close</span> : null}
      </Fact>
      <Fact name={isOurs ? 'Occurrences' : 'Events'}>{formatCount(alert.count)}</Fact>
      {isOurs ? null : (
        <Fact name="Current rate">
          {formatCount(currentRate(alert, now))} per minute{' '}
          <span className={styles.soft}>(peak {formatCount(alert.peakRate)})</span>
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
      <ArrivalFacts alert={alert} />
      {alert.previousId === null ? null : (
        <Fact name="Previous alert">
          <Link to={`/alerts/${alert.previousId}`}>Alert {alert.previousId}</Link>
        </Fact>
      )}
    </dl>
  );
}

/** Stamps that differ from the arrival by less than this say the same. */
const SAME_MS = 60_000;

/** What the gateway's own stamps do not say: when it came, and whether the gateway was known by then. */
function ArrivalFacts({ alert }: { readonly alert: ShownAlert }) {
  return (
    <>
      {Math.abs(alert.openedAt - alert.firstTime) < SAME_MS ? null : (
        <Fact name="Arrived">
          <Time at={alert.openedAt} /> <span className={styles.soft}>(the gateway’s clock says otherwise)</span>
        </Fact>
      )}
      {alert.isNewGateway ? <Fact name="Gateway">New: it had logged for less than an hour</Fact> : null}
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
