import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { isUnacknowledged } from '@tunnelwatch/shared/alert';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { Age } from '../../components/time/Age.js';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { isCriticalOrWorse, SEVERITY_STYLE } from '../../theme/severity-style.js';
import { useElementSize } from './use-element-size.js';
import { shortSubjectLabel } from './wall-figures.js';
import styles from './WallPage.module.css';

/** Eight in all with the one in the band. */
const MAX_ALERTS = 7;
/** Height of one alert of two lines, in em; as in the style sheet. */
const ALERT_EM = 2.4;
const TITLE_EM = 1.25;

/** A few alerts, one line each across the wall. */
export function AlertLines({ alerts, firstOut }: Pick<WallAlertsProps, 'alerts' | 'firstOut'>) {
  return (
    <ul className={styles.lines} aria-label="Active alerts">
      {alerts.map((alert) => (
        <AlertItem key={alert.id} alert={alert} isFirstOut={alert.id === firstOut} />
      ))}
    </ul>
  );
}

interface WallAlertsProps {
  /** Those that the band does not show, worst first. */
  readonly alerts: readonly ShownAlert[];
  /** Open alerts beyond those that were sent. */
  readonly notShown: number;
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
}

/** Alerts below the band, worst first, as many as fit in readable text; the others are counted. */
export function WallAlerts({ alerts, notShown, firstOut }: WallAlertsProps) {
  const [ref, size] = useElementSize<HTMLElement>();
  const space = size.fontPx === 0 ? MAX_ALERTS : Math.floor((size.height / size.fontPx - TITLE_EM) / ALERT_EM);
  const shown = alerts.slice(0, Math.max(1, Math.min(MAX_ALERTS, space)));
  const rest = alerts.length - shown.length + notShown;
  return (
    <section ref={ref} className={styles.alerts} aria-label="Active alerts">
      <h2 className={styles.title}>Alerts{rest > 0 ? <span className={styles.rest}> +{rest} more</span> : null}</h2>
      <ul>
        {shown.map((alert) => (
          <AlertItem key={alert.id} alert={alert} isFirstOut={alert.id === firstOut} />
        ))}
      </ul>
    </section>
  );
}

function AlertItem({ alert, isFirstOut }: { readonly alert: ShownAlert; readonly isFirstOut: boolean }) {
  const style = SEVERITY_STYLE[alert.severity];
  const isWaiting = isUnacknowledged(alert);
  const isFilled = isWaiting && isCriticalOrWorse(alert.severity);
  return (
    <li className={isFilled ? styles.alertFilled : isWaiting ? styles.alert : styles.alertSeen}>
      <span style={isFilled ? undefined : { color: style.color }}>
        <SeverityShape shape={style.shape} />
      </span>
      <span className={styles.alertText}>
        {isFirstOut ? 'FIRST ALERT · ' : ''}
        {alert.message}
      </span>
      <span className={styles.alertAge}>
        <Age at={alert.lastTime} />
      </span>
      <span className={styles.alertSubject}>
        {shortSubjectLabel(alert.subject, alert.inventory)}
        {alert.verdict === null ? '' : ` · ${VERDICT_LABELS[alert.verdict.name].short}`}
        {alert.state === 'returnedUnacknowledged' ? ' · cleared' : ''}
        {isWaiting || alert.acknowledgement === null ? '' : ` · Acknowledged by ${alert.acknowledgement.by}`}
      </span>
    </li>
  );
}
