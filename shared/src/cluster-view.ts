import { z } from 'zod';
import { CLUSTER_STATES, type ClusterStatus, clusterStatusSchema } from './cluster.js';
import { areNodesMixed, storeDifferences } from './cluster-trouble.js';

/** A cluster as it was seen last, for its page. */
export const clusterSeenSchema = z.object({
  status: clusterStatusSchema,
  /** When this server last heard of it, epoch ms. */
  at: z.number(),
  /** Nodes and collectors beyond `ROOM_LIMITS.members`. */
  notShown: z.number().int().nonnegative(),
});
export type ClusterSeen = z.infer<typeof clusterSeenSchema>;

/** What every page says of a cluster. */
export const clusterBriefSchema = z.object({
  state: z.enum(CLUSTER_STATES),
  /** Since when it is in that state, epoch ms, and why; null while it is connected. */
  since: z.number().nullable(),
  reason: z.string().nullable(),
  /** Nodes whose store differs from that of this one; null when there are none. */
  storeDiffers: z
    .object({
      nodes: z.array(z.string()),
      /** True when most nodes have another store than this one. */
      isOutvoted: z.boolean(),
    })
    .nullable(),
  /** True while nodes of several versions run, as during an upgrade. */
  isMixed: z.boolean().default(false),
});
export type ClusterBrief = z.infer<typeof clusterBriefSchema>;

/** Nodes that every page names; the page of the cluster has all. */
const MAX_NAMED = 5;

/** What every page says of a cluster. */
export function clusterBrief(status: ClusterStatus): ClusterBrief {
  const { state, since, reason } = status;
  const differences = storeDifferences(status);
  const storeDiffers = differences === null ? null : { ...differences, nodes: differences.nodes.slice(0, MAX_NAMED) };
  return { state, since, reason, storeDiffers, isMixed: areNodesMixed(status) };
}
