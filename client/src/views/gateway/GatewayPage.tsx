import { Link } from 'react-router';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { useChartData } from '../../charts/use-chart-data.js';
import { useLiveRange } from '../../charts/use-live-range.js';
import { SubjectAlerts } from '../../components/alert/SubjectAlerts.js';
import { FailedNote } from '../../components/layout/FailedNote.js';
import { LimitsNote } from '../../components/layout/LimitsNote.js';
import { PageHead } from '../../components/layout/PageHead.js';
import { Skeleton } from '../../components/layout/Panel.js';
import { TimeBar } from '../../components/time-bar/TimeBar.js';
import { fetchGateway } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useInventoryRevision } from '../../live/use-live.js';
import { usePathNames } from '../../url-state/path-names.js';
import { useAtParameter } from '../../history/history-context.js';
import type { Query } from '../../http/http-client.js';
import { type TimeRange, useTimeRange } from '../../url-state/use-time-range.js';
import { GatewayCauses, SharedPanel } from './GatewayCauses.js';
import { GatewayChart } from './GatewayChart.js';
import { GatewayFacts } from './GatewayFacts.js';
import styles from './GatewayView.module.css';

/** One gateway, named by the path. */
export function GatewayPage() {
  const [gateway = ''] = usePathNames();
  return <GatewayView key={gateway} name={gateway} />;
}

const REFRESH_MS = 5000;

/** The zoomed range as a query; nothing while the page is live. */
function rangeQuery(range: TimeRange | null): Query {
  if (range === null) return {};
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}

/** A gateway: what its tunnels share, how it fails over time, and how alive it is. Refreshed every few seconds. */
function GatewayView({ name }: { readonly name: string }) {
  const time = useTimeRange();
  const revision = useInventoryRevision();
  const at = useAtParameter();
  const query = { ...rangeQuery(time.range), ...at };
  const isPast = time.range !== null || at.at !== undefined;
  const { data, problem, reload } = useApiQuery({
    key: ['gateway', name, revision, query],
    load: (signal) => fetchGateway(name, query, signal),
    keepsOld: true,
    ...(isPast ? {} : { refreshMs: REFRESH_MS }),
  });
  const shown = useLiveRange(time);
  const chart = useChartData(
    null,
    { range: shown, compare: time.compare, isLive: time.range === null },
    { gateway: name },
  );
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
        <TimeBar time={time} />
      </PageHead>
      <SubjectAlerts fits={({ subject }) => gatewayOf(subject) === name} of="for this gateway" />
      {data === null && problem !== null ? (
        <FailedNote title={problem.title} detail={problem.detail} onRetry={reload} />
      ) : data === null ? (
        <Skeleton rem={40} />
      ) : (
        <div className={styles.content}>
          <GatewayFacts gateway={data.gateway} time={time} data={chart.data} />
          <div className={styles.grid}>
            <GatewayChart name={name} time={time} chart={chart} />
            <SharedPanel className={styles.causes} verdicts={data.verdicts} judged={data.judged} over={data.over} />
          </div>
          <GatewayCauses name={name} gateway={data} />
          <LimitsNote>Tunnels without drops do not appear in the log, and so in no group.</LimitsNote>
        </div>
      )}
    </>
  );
}
