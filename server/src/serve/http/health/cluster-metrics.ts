import {
  CLUSTER_STATES,
  type ClusterCollector,
  type ClusterNode,
  STORE_COMPARISONS,
} from '@tunnelwatch/shared/cluster';
import { ownNode } from '@tunnelwatch/shared/cluster-trouble';
import type { ClusterSeen } from '@tunnelwatch/shared/cluster-view';
import { Gauge, type Registry } from 'prom-client';

/** Nodes and collectors that have series of their own, by name: whoever may publish on the NATS servers can make up others. */
const MAX_NODES = 32;
const MAX_COLLECTORS = 200;

/** A cluster as this node sees it; without samples where it is the only one. */
export class ClusterMetrics {
  private readonly state: Gauge;
  private readonly acting: Gauge;
  private readonly streamBytes: Gauge;
  private readonly streamLimit: Gauge;
  private readonly streamFirst: Gauge;
  private readonly lagMessages: Gauge;
  private readonly lagSeconds: Gauge;
  private readonly nodeHeard: Gauge;
  private readonly store: Gauge;
  private readonly differingSettings: Gauge;
  private readonly waitingBytes: Gauge;
  private readonly waitingLimit: Gauge;
  private readonly collectorHeard: Gauge;

  constructor(registry: Registry) {
    // Of the whole cluster too: a metric without labels would say 0 where there is none.
    const of = (name: string, help: string, ...labels: string[]) => ({
      name: `tunnelwatch_cluster_${name}`,
      help,
      labelNames: ['cluster', ...labels],
      registers: [registry],
    });
    this.state = new Gauge(of('state', '1 for how this node reaches the stream of its cluster, else 0', 'state'));
    this.acting = new Gauge(of('acting', '1 while this node notifies for all, else 0'));
    this.streamBytes = new Gauge(of('stream_bytes', 'Bytes in the stream'));
    this.streamLimit = new Gauge(of('stream_limit_bytes', 'Bytes beyond which the stream takes nothing more'));
    this.streamFirst = new Gauge(
      of(
        'stream_first_timestamp_seconds',
        'When the oldest message of the stream was stored; absent while it is empty',
      ),
    );
    this.lagMessages = new Gauge(of('node_lag_messages', 'Messages of the stream that a node has not applied', 'node'));
    this.lagSeconds = new Gauge(of('node_lag_seconds', 'How far a node is behind the stream', 'node'));
    this.nodeHeard = new Gauge(of('node_last_heard_timestamp_seconds', 'When a node was last heard of', 'node'));
    this.store = new Gauge(
      of('node_store', '1 for how the store of another node compares with that of this one, else 0', 'node', 'store'),
    );
    this.differingSettings = new Gauge(
      of('node_differing_settings', 'Settings of a node’s file that differ from those in force in the cluster', 'node'),
    );
    this.waitingBytes = new Gauge(
      of('collector_waiting_bytes', 'Bytes that a collector has read and the cluster has not taken', 'collector'),
    );
    this.waitingLimit = new Gauge(
      of('collector_limit_bytes', 'Waiting bytes beyond which a collector reads nothing more', 'collector'),
    );
    this.collectorHeard = new Gauge(
      of('collector_last_heard_timestamp_seconds', 'When a collector was last heard of', 'collector'),
    );
  }

  set(seen: ClusterSeen | null): void {
    if (seen === null) return;
    const { status, at } = seen;
    const cluster = { cluster: status.name };
    for (const state of CLUSTER_STATES) this.state.set({ ...cluster, state }, state === status.state ? 1 : 0);
    this.acting.set(cluster, ownNode(status)?.isActing === true ? 1 : 0);
    this.setStream(status.stream, cluster);
    this.setNodes(byName(status.nodes).slice(0, MAX_NODES), status.member, { cluster, at });
    this.setCollectors(byName(status.collectors).slice(0, MAX_COLLECTORS), { cluster, at });
  }

  private setStream(stream: ClusterSeen['status']['stream'], cluster: { cluster: string }): void {
    for (const each of [this.streamBytes, this.streamLimit, this.streamFirst]) each.reset();
    if (stream === null) return;
    this.streamBytes.set(cluster, stream.bytes);
    this.streamLimit.set(cluster, stream.maxBytes);
    if (stream.firstAt !== null) this.streamFirst.set(cluster, stream.firstAt / 1000);
  }

  private setNodes(nodes: readonly ClusterNode[], own: string, { cluster, at }: Series): void {
    const { lagMessages: messages, lagSeconds, nodeHeard } = this;
    for (const each of [messages, lagSeconds, nodeHeard, this.store, this.differingSettings]) each.reset();
    for (const { name: node, lagMessages, lagMs, heardMs, store, differingSettings } of nodes) {
      const labels = { ...cluster, node };
      messages.set(labels, lagMessages);
      lagSeconds.set(labels, lagMs / 1000);
      nodeHeard.set(labels, (at - heardMs) / 1000);
      this.differingSettings.set(labels, differingSettings.length);
      if (node === own) continue;
      for (const each of STORE_COMPARISONS) this.store.set({ ...labels, store: each }, each === store ? 1 : 0);
    }
  }

  private setCollectors(collectors: readonly ClusterCollector[], { cluster, at }: Series): void {
    for (const each of [this.waitingBytes, this.waitingLimit, this.collectorHeard]) each.reset();
    for (const { name: collector, waitingBytes, limitBytes, heardMs } of collectors) {
      const labels = { ...cluster, collector };
      this.waitingBytes.set(labels, waitingBytes);
      this.waitingLimit.set(labels, limitBytes);
      this.collectorHeard.set(labels, (at - heardMs) / 1000);
    }
  }
}

/** What all series of a cluster have, and when it was heard of, epoch ms. */
interface Series {
  cluster: { cluster: string };
  at: number;
}

function byName<Member extends { name: string }>(members: readonly Member[]): Member[] {
  return members.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
