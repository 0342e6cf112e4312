import { Link } from 'react-router';
import { FailedNote } from '../../components/layout/FailedNote.js';
import { LimitsNote } from '../../components/layout/LimitsNote.js';
import { PageHead } from '../../components/layout/PageHead.js';
import { Skeleton } from '../../components/layout/Panel.js';
import { WindowPicker } from '../../components/form/WindowPicker.js';
import { fetchGateway } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useInventoryRevision } from '../../live/use-live.js';
import { useTimeRange } from '../../url-state/use-time-range.js';
import { GatewayCauses } from './GatewayCauses.js';
import { GatewayChart } from './GatewayChart.js';
import { GatewayFacts } from './GatewayFacts.js';
import styles from './GatewayView.module.css';
import { SharedPanel } from './SharedPanel.js';

const REFRESH_MS = 5000;

/** A gateway: common causes of its tunnels, failures over time, and signs of life. Refreshed every few seconds. */
export function GatewayView({ name }: { readonly name: string }) {
  const time = useTimeRange();
  const revision = useInventoryRevision();
  const { data, problem, reload } = useApiQuery({
    key: ['gateway', name, revision],
    load: (signal) => fetchGateway(name, signal),
    keepsOld: true,
    refreshMs: REFRESH_MS,
  });
  return (
    <>
      <PageHead
        title={name}
        note={
          <>
            Gateway · <Link to={`/tunnels?gateway=${encodeURIComponent(name)}`}>tunnels</Link> ·{' '}
            <Link to={`/events?gateway=${encodeURIComponent(name)}`}>events</Link>
          </>
        }
      >
        <WindowPicker time={time} />
      </PageHead>
      {data === null && problem !== null ? (
        <FailedNote title={problem.title} detail={problem.detail} onRetry={reload} />
      ) : data === null ? (
        <Skeleton rem={30} />
      ) : (
        <div className={styles.content}>
          <SharedPanel verdicts={data.verdicts} judged={data.judged} />
          <GatewayFacts gateway={data.gateway} />
          <div className={styles.grid}>
            <GatewayChart name={name} time={time} />
            <GatewayCauses name={name} groups={data.groups} tunnels={data.gateway.tunnels} />
          </div>
          <LimitsNote>Tunnels without drops do not appear in the log, and so in no group.</LimitsNote>
        </div>
      )}
    </>
  );
}
