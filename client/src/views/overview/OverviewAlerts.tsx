import { totalOf } from '@tunnelwatch/shared/priority';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { severityRank } from '@tunnelwatch/shared/severity';
import { firstOutOnTop, isWaiting } from '@tunnelwatch/shared/alert';
import { AlertBand } from '../../components/alert/AlertBand.js';
import { AlertSummaryList } from '../../components/alert/AlertSummaryList.js';
import { Panel } from '../../components/layout/Panel.js';
import { Room } from '../../components/layout/Room.js';
import type { RoomParts } from '../../live/room-state.js';
import { useStatus } from '../../live/use-live.js';
import { useIsWithoutData } from '../../live/use-outdated.js';
import styles from './OverviewAlerts.module.css';

interface AlertsPartProps {
  readonly list: RoomParts['alerts'];
  readonly className: string | undefined;
}

const ERROR_RANK = severityRank('error');

/** The unacknowledged alerts, and the acknowledged ones that are still active below them, in a room that is always there. */
export function OverviewAlerts({ list, className }: AlertsPartProps) {
  const alerts = (list?.alerts ?? []).filter((alert) => !alert.isPast);
  const firstOut = useStatus()?.flood?.firstOut ?? null;
  const waiting = firstOutOnTop(alerts.filter(isWaiting), firstOut);
  const isWithoutData = useIsWithoutData();
  const seen = alerts.filter((alert) => alert.state === 'acknowledged');
  const more = list === null ? 0 : totalOf(list.notShown);
  return (
    <Panel
      className={className}
      title="Alerts"
      aside={waiting.length === 0 ? undefined : `${formatCount(waiting.length + more)} unacknowledged`}
      isLoading={list === null}
      skeletonRem={17}
    >
      {/* Ages tick, so the list itself is not a live region: only the count is announced. */}
      <p className="visually-hidden" role="status">
        {list === null ? '' : `${waiting.length} unacknowledged ${waiting.length === 1 ? 'alert' : 'alerts'}`}
      </p>
      <Room label="Alerts">
        {waiting.length === 0 ? (
          <p className={styles.calm}>{isWithoutData ? 'No alerts yet.' : 'No unacknowledged alerts.'}</p>
        ) : (
          <AlertBand alerts={waiting} more={more} firstOut={firstOut} />
        )}
        {seen.length === 0 ? null : (
          <details className={styles.seen} open={waiting.length === 0}>
            <summary>
              {seen.length} acknowledged {seen.length === 1 ? 'alert' : 'alerts'} still active
            </summary>
            <AlertSummaryList alerts={seen} />
          </details>
        )}
      </Room>
    </Panel>
  );
}

/** Critical and Error alerts that were already old on arrival: worth knowing, no action needed. */
export function PastAlertsPanel({ list, className }: AlertsPartProps) {
  const past = (list?.alerts ?? []).filter((alert) => alert.isPast && severityRank(alert.severity) >= ERROR_RANK);
  if (past.length === 0) return null;
  return (
    <Panel className={className} title="Historical critical and error events" aside="Already old on arrival" isTimeless>
      <AlertSummaryList alerts={past} />
    </Panel>
  );
}
