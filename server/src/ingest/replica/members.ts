import type { ClusterNode, ClusterStatus } from '@tunnelwatch/shared/cluster';
import type { DigestReport, NodeReport } from '../../cluster/member-report.js';
import type { StreamDescription, StreamState } from '../../cluster/stream/input-stream.js';
import type { HeardCollector } from './remote-sources.js';

/** A node that has said nothing for so long is not listed any more. */
const FORGET_MS = 24 * 3_600_000;
/** Digests are compared with those of the last inputs: nodes do not reach them at the same time. */
const MAX_DIGESTS = 8;

interface HeardNode {
  report: NodeReport;
  /** On the monotonic clock. */
  heardAt: number;
  comparison: ClusterNode['store'];
}

/** This node, as it tells the others. */
export type OwnReport = Pick<NodeReport, 'sequence' | 'appliedAt' | 'isActing'> & {
  differingSettings: readonly string[];
};

/** What this node knows of the other members of its cluster. */
export class Members {
  private readonly nodes = new Map<string, HeardNode>();
  private readonly own: DigestReport[] = [];
  private readonly others: DigestReport[] = [];

  constructor(
    private readonly name: string,
    private readonly member: string,
    private readonly version: string,
  ) {}

  /** Another node reports. @param now the monotonic clock */
  takeNode(report: NodeReport, now: number): void {
    if (report.node === this.member) return;
    const comparison = this.nodes.get(report.node)?.comparison ?? 'unknown';
    this.nodes.set(report.node, { report, heardAt: now, comparison });
  }

  /** This node's store holds this at an input. */
  takeOwnDigest(digest: DigestReport): void {
    this.own.push(digest);
    if (this.own.length > MAX_DIGESTS) this.own.shift();
    for (const other of this.others) this.compare(digest, other);
  }

  /** Another node's store holds this at an input. */
  takeDigest(digest: DigestReport): void {
    if (digest.node === this.member) return;
    this.others.push(digest);
    if (this.others.length > MAX_DIGESTS * 4) this.others.shift();
    for (const own of this.own) this.compare(own, digest);
  }

  /** The nodes whose stores differ from this one's, and those whose are the same, in the order of their names. */
  comparisons(): Record<'differing' | 'same', string[]> {
    const names = (wanted: ClusterNode['store']) =>
      [...this.nodes].flatMap(([node, { comparison }]) => (comparison === wanted ? [node] : [])).sort();
    return { differing: names('differs'), same: names('same') };
  }

  /** The cluster as it is now. @param now the monotonic clock @param at epoch ms */
  status(
    own: OwnReport,
    {
      state,
      stream,
      collectors,
    }: { state: StreamState; stream: StreamDescription | null; collectors: Iterable<HeardCollector> },
    { now, at }: { now: number; at: number },
  ): ClusterStatus {
    for (const [node, { heardAt }] of this.nodes) if (now - heardAt > FORGET_MS) this.nodes.delete(node);
    const last = Math.max(stream?.last ?? 0, own.sequence);
    const behind = ({ sequence, appliedAt }: Pick<NodeReport, 'sequence' | 'appliedAt'>) => ({
      lagMessages: Math.max(0, last - sequence),
      lagMs: last > sequence ? Math.max(0, at - appliedAt) : 0,
    });
    const self: ClusterNode = {
      name: this.member,
      version: this.version,
      sequence: own.sequence,
      ...behind(own),
      isActing: own.isActing,
      heardMs: 0,
      store: this.ownComparison(),
      differingSettings: [...own.differingSettings],
    };
    const others = [...this.nodes.values()].map(({ report, heardAt, comparison }): ClusterNode => ({
      name: report.node,
      version: report.version,
      sequence: report.sequence,
      ...behind(report),
      isActing: report.isActing,
      heardMs: Math.round(now - heardAt),
      store: comparison,
      differingSettings: report.differingSettings,
    }));
    return {
      name: this.name,
      member: this.member,
      state: state.kind,
      since: state.kind === 'connected' ? null : state.since,
      reason: state.kind === 'connected' ? null : state.reason,
      stream: stream === null ? null : pickStream(stream),
      nodes: [self, ...others].sort((a, b) => (a.name < b.name ? -1 : 1)),
      collectors: [...collectors].map(({ report, heardAt, sourceCount }) => ({
        name: report.collector,
        version: report.version,
        sources: sourceCount,
        waitingBatches: report.spool.batches,
        waitingBytes: report.spool.bytes,
        limitBytes: report.spool.limitBytes,
        heardMs: Math.round(now - heardAt),
      })),
    };
  }

  /** This node's store counts as wrong unless more nodes have the same, itself included, than another one. */
  private ownComparison(): ClusterNode['store'] {
    const { differing, same } = this.comparisons();
    if (differing.length > same.length) return 'differs';
    return same.length > 0 ? 'same' : 'unknown';
  }

  private compare(own: DigestReport, other: DigestReport): void {
    const node = this.nodes.get(other.node);
    if (node === undefined || own.sequence !== other.sequence) return;
    node.comparison = own.version === other.version ? comparisonOf(own, other) : 'unknown';
  }
}

/** Hours of which one of the two has no counts are left out: its retention may have removed them. */
function comparisonOf(own: DigestReport, other: DigestReport): ClusterNode['store'] {
  if (own.state !== other.state) return 'differs';
  const hours = new Map(other.hours);
  return own.hours.every(([hour, digest]) => (hours.get(hour) ?? digest) === digest) ? 'same' : 'differs';
}

function pickStream({ first, last, bytes, maxBytes, firstAt }: StreamDescription): ClusterStatus['stream'] {
  return { first, last, bytes, maxBytes, firstAt };
}
