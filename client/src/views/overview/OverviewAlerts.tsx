import { totalOf } from '@tunnelwatch/shared/priority';
import { severityRank } from '@tunnelwatch/shared/severity';
import { firstOutOnTop, isWaiting } from '@tunnelwatch/shared/alert';
import { AlertBand } from '../../components/alert/AlertBand.js';
import { AlertSummaryList } from '../../components/alert/AlertSummaryList.js';
import { Panel } from '../../components/layout/Panel.js';
import type { RoomParts } from '../../live/room-state.js';
import { useStatus } from '../../live/use-live.js';
import styles from './OverviewAlerts.module.css';

interface AlertsPartProps {
  readonly list: RoomParts['alerts'];
}

const ERROR_RANK = severityRank('error');

/** Alerts first: the unacknowledged as a band, the acknowledged that are still active below it. */
export function OverviewAlerts({ list }: AlertsPartProps) {
  const alerts = (list?.alerts ?? []).filter((alert) => !alert.isPast);
  const firstOut = useStatus()?.flood?.firstOut ?? null;
  const waiting = firstOutOnTop(alerts.filter(isWaiting), firstOut);
  const seen = alerts.filter((alert) => alert.state === 'acknowledged');
  return (
    <div>
      {/* Ages tick, so the list itself is not a live region: only the count is announced. */}
      <p className="visually-hidden" role="status">
        {list === null ? '' : `${waiting.length} unacknowledged ${waiting.length === 1 ? 'alert' : 'alerts'}`}
      </p>
      {waiting.length === 0 ? null : (
        <AlertBand alerts={waiting} more={list === null ? 0 : totalOf(list.notShown)} firstOut={firstOut} />
      )}
      {seen.length === 0 ? null : (
        <details className={styles.seen} open={waiting.length === 0}>
          <summary>
            {seen.length} acknowledged {seen.length === 1 ? 'alert' : 'alerts'} still active
          </summary>
          <AlertSummaryList alerts={seen} />
        </details>
      )}
    </div>
  );
}

/** Critical and Error alerts that were already old on arrival: worth knowing, no action needed. */
export function PastAlertsPanel({ list, className }: AlertsPartProps & { readonly className: string | undefined }) {
  const past = (list?.alerts ?? []).filter((alert) => alert.isPast && severityRank(alert.severity) >= ERROR_RANK);
  if (past.length === 0) return null;
  return (
    <Panel className={className} title="Historical critical and error events" aside="Already old on arrival">
      <AlertSummaryList alerts={past} />
    </Panel>
  );
}
