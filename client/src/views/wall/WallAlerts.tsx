import { isWaiting, newestAt, type ShownAlert } from '@tunnelwatch/shared/alert';
import { countByPriority, type CountsByPriority, countsText } from '@tunnelwatch/shared/priority';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { Age } from '../../components/time/Age.js';
import type { RoomParts } from '../../live/room-state.js';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';
import { FitText } from './FitText.js';
import { useElementSize } from './use-element-size.js';
import { shortSubjectLabel, withinGateway } from './wall-figures.js';
import { WallLink } from './WallLink.js';
import styles from './WallPage.module.css';

/** With the one in the band, as many as a room of people can keep in mind; twice as many where there is nothing else. */
const MAX_ALERTS = 12;
/** A column of alerts is at least this wide, em: a message has room for its words. */
const COLUMN_EM = 17;
/** Heights in em, as in the style sheet: an alert of two lines, and the title. */
const ALERT_EM = 2.6;
const TITLE_EM = 1.3;

interface WallAlertsProps {
  /** Those that the band does not show, worst first. */
  readonly alerts: readonly ShownAlert[];
  /** All that were sent, and how many more there are; null until they are known. */
  readonly list: RoomParts['alerts'];
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
  /** Short gateway names. */
  readonly shortNames: ReadonlyMap<string, string>;
}

/** Alerts below the band, worst first, as many as fit in readable text; the others are counted by priority. */
export function WallAlerts({ alerts, list, firstOut, shortNames }: WallAlertsProps) {
  const [ref, size] = useElementSize<HTMLElement>();
  const lines = size.fontPx === 0 ? MAX_ALERTS : Math.floor((size.height / size.fontPx - TITLE_EM) / ALERT_EM);
  const columns = size.fontPx === 0 ? 1 : Math.min(2, Math.max(1, Math.floor(size.width / size.fontPx / COLUMN_EM)));
  const shown = alerts.slice(0, Math.max(1, Math.min(MAX_ALERTS * columns, lines * columns)));
  const rest = restText(alerts.slice(shown.length), list?.notShown ?? countByPriority([]));
  return (
    <section ref={ref} className={styles.alerts} aria-label="Active alerts">
      <h2 className={styles.title}>
        Alerts
        {rest === '' ? null : <span className={styles.soft}> + {rest}</span>}
      </h2>
      {alerts.length === 0 ? <p className={styles.soft}>None beside the band</p> : null}
      <ul
        aria-label="Active alerts"
        className={styles.alertRows}
        style={{ gridTemplateColumns: `repeat(${String(columns)}, minmax(0, 1fr))` }}
      >
        {shown.map((alert, place) => (
          // Each place keeps its row: what changes is what it says, and nothing moves.
          <AlertItem key={place} alert={alert} isFirstOut={alert.id === firstOut} shortNames={shortNames} />
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

interface AlertItemProps extends Pick<WallAlertsProps, 'shortNames'> {
  readonly alert: ShownAlert;
  readonly isFirstOut: boolean;
}

function AlertItem({ alert, isFirstOut, shortNames }: AlertItemProps) {
  const style = SEVERITY_STYLE[alert.severity];
  const asks = isWaiting(alert);
  const isFilled = asks && isCriticalOrWorse(alert.severity);
  return (
    <li>
      <WallLink
        to={`/alerts/${String(alert.id)}`}
        className={isFilled ? styles.alertFilled : asks ? styles.alert : styles.alertSeen}
      >
        <span style={isFilled ? undefined : { color: style.color }}>
          <SeverityShape shape={style.shape} />
        </span>
        <FitText
          text={shortSubjectLabel(alert.subject, alert.inventory, shortNames)}
          shorter={withinGateway(alert.subject, alert.inventory)}
          className={styles.alertSubject}
        />
        <span>
          <Age at={newestAt(alert)} />
        </span>
        <FitText text={factsOf(alert, isFirstOut)} className={styles.alertText} />
      </WallLink>
    </li>
  );
}

/** What decides whether somebody gets up, and what is wrong: a line below what tells an alert from the others. */
function factsOf(alert: ShownAlert, isFirstOut: boolean): string {
  const isAcknowledged = !isWaiting(alert) && alert.acknowledgement !== null;
  return [
    isFirstOut ? 'FIRST ALERT' : '',
    isAcknowledged ? `Acknowledged by ${alert.acknowledgement?.by ?? ''}` : '',
    alert.unseen > 0 ? `${String(alert.unseen)} new` : '',
    alert.state === 'suppressed' ? 'in maintenance' : '',
    alert.state === 'returnedUnacknowledged' ? 'cleared' : '',
    visibleText(alert.message),
    alert.verdict === null ? '' : VERDICT_LABELS[alert.verdict.name].short,
  ]
    .filter(Boolean)
    .join(' · ');
}
