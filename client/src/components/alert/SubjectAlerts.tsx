import { isOver, isWaiting, type ShownAlert } from '@tunnelwatch/shared/alert';
import { formatCount } from '@tunnelwatch/shared/format-number';
import type { View } from '@tunnelwatch/shared/protocol';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { useState } from 'react';
import { useRoom, useStatus } from '../../live/use-live.js';
import { SeverityShape } from '../badge/SeverityShape.js';
import { Button } from '../form/Button.js';
import { useIsNarrow } from '../layout/use-narrow.js';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';
import { AlertBand } from './AlertBand.js';
import { AlertSummaryList } from './AlertSummaryList.js';
import styles from './SubjectAlerts.module.css';

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;

interface SubjectAlertsProps {
  readonly fits: (alert: ShownAlert) => boolean;
  /** Whose alerts they are, as in "for this tunnel or its gateway". */
  readonly of: string;
}

/**
 * The active alerts of what a page shows, with their actions: the worst in a row that is always there, so that nothing moves when
 * an alert comes or goes, and the others at a click. A phone has room for its message alone.
 */
export function SubjectAlerts({ fits, of }: SubjectAlertsProps) {
  const list = useRoom(ALERTS_VIEW).state?.alerts ?? null;
  const isNarrow = useIsNarrow();
  const [isOpen, setIsOpen] = useState(false);
  const open = (list?.alerts ?? []).filter((alert) => !alert.isPast && !isOver(alert) && fits(alert));
  const all = [...open.filter(isWaiting), ...open.filter((alert) => !isWaiting(alert))];
  const [worst] = all;
  const hidden = all.length - 1;
  if (isNarrow && !isOpen && worst !== undefined) {
    return <WorstAlert alert={worst} more={hidden} onOpen={() => setIsOpen(true)} />;
  }
  return (
    <div className={styles.alerts}>
      <div className={styles.rows}>
        <div className={styles.room}>
          <AlertRows alerts={isOpen ? all : all.slice(0, 1)} of={of} />
          {all.length > 0 ? null : <p className={styles.calm}>{list === null ? '' : `No active alerts ${of}`}</p>}
        </div>
      </div>
      <div className={styles.more}>
        {hidden > 0 || (isNarrow && isOpen) ? (
          <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? 'Only the worst' : `${formatCount(hidden)} more`}
          </Button>
        ) : worst === undefined ? null : (
          <span className={styles.only}>no others</span>
        )}
      </div>
    </div>
  );
}

function AlertRows({ alerts, of }: Pick<SubjectAlertsProps, 'of'> & { readonly alerts: readonly ShownAlert[] }) {
  const firstOut = useStatus()?.flood?.firstOut ?? null;
  const waiting = alerts.filter(isWaiting);
  const others = alerts.filter((alert) => !isWaiting(alert));
  return (
    <>
      {waiting.length === 0 ? null : (
        <AlertBand alerts={waiting} more={0} firstOut={firstOut} label={`Unacknowledged alerts ${of}`} />
      )}
      {others.length === 0 ? null : (
        <section aria-label={`Other active alerts ${of}`}>
          <AlertSummaryList alerts={others} />
        </section>
      )}
    </>
  );
}

interface WorstAlertProps {
  readonly alert: ShownAlert;
  /** How many there are beside it. */
  readonly more: number;
  readonly onOpen: () => void;
}

/** One line about the worst alert, which opens all of them. */
function WorstAlert({ alert, more, onOpen }: WorstAlertProps) {
  const style = SEVERITY_STYLE[alert.severity];
  const isFilled = isWaiting(alert) && isCriticalOrWorse(alert.severity);
  return (
    <button
      type="button"
      className={isFilled ? styles.filled : styles.worst}
      style={isFilled ? undefined : { borderColor: style.color }}
      aria-expanded={false}
      onClick={onOpen}
    >
      <span className={styles.severity} style={isFilled ? undefined : { color: style.color }}>
        <SeverityShape shape={style.shape} /> {style.label}
      </span>
      <span className={styles.message}>{visibleText(alert.message)}</span>
      {more > 0 ? <span>{formatCount(more)} more</span> : null}
    </button>
  );
}
