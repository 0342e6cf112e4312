import type { ClusterCollector, ClusterNode, ClusterStatus } from '@tunnelwatch/shared/cluster';

/** A node that is up to date. */
export function madeNode(part: Partial<ClusterNode> = {}): ClusterNode {
  return {
    name: 'noc-a',
    version: '1.0.0',
    sequence: 90_000,
    lagMessages: 0,
    lagMs: 0,
    isActing: false,
    heardMs: 400,
    store: 'same',
    differingSettings: [],
    ...part,
  };
}

/** A collector of which nothing waits. */
export function madeCollector(part: Partial<ClusterCollector> = {}): ClusterCollector {
  return {
    name: 'site-1',
    version: '1.0.0',
    sources: 3,
    waitingBatches: 0,
    waitingBytes: 0,
    limitBytes: 1_000_000_000,
    heardMs: 600,
    ...part,
  };
}

/** Three nodes, of which the first is asked and the second acts, and one collector: all is well. */
export function madeCluster(part: Partial<ClusterStatus> = {}): ClusterStatus {
  return {
    name: 'tunnelwatch',
    member: 'noc-a',
    state: 'connected',
    since: null,
    reason: null,
    stream: {
      first: 1,
      last: 90_000,
      bytes: 5_000_000_000,
      maxBytes: 20_000_000_000,
      firstAt: Date.UTC(2026, 1, 9, 20),
    },
    nodes: [
      madeNode({ heardMs: 0 }),
      madeNode({ name: 'noc-b', isActing: true }),
      madeNode({ name: 'noc-c', sequence: 89_990 }),
    ],
    collectors: [madeCollector()],
    ...part,
  };
}
