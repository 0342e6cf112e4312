import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { isWaiting, newestAt } from '@tunnelwatch/shared/alert';
import { countByPriority, type CountsByPriority, countsText } from '@tunnelwatch/shared/priority';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { Age } from '../../components/time/Age.js';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';
import { useElementSize } from './use-element-size.js';
import type { RoomParts } from '../../live/room-state.js';
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
  /** All that were sent, and how many more there are; null until they are known. */
  readonly list: RoomParts['alerts'];
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
}

/** Alerts below the band, worst first, as many as fit in readable text; the others are counted. */
export function WallAlerts({ alerts, list, firstOut }: WallAlertsProps) {
  const [ref, size] = useElementSize<HTMLElement>();
  const space = size.fontPx === 0 ? MAX_ALERTS : Math.floor((size.height / size.fontPx - TITLE_EM) / ALERT_EM);
  const shown = alerts.slice(0, Math.max(1, Math.min(MAX_ALERTS, space)));
  const rest = restText(alerts.slice(shown.length), list?.notShown ?? countByPriority([]));
  return (
    <section ref={ref} className={styles.alerts} aria-label="Active alerts">
      <h2 className={styles.title}>
        Alerts
        {rest === '' ? null : <span className={styles.rest}> + {rest}</span>}
      </h2>
      <ul>
        {shown.map((alert) => (
          <AlertItem key={alert.id} alert={alert} isFirstOut={alert.id === firstOut} />
        ))}
      </ul>
    </section>
  );
}

/** What is not shown, by priority: a single urgent one among hundreds must be seen. */
function restText(alerts: readonly ShownAlert[], notShown: CountsByPriority): string {
  const { urgent, high, medium, low } = countByPriority(alerts);
  return countsText({
    urgent: urgent + notShown.urgent,
    high: high + notShown.high,
    medium: medium + notShown.medium,
    low: low + notShown.low,
  });
}

function AlertItem({ alert, isFirstOut }: { readonly alert: ShownAlert; readonly isFirstOut: boolean }) {
  const style = SEVERITY_STYLE[alert.severity];
  const asks = isWaiting(alert);
  const isFilled = asks && isCriticalOrWorse(alert.severity);
  return (
    <li className={isFilled ? styles.alertFilled : asks ? styles.alert : styles.alertSeen}>
      <span style={isFilled ? undefined : { color: style.color }}>
        <SeverityShape shape={style.shape} />
      </span>
      <span className={styles.alertText}>
        {isFirstOut ? 'FIRST ALERT · ' : ''}
        {visibleText(alert.message)}
      </span>
      <span className={styles.alertAge}>
        <Age at={newestAt(alert)} />
      </span>
      <span className={styles.alertSubject}>
        {shortSubjectLabel(alert.subject, alert.inventory)}
        {alert.verdict === null ? '' : ` · ${VERDICT_LABELS[alert.verdict.name].short}`}
        {alert.unseen > 0 ? ` · ${String(alert.unseen)} new` : ''}
        {alert.state === 'suppressed' ? ' · in maintenance' : ''}
        {alert.state === 'returnedUnacknowledged' ? ' · cleared' : ''}
        {asks || alert.acknowledgement === null ? '' : ` · Acknowledged by ${alert.acknowledgement.by}`}
      </span>
    </li>
  );
}
