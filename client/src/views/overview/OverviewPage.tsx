import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import type { View } from '@tunnelwatch/shared/protocol';
import { FailedNote } from '../../components/layout/FailedNote.js';
import { PageHead } from '../../components/layout/PageHead.js';
import { TimeBar } from '../../components/time-bar/TimeBar.js';
import { useLiveStore, useRoom } from '../../live/use-live.js';
import { useLiveRange } from '../../charts/use-live-range.js';
import { isLastHour, useTimeRange } from '../../url-state/use-time-range.js';
import { useUrlChoice } from '../../url-state/use-url-param.js';
import { FirstStart } from './FirstStart.js';
import { FailuresPanel } from './FailuresPanel.js';
import { GatewaysPanel } from './GatewaysPanel.js';
import { OverviewAlerts, PastAlertsPanel } from './OverviewAlerts.js';
import styles from './OverviewPage.module.css';
import { WorstPanel } from './WorstPanel.js';

/** Unacknowledged alerts, failures over time, the worst tunnels, and the age of each gateway's data. */
export function OverviewPage() {
  const time = useTimeRange();
  const [only, setOnly] = useUrlChoice('class', COUNTED_CLASSES);
  const view = { view: 'overview', window: time.window } as const satisfies View;
  const store = useLiveStore();
  const shown = useLiveRange(time);
  const { state, problem } = useRoom(view);
  const retry = (): void => store.retry(view);
  if (problem !== null && state === null) {
    return (
      <>
        <PageHead title="Overview" />
        <FailedNote title={problem.title} detail={problem.detail} onRetry={retry} />
      </>
    );
  }
  const common = { problem, onRetry: retry };
  const counted = { ...common, range: isLastHour(time) ? null : shown };
  return (
    <>
      <PageHead title="Overview">
        <TimeBar time={time} />
      </PageHead>
      <FirstStart />
      <div className={styles.grid}>
        <OverviewAlerts className={styles.alerts} list={state?.alerts ?? null} />
        <FailuresPanel
          {...common}
          className={styles.chart}
          buckets={state?.buckets ?? null}
          time={time}
          only={only}
          onOnly={setOnly}
        />
        <WorstPanel {...counted} className={styles.half} failureClass="replay" worst={state?.worstReplay ?? null} />
        <WorstPanel
          {...counted}
          className={styles.half}
          failureClass="integrity"
          worst={state?.worstIntegrity ?? null}
        />
        <GatewaysPanel {...counted} className={styles.wide} list={state?.gateways ?? null} />
        <PastAlertsPanel className={styles.wide} list={state?.alerts ?? null} />
      </div>
    </>
  );
}
