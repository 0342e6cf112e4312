import type { ClusterStatus } from '@tunnelwatch/shared/cluster';
import { clusterTroubles, isBehind, isSilent, isSpoolFilling, ownNode } from '@tunnelwatch/shared/cluster-trouble';
import { formatBytes, formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Fact, FactStrip } from '../../components/layout/FactStrip.js';
import { behindText } from './cluster-labels.js';

interface ClusterFactsProps {
  readonly status: ClusterStatus;
  readonly now: number;
  readonly isOld: boolean;
}

/** A cluster in a row of figures. */
export function ClusterFacts({ status, now, isOld }: ClusterFactsProps) {
  const { nodes, collectors, stream } = status;
  const own = ownNode(status);
  const acting = nodes.find((node) => node.isActing && !isSilent(node));
  const waiting = collectors.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0);
  const isFilling = clusterTroubles(status).some(({ kind }) => kind === 'stream-filling');
  return (
    <FactStrip isOld={isOld}>
      <Fact
        name="This node"
        note={ownNote(status)}
        isAlarming={status.state === 'disconnected' || own === undefined || isBehind(own)}
        hint="The node that this page is from, and how far it is behind the stream"
      >
        {visibleText(status.member)}
      </Fact>
      <Fact
        name="Notifies"
        note={notifyingNote(status, acting !== undefined)}
        isAlarming={acting === undefined}
        hint="One node at a time sends notifications; when it fails, another takes over within seconds"
      >
        {acting === undefined ? nobodyWord(status) : visibleText(acting.name)}
      </Fact>
      <Fact
        name="Stream"
        note={
          stream === null
            ? 'not reached'
            : `${formatBytes(stream.bytes)} of ${formatBytes(stream.maxBytes)}, to message ${formatCount(stream.last)}`
        }
        isAlarming={stream === null || isFilling}
        hint="How full the stream is; when it is full, it takes nothing more and collectors wait"
      >
        {stream === null ? '–' : formatShare(stream.bytes, stream.maxBytes)}
      </Fact>
      <Fact
        name="Stream reaches back"
        note={
          stream?.firstAt == null ? 'the stream is empty, or not reached' : 'age of the oldest message in the stream'
        }
        hint="The age of the oldest message in the stream: a node that was away since before it begins with a copy of another node’s store"
      >
        {stream?.firstAt == null ? '–' : formatSpan(now - stream.firstAt)}
      </Fact>
      <Fact
        name="Waiting at collectors"
        note={collectors.length === 1 ? 'in 1 collector' : `in ${formatCount(collectors.length)} collectors`}
        isAlarming={collectors.some(isSpoolFilling)}
        hint="What collectors have read and the cluster has not taken"
      >
        {formatBytes(waiting)}
      </Fact>
    </FactStrip>
  );
}

/** A node without a connection does not know whether another one has taken over. */
function nobodyWord({ state }: ClusterStatus): string {
  return state === 'disconnected' ? 'Unknown' : 'No node';
}

function notifyingNote({ state }: ClusterStatus, isKnown: boolean): string {
  if (isKnown) return 'sends for all nodes';
  return state === 'disconnected' ? 'not this node; others may' : 'nobody is told of alerts';
}

function ownNote(status: ClusterStatus): string {
  const own = ownNode(status);
  if (own === undefined) return 'has not joined the cluster yet';
  return status.state === 'disconnected' ? 'cut off from the cluster' : behindText(own, status.state).toLowerCase();
}
