import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { View } from '@tunnelwatch/shared/protocol';
import type { ShownTunnel } from '@tunnelwatch/shared/tunnel';
import { type ComponentProps, useState } from 'react';
import { Link } from 'react-router';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { useChartData } from '../../charts/use-chart-data.js';
import { useSpanCounts } from '../../charts/use-span-counts.js';
import { SubjectAlerts } from '../../components/alert/SubjectAlerts.js';
import { EvidenceLink } from '../../components/layout/EvidenceLink.js';
import { FailedNote } from '../../components/layout/FailedNote.js';
import { PageHead } from '../../components/layout/PageHead.js';
import { Skeleton } from '../../components/layout/Panel.js';
import { gatewayPath } from '../../components/tunnel/paths.js';
import { RawLine } from '../../components/event/RawLine.js';
import { spanLabel } from '../../components/time-bar/span-labels.js';
import { TimeBar } from '../../components/time-bar/TimeBar.js';
import { tunnelEvidenceUrl } from '../../http/api.js';
import type { BucketsState } from '../../live/room-state.js';
import { useLiveStore, useRoom } from '../../live/use-live.js';
import { useAtParameter } from '../../history/history-context.js';
import { type TimeRangeState, useTimeRange } from '../../url-state/use-time-range.js';
import { CounterPanel } from './CounterPanel.js';
import { DiagnosisPanel } from '../../components/diagnosis/DiagnosisPanel.js';
import { RequiredWindowPanel } from './replay-window/RequiredWindowPanel.js';
import { LifePanel } from '../../components/diagnosis/LifePanel.js';
import { ScatterPanel } from './replay-window/ScatterPanel.js';
import { type TunnelNames, useDiagnosis } from '../../components/diagnosis/use-diagnosis.js';
import { TunnelEntryButton, TunnelEntryNote } from './TunnelEntry.js';
import { shortName } from '../../format/format-name.js';
import { TunnelCharts } from './TunnelCharts.js';
import { TunnelClasses } from './TunnelClasses.js';
import { TunnelEndNotice } from './EndNotice.js';
import { TunnelEvents } from './TunnelEvents.js';
import { TunnelFacts } from './TunnelFacts.js';
import { TunnelNeverSeen } from './TunnelNeverSeen.js';
import styles from './TunnelView.module.css';
import type { Query } from '../../http/http-client.js';
import { usePathNames } from '../../url-state/path-names.js';

/** One tunnel, named by the path. */
export function TunnelPage() {
  const [gateway = '', matchkey = ''] = usePathNames();
  return <TunnelView key={JSON.stringify([gateway, matchkey])} gateway={gateway} matchkey={matchkey} />;
}

const TITLE_LETTERS = 64;

/** A tunnel: what is known of it, its failures over time, and its newest events. */
function TunnelView({ gateway, matchkey }: TunnelNames) {
  const time = useTimeRange();
  const name = matchkey === '' ? '(empty matchkey)' : matchkey;
  const view = { view: 'tunnel', gateway, matchkey, window: time.window } as const satisfies View;
  const inventory = useKept(useRoom(view).state?.tunnel ?? null)?.tunnel?.inventory ?? null;
  return (
    <>
      <PageHead
        title={inventory?.name ?? shortName(name, TITLE_LETTERS)}
        note={
          <>
            Tunnel {inventory === null ? null : <code>{shortName(name, TITLE_LETTERS)}</code>} of gateway{' '}
            <Link to={gatewayPath(gateway)}>{visibleText(gateway)}</Link>
            <TunnelEntryNote inventory={inventory} />
          </>
        }
      >
        <TunnelEntryButton gateway={gateway} matchkey={matchkey} inventory={inventory} />
        <EvidenceLink
          href={tunnelEvidenceUrl(gateway, matchkey, tunnelTimeQuery(time))}
          what="this tunnel in this time range"
        />
        <TimeBar time={time} />
      </PageHead>
      {name.length > TITLE_LETTERS ? <RawLine text={matchkey} what="full matchkey" /> : null}
      <TunnelContent gateway={gateway} matchkey={matchkey} time={time} />
    </>
  );
}

