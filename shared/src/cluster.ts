import { z } from 'zod';

/**
 * Whether the stream of a cluster takes inputs: `connected`; `disconnected`, no NATS server answers; `no-quorum`, one answers,
 * but too few of them reach each other to store anything.
 */
export const CLUSTER_STATES = ['connected', 'disconnected', 'no-quorum'] as const;

/** How the store of a node compares with that of the node that is asked: `unknown` for another version, or before the first time. */
export const STORE_COMPARISONS = ['same', 'differs', 'unknown'] as const;

export const clusterNodeSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Up to which input it has applied. */
  sequence: z.number(),
  /** Inputs of the stream that it has not applied yet, and since when it has not, milliseconds; 0 when there are none. */
  lagMessages: z.number(),
  lagMs: z.number(),
  /** True while it acts for all: it notifies, and tells what its rules find. */
  isActing: z.boolean(),
  /** How long ago it was last heard of, milliseconds; 0 for the node that is asked. */
  heardMs: z.number(),
  store: z.enum(STORE_COMPARISONS),
  /** Settings, such as `alerts.rules`, of which its configuration says something else than what is in force in the cluster. */
  differingSettings: z.array(z.string()),
});
export type ClusterNode = z.infer<typeof clusterNodeSchema>;

export const clusterCollectorSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Sources that it reads. */
  sources: z.number(),
  /** What it has read and the cluster has not taken. */
  waitingBatches: z.number(),
  waitingBytes: z.number(),
  limitBytes: z.number(),
  /** How long ago it was last heard of, milliseconds. */
  heardMs: z.number(),
});
export type ClusterCollector = z.infer<typeof clusterCollectorSchema>;

/** What the log of inputs holds. */
export const clusterStreamSchema = z.object({
  first: z.number(),
  last: z.number(),
  bytes: z.number(),
  maxBytes: z.number(),
  /** When its first message was stored, epoch ms; null while it is empty. */
  firstAt: z.number().nullable(),
});

/** A cluster as one of its nodes sees it. */
export const clusterStatusSchema = z.object({
  name: z.string(),
  /** The node that is asked. */
  member: z.string(),
  state: z.enum(CLUSTER_STATES),
  /** Since when it is in that state, epoch ms, and why; null while it is connected. */
  since: z.number().nullable(),
  reason: z.string().nullable(),
  stream: clusterStreamSchema.nullable(),
  nodes: z.array(clusterNodeSchema),
  collectors: z.array(clusterCollectorSchema),
});
export type ClusterStatus = z.infer<typeof clusterStatusSchema>;
