import type { ClusterStatus } from '@tunnelwatch/shared/cluster';
import { isBehind, isCutOff, MEMBER_SILENT_MS, ownNode, storeDifferences } from '@tunnelwatch/shared/cluster-trouble';
import type { ClusterSeen } from '@tunnelwatch/shared/cluster-view';
import { type Problem, problemDetails } from '@tunnelwatch/shared/error-code';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';

/** What a node knows of its cluster before it has reached it. @param now epoch ms */
export function notJoined({ name, member }: Pick<ClusterStatus, 'name' | 'member'>, now: number): ClusterSeen {
  const reason = 'the NATS servers have not been reached yet';
  const nothing = { stream: null, nodes: [], collectors: [] };
  return {
    status: { name, member, state: 'disconnected', since: now, reason, ...nothing },
    at: now,
    notShown: 0,
  };
}

/**
 * Why a load balancer should prefer another node; undefined while this one may be asked. Nodes that differ and have no
 * majority on either side all stay: somebody must show that they differ.
 * @param now epoch ms
 */
export function clusterNotReady({ status, at }: ClusterSeen, now: number): string | undefined {
  const own = ownNode(status);
  if (own === undefined || status.stream === null) return 'this node has not joined its cluster yet';
  if (isCutOff(status, now)) {
    const { state, since, reason } = status;
    const span = since === null ? '' : ` for ${formatSpan(now - since)}`;
    const what =
      state === 'no-quorum' ? 'the cluster has stored nothing' : 'this node has been cut off from its cluster';
    return `${what}${span}: ${reason ?? state}`;
  }
  const differences = storeDifferences(status);
  if (differences?.isOutvoted === true) {
    return `the store of this node differs from that of ${differences.nodes.join(', ')}`;
  }
  if (isBehind(own)) {
    return `this node is ${formatSpan(own.lagMs)} behind the stream (${formatCount(own.lagMessages)} messages)`;
  }
  const silentMs = now - at;
  return silentMs > MEMBER_SILENT_MS ? `this node has applied nothing for ${formatSpan(silentMs)}` : undefined;
}

/** Why a command cannot be carried out; undefined while the cluster takes it. @param now epoch ms */
export function cutOffProblem(status: ClusterStatus, now: number): Problem | undefined {
  if (!isCutOff(status, now)) return undefined;
  const { state, reason } = status;
  const [what, remedy] =
    state === 'no-quorum'
      ? ['The cluster stores nothing now', 'try again once it does']
      : ['This node is cut off from its cluster', 'try again later, or on another node'];
  const why = reason === null ? '' : `: ${reason.replace(/\.$/, '')}`;
  return problemDetails('cluster-unavailable', `${what}${why}. Nothing was changed: ${remedy}`);
}