function TunnelContent({ gateway, matchkey, time }: TunnelNames & { readonly time: TimeRangeState }) {
  const view = { view: 'tunnel', gateway, matchkey, window: time.window } as const satisfies View;
  const store = useLiveStore();
  const { state, problem } = useRoom(view);
  const known = useKept(state?.tunnel ?? null);
  const newest = useKept(state?.newest ?? null);
  const retry = (): void => store.retry(view);
  if (known === null && problem !== null) {
    return <FailedNote title={problem.title} detail={problem.detail} onRetry={retry} />;
  }
  if (known === null) return <Skeleton rem={30} />;
  if (known.tunnel === null) return <TunnelNeverSeen gateway={gateway} matchkey={matchkey} />;
  const { tunnel } = known;
  const charts = { buckets: state?.buckets ?? null, time, problem, onRetry: retry };
  return <TunnelContentOf tunnel={tunnel} newest={newest} charts={charts} />;
}

interface TunnelContentOfProps {
  readonly tunnel: ShownTunnel;
  readonly newest: ComponentProps<typeof TunnelEvents>['newest'];
  readonly charts: Omit<ComponentProps<typeof TunnelCharts>, 'tunnel' | 'chart'> & {
    readonly buckets: BucketsState | null;
  };
}

function TunnelContentOf({ tunnel, newest, charts }: TunnelContentOfProps) {
  const { buckets, time, ...loading } = charts;
  const { gateway, matchkey } = tunnel;
  const chart = useChartData(buckets, time, { gateway, matchkey });
  const counts = useSpanCounts(tunnel.recent, chart.data, time);
  const query = { ...tunnelTimeQuery(time), ...useAtParameter() };
  const diagnosis = useDiagnosis(tunnel, query, time.range === null ? tunnel.lastTime : null);
  return (
    <>
      <SubjectAlerts fits={(alert) => isAbout(alert, tunnel)} of="for this tunnel or its gateway as a whole" />
      <TunnelFacts tunnel={tunnel} time={time} counts={counts} />
      <div className={styles.grid}>
        <div className={styles.charts}>
          <TunnelCharts tunnel={tunnel} chart={chart} time={time} {...loading} />
        </div>
        {/* Beside the charts and not above them: whenever it has found something, nothing moves. */}
        <div className={styles.cause}>
          <DiagnosisPanel diagnosis={diagnosis} gateway={gateway} matchkey={matchkey} />
          <TunnelEndNotice diagnosis={diagnosis.data} range={time.range} />
        </div>
        <ScatterPanel {...diagnosis} onZoom={time.setRange} />
        <RequiredWindowPanel {...diagnosis} />
        <LifePanel className={styles.main} diagnosis={diagnosis} onZoom={time.setRange} />
        <div className={styles.stack}>
          <CounterPanel {...diagnosis} />
        </div>
        <TunnelEvents tunnel={tunnel} newest={newest} range={time.range} />
        <div className={styles.stack}>
          <TunnelClasses tunnel={tunnel} span={spanLabel(time)} counts={counts} />
        </div>
      </div>
    </>
  );
}

/** Whether an alert is about a tunnel, or about its gateway, whose groups may have it as a member. */
function isAbout({ subject }: ShownAlert, { gateway, matchkey }: TunnelNames): boolean {
  if (subject.kind === 'tunnel') return subject.gateway === gateway && subject.matchkey === matchkey;
  return subject.kind === 'gateway' && subject.gateway === gateway;
}

/** The time that a page about a tunnel shows, as the endpoints of a tunnel take it. */
function tunnelTimeQuery({ range, window }: Pick<TimeRangeState, 'range' | 'window'>): Query {
  if (range === null) return { window };
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}

/**
 * The newest value that was not null. Another window is another room, which tells nothing for a moment; what is known of
 * the tunnel itself stays meanwhile.
 */
function useKept<T>(value: T | null): T | null {
  const [kept, setKept] = useState(value);
  if (value !== null && value !== kept) setKept(value);
  return value ?? kept;
}
