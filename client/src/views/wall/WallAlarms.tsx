import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { isUnacknowledged } from '@tunnelwatch/shared/alert';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { Age } from '../../components/time/Age.js';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { isCriticalOrWorse, SEVERITY_STYLE } from '../../theme/severity-style.js';
import { useElementSize } from './use-element-size.js';
import { shortSubjectLabel } from './wall-figures.js';
import styles from './WallPage.module.css';

/** With the one in the band eight in all. */
const MOST = 7;
/** Height of one alarm of two lines, in letters' sizes; as in the style sheet. */
const ALARM_EM = 2.4;
const TITLE_EM = 1.25;

/** A few alarms, a line each across the wall. */
export function AlarmLines({ alarms, firstOut }: Pick<WallAlarmsProps, 'alarms' | 'firstOut'>) {
  return (
    <ul className={styles.lines} aria-label="Open alarms">
      {alarms.map((alert) => (
        <Alarm key={alert.id} alert={alert} isFirstOut={alert.id === firstOut} />
      ))}
    </ul>
  );
}

interface WallAlarmsProps {
  /** Those that the band does not show, worst first. */
  readonly alarms: readonly ShownAlert[];
  /** Open alarms beyond those that were sent. */
  readonly notShown: number;
  /** The alert that a flood began with; null for none. */
  readonly firstOut: number | null;
}

/** Alarms below the band, worst first, as many as can be shown in letters that can be read; the rest is counted. */
export function WallAlarms({ alarms, notShown, firstOut }: WallAlarmsProps) {
  const [ref, size] = useElementSize<HTMLElement>();
  const room = size.fontPx === 0 ? MOST : Math.floor((size.height / size.fontPx - TITLE_EM) / ALARM_EM);
  const shown = alarms.slice(0, Math.max(1, Math.min(MOST, room)));
  const rest = alarms.length - shown.length + notShown;
  return (
    <section ref={ref} className={styles.alarms} aria-label="Open alarms">
      <h2 className={styles.title}>Alarms{rest > 0 ? <span className={styles.rest}> +{rest} more</span> : null}</h2>
      <ul>
        {shown.map((alert) => (
          <Alarm key={alert.id} alert={alert} isFirstOut={alert.id === firstOut} />
        ))}
      </ul>
    </section>
  );
}

function Alarm({ alert, isFirstOut }: { readonly alert: ShownAlert; readonly isFirstOut: boolean }) {
  const look = SEVERITY_STYLE[alert.severity];
  const isWaiting = isUnacknowledged(alert);
  const isFilled = isWaiting && isCriticalOrWorse(alert.severity);
  return (
    <li className={isFilled ? styles.alarmFilled : isWaiting ? styles.alarm : styles.alarmSeen}>
      <span style={isFilled ? undefined : { color: look.color }}>
        <SeverityShape shape={look.shape} />
      </span>
      <span className={styles.alarmText}>
        {isFirstOut ? 'FIRST OUT · ' : ''}
        {alert.message}
      </span>
      <span className={styles.alarmAge}>
        <Age at={alert.lastTime} />
      </span>
      <span className={styles.alarmSubject}>
        {shortSubjectLabel(alert.subject, alert.inventory)}
        {alert.verdict === null ? '' : ` · ${VERDICT_LABELS[alert.verdict.name].short}`}
        {alert.state === 'returnedUnacknowledged' ? ' · over' : ''}
        {isWaiting || alert.acknowledgement === null ? '' : ` · seen by ${alert.acknowledgement.by}`}
      </span>
    </li>
  );
}
