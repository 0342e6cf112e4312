import type { ClusterSeen } from '@tunnelwatch/shared/cluster-view';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import type { View } from '@tunnelwatch/shared/protocol';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel, Skeleton } from '../../components/layout/Panel.js';
import { formatClock } from '../../format/format-time.js';
import { useLink, useLiveStore, useRoom } from '../../live/use-live.js';
import { useServerNow } from '../../time/use-server-now.js';
import { ClusterFacts } from './ClusterFacts.js';
import styles from './ClusterPage.module.css';
import { ClusterState } from './ClusterState.js';
import { CollectorTable } from './CollectorTable.js';
import { NodeTable } from './NodeTable.js';

const VIEW = { view: 'cluster' } as const satisfies View;

/** The ingest thread reports once a second; what is older than this says little of now. */
const OLD_AFTER_MS = 5000;

/** The cluster as this node sees it: the stream, nodes and collectors, and what is wrong with them. */
export function ClusterPage() {
  const store = useLiveStore();
  const { state, problem } = useRoom(VIEW);
  const part = state?.cluster ?? null;
  return (
    <>
      <PageHead title="Cluster" note="The nodes that store and show the same, and the collectors that read for them." />
      {part === null ? (
        <Missing problem={problem} onRetry={() => store.retry(VIEW)} />
      ) : part.seen === null ? (
        <Panel title="No cluster" isTimeless empty={<Alone />} />
      ) : (
        <SeenCluster seen={part.seen} />
      )}
    </>
  );
}

interface MissingProps {
  readonly problem: ReturnType<typeof useRoom>['problem'];
  readonly onRetry: () => void;
}

function Missing({ problem, onRetry }: MissingProps) {
  if (problem === null) return <Skeleton rem={40} />;
  return <Panel title="Nodes" problem={problem} onRetry={onRetry} />;
}

function Alone() {
  return (
    <p>
      This server is not part of a cluster: it reads, stores and shows everything by itself. Several machines share the
      work where <code>cluster.servers</code> names NATS servers in the configuration file.
    </p>
  );
}

function SeenCluster({ seen }: { readonly seen: ClusterSeen }) {
  const { link } = useLink();
  const now = useServerNow();
  const { status, at, notShown } = seen;
  const reportMs = Math.max(0, now - at);
  const isUnreported = link.state !== 'live' || reportMs > OLD_AFTER_MS;
  // A node without a connection still reports, but of the others it says what it heard last.
  const isOld = isUnreported || status.state === 'disconnected';
  const asOf = status.state === 'disconnected' ? Math.min(at, status.since ?? at) : at;
  const age = isOld ? `As of ${formatClock(asOf)}, ${formatSpan(now - asOf)} ago` : undefined;
  // While nothing is reported, everybody has been silent for longer than was reported last.
  const unheardMs = isUnreported ? reportMs : 0;
  const { nodes, collectors } = status;
  return (
    <>
      <ClusterState status={status} now={now} />
      <ClusterFacts status={status} now={now} isOld={isOld} />
      <Panel
        title={nodes.length === 1 ? '1 node' : `${formatCount(nodes.length)} nodes`}
        aside={age ?? 'Lag by the stream; stores are compared once a minute'}
        isOld={isOld}
        empty={nodes.length > 0 ? null : <p>No node is known yet: this one has not joined the cluster.</p>}
      >
        <NodeTable status={status} unheardMs={unheardMs} />
      </Panel>
      <Panel
        className={styles.panel}
        title={collectors.length === 1 ? '1 collector' : `${formatCount(collectors.length)} collectors`}
        aside={notShown > 0 ? `${formatCount(notShown)} more members not shown` : age}
        isOld={isOld}
        empty={collectors.length > 0 ? null : <NoCollectors />}
      >
        <CollectorTable collectors={collectors} unheardMs={unheardMs} />
      </Panel>
    </>
  );
}

function NoCollectors() {
  return (
    <p>
      No collector has been heard of: nothing is read. A node collects what its own <code>sources</code> name, and a
      server with <code>cluster.role: collector</code> does nothing else.
    </p>
  );
}
