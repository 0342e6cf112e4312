import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import { memo } from 'react';
import { Link } from 'react-router';
import { ALERT_STATE_LABEL, isUnacknowledged } from '../../alerts/alert-words.js';
import { Age } from '../../components/Age.js';
import { Button } from '../../components/Button.js';
import { PriorityBadge } from '../../components/PriorityBadge.js';
import { SeverityShape } from '../../components/SeverityShape.js';
import { SubjectName } from '../../components/TunnelName.js';
import { formatCount } from '../../format/format-number.js';
import { isCriticalOrWorse, SEVERITY_LOOK } from '../../theme/severity-theme.js';
import styles from './AlertList.module.css';

interface AlertRowProps {
  readonly alert: Alert;
  /** Called with the alert when the button is pressed. */
  readonly onAcknowledge: (alert: Alert) => void;
}

/** One alert of the list. It is drawn again only when the alert itself changes. */
export const AlertRow = memo(function AlertRow({ alert, onAcknowledge }: AlertRowProps) {
  const look = SEVERITY_LOOK[alert.severity];
  const isWaiting = isUnacknowledged(alert) && !alert.isPast;
  const isFilled = isWaiting && isCriticalOrWorse(alert.severity);
  return (
    <li className={isFilled ? styles.filled : styles.row}>
      <span className={styles.severity} style={isFilled ? undefined : { color: look.color }}>
        <SeverityShape shape={look.shape} className={isFilled ? styles.flash : undefined} />
        {look.label}
      </span>
      <span className={styles.priority}>
        <PriorityBadge priority={alert.priority} />
      </span>
      <span className={styles.what}>
        <Link className={styles.message} to={`/alerts/${alert.id}`}>
          {alert.message}
        </Link>
        <SubjectName subject={alert.subject} linked={!isFilled} />
      </span>
      <span className={styles.count}>{formatCount(alert.count)}×</span>
      <span className={styles.ages}>
        <Age at={alert.lastTime} suffix="ago" />
        <span className={styles.soft}>
          first <Age at={alert.firstTime} suffix="ago" />
        </span>
      </span>
      <span className={styles.state}>
        <AlertStateCell alert={alert} isWaiting={isWaiting} onAcknowledge={onAcknowledge} />
      </span>
    </li>
  );
});

function AlertStateCell({ alert, isWaiting, onAcknowledge }: AlertRowProps & { readonly isWaiting: boolean }) {
  if (isWaiting) {
    return (
      <>
        {alert.state === 'returnedUnacknowledged' ? (
          <span className={styles.soft}>{ALERT_STATE_LABEL[alert.state]}</span>
        ) : null}
        <Button className={styles.button} onClick={() => onAcknowledge(alert)}>
          Acknowledge
        </Button>
      </>
    );
  }
  if (alert.isPast) return <span className={styles.soft}>Past</span>;
  const ack = alert.acknowledgement;
  if (ack === null) return <span>{ALERT_STATE_LABEL[alert.state]}</span>;
  return (
    <>
      {isOver(alert) ? <span>{ALERT_STATE_LABEL[alert.state]}</span> : null}
      <span>
        {ack.by}, <Age at={ack.at} suffix="ago" />
      </span>
      <span className={styles.soft}>{ack.comment}</span>
    </>
  );
}
