import { isOver, isWaiting, type ShownAlert } from '@tunnelwatch/shared/alert';
import type { View } from '@tunnelwatch/shared/protocol';
import { useRoom, useStatus } from '../../live/use-live.js';
import { AlertBand } from './AlertBand.js';
import { AlertSummaryList } from './AlertSummaryList.js';

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;

interface SubjectAlertsProps {
  readonly fits: (alert: ShownAlert) => boolean;
  /** Whose alerts they are, as in "of this tunnel and its gateway". */
  readonly of: string;
}

/** The open alerts of what a page shows, with their actions; nothing while there is none. */
export function SubjectAlerts({ fits, of }: SubjectAlertsProps) {
  const list = useRoom(ALERTS_VIEW).state?.alerts ?? null;
  const firstOut = useStatus()?.flood?.firstOut ?? null;
  const open = (list?.alerts ?? []).filter((alert) => !alert.isPast && !isOver(alert) && fits(alert));
  const waiting = open.filter(isWaiting);
  const others = open.filter((alert) => !isWaiting(alert));
  return (
    <>
      {waiting.length === 0 ? null : (
        <AlertBand alerts={waiting} more={0} firstOut={firstOut} label={`Unacknowledged alerts ${of}`} />
      )}
      {others.length === 0 ? null : (
        <section aria-label={`Other open alerts ${of}`}>
          <AlertSummaryList alerts={others} />
        </section>
      )}
    </>
  );
}
