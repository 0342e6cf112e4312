import { isOver, isWaiting, type ShownAlert } from '@tunnelwatch/shared/alert';
import { formatCount } from '@tunnelwatch/shared/format-number';
import type { View } from '@tunnelwatch/shared/protocol';
import { useState } from 'react';
import { useRoom, useStatus } from '../../live/use-live.js';
import { Button } from '../form/Button.js';
import { AlertBand } from './AlertBand.js';
import { AlertSummaryList } from './AlertSummaryList.js';
import styles from './SubjectAlerts.module.css';

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;

interface SubjectAlertsProps {
  readonly fits: (alert: ShownAlert) => boolean;
  /** Whose alerts they are, as in "of this tunnel and its gateway". */
  readonly of: string;
}

/**
 * The open alerts of what a page shows, with their actions: the worst in a row that is always there, so that nothing moves when
 * an alert comes or goes, and the others at a click.
 */
export function SubjectAlerts({ fits, of }: SubjectAlertsProps) {
  const list = useRoom(ALERTS_VIEW).state?.alerts ?? null;
  const firstOut = useStatus()?.flood?.firstOut ?? null;
  const [isOpen, setIsOpen] = useState(false);
  const open = (list?.alerts ?? []).filter((alert) => !alert.isPast && !isOver(alert) && fits(alert));
  const all = [...open.filter(isWaiting), ...open.filter((alert) => !isWaiting(alert))];
  const shown = isOpen ? all : all.slice(0, 1);
  const waiting = shown.filter(isWaiting);
  const others = shown.filter((alert) => !isWaiting(alert));
  const hidden = all.length - 1;
  return (
    <div className={styles.alerts}>
      <div className={styles.rows}>
        {waiting.length === 0 ? null : (
          <AlertBand alerts={waiting} more={0} firstOut={firstOut} label={`Unacknowledged alerts ${of}`} />
        )}
        {others.length === 0 ? null : (
          <section aria-label={`Other open alerts ${of}`}>
            <AlertSummaryList alerts={others} />
          </section>
        )}
        {all.length > 0 ? null : <p className={styles.calm}>{list === null ? '' : `No open alerts ${of}`}</p>}
      </div>
      <div className={styles.more}>
        {hidden < 1 ? null : (
          <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? 'Only the worst' : `${formatCount(hidden)} more`}
          </Button>
        )}
      </div>
    </div>
  );
}
