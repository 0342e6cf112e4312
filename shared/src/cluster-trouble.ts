import type { ClusterCollector, ClusterNode, ClusterStatus } from './cluster.js';

/** Servers choose another leader within seconds, and a command waits for as long: a shorter break is not worth a word. */
const CUT_OFF_AFTER_MS = 5000;
/** A node that is further behind than this is one to leave alone. */
export const NODE_LAG_MS = 10_000;
/** Members report once a second. */
export const MEMBER_SILENT_MS = 10_000;
const SPOOL_TROUBLE_SHARE = 0.8;
const STREAM_TROUBLE_SHARE = 0.9;

/** What is wrong with a cluster that takes inputs, or will be soon. */
export type ClusterTrouble =
  | { readonly kind: 'store-differs'; readonly nodes: readonly string[]; readonly isOutvoted: boolean }
  | { readonly kind: 'node-behind'; readonly node: ClusterNode }
  | { readonly kind: 'node-silent'; readonly node: ClusterNode }
  | { readonly kind: 'collector-silent'; readonly collector: ClusterCollector }
  | { readonly kind: 'spool-filling'; readonly collector: ClusterCollector }
  | { readonly kind: 'stream-filling'; readonly stream: NonNullable<ClusterStatus['stream']> }
  | { readonly kind: 'settings-differ'; readonly node: ClusterNode }
  | { readonly kind: 'nobody-acts' }
  | { readonly kind: 'versions'; readonly versions: readonly VersionUse[] };

/** Who runs a version. */
interface VersionUse {
  readonly version: string;
  readonly members: readonly string[];
}

/** Whether a node has been without its cluster for longer than a change of leader takes. @param now epoch ms */
export function isCutOff({ state, since }: Pick<ClusterStatus, 'state' | 'since'>, now: number): boolean {
  return state !== 'connected' && (since === null || now - since > CUT_OFF_AFTER_MS);
}

/** Whether a node or collector has not been heard of for too long. */
export function isSilent({ heardMs }: Pick<ClusterNode, 'heardMs'>): boolean {
  return heardMs > MEMBER_SILENT_MS;
}

/** Whether a node has applied too little of the stream to be asked. */
export function isBehind({ lagMs }: Pick<ClusterNode, 'lagMs'>): boolean {
  return lagMs > NODE_LAG_MS;
}

/** Whether little is left of the room that a collector has for what waits. */
export function isSpoolFilling({ waitingBytes, limitBytes }: ClusterCollector): boolean {
  return waitingBytes > limitBytes * SPOOL_TROUBLE_SHARE;
}

/** The node that is asked; undefined until it has joined. */
export function ownNode({ nodes, member }: ClusterStatus): ClusterNode | undefined {
  return nodes.find(({ name }) => name === member);
}

/**
 * The nodes whose store differs from that of the node that is asked; null when none does. It is outvoted when they are more
 * than those that have the same store, itself included: of two nodes that differ nobody knows which one is right.
 */
export function storeDifferences({
  nodes,
  member,
}: Pick<ClusterStatus, 'nodes' | 'member'>): { nodes: string[]; isOutvoted: boolean } | null {
  const others = nodes.filter((node) => node.name !== member && !isSilent(node));
  const differing = others.filter(({ store }) => store === 'differs');
  if (differing.length === 0) return null;
  const same = others.filter(({ store }) => store === 'same').length + 1;
  return { nodes: differing.map(({ name }) => name), isOutvoted: differing.length > same };
}

/** What is wrong beside the state of the stream, the worst first. Of a cluster that is cut off, the last that was known. */
export function clusterTroubles(status: ClusterStatus): readonly ClusterTrouble[] {
  const { nodes, collectors, stream, state } = status;
  const differences = storeDifferences(status);
  // Without a connection nobody is heard, and nobody can hold the lease: the state says it all.
  const isHeard = state === 'connected';
  const behind = nodes.filter((node) => isBehind(node) && !isSilent(node));
  const silentNodes = isHeard ? nodes.filter(isSilent) : [];
  const silentCollectors = isHeard ? collectors.filter(isSilent) : [];
  const isNobodyActing = isHeard && nodes.length > 0 && !nodes.some((node) => node.isActing && !isSilent(node));
  const isStreamFilling = stream !== null && stream.bytes > stream.maxBytes * STREAM_TROUBLE_SHARE;
  const versions = versionsOf(status);
  return [
    ...(differences === null ? [] : [{ kind: 'store-differs' as const, ...differences }]),
    ...(isNobodyActing ? [{ kind: 'nobody-acts' as const }] : []),
    ...silentCollectors.map((collector) => ({ kind: 'collector-silent' as const, collector })),
    ...collectors.filter(isSpoolFilling).map((collector) => ({ kind: 'spool-filling' as const, collector })),
    ...silentNodes.map((node) => ({ kind: 'node-silent' as const, node })),
    ...behind.map((node) => ({ kind: 'node-behind' as const, node })),
    ...nodes
      .filter((node) => node.differingSettings.length > 0 && !isSilent(node))
      .map((node) => ({ kind: 'settings-differ' as const, node })),
    ...(isStreamFilling ? [{ kind: 'stream-filling' as const, stream }] : []),
    ...(versions.length > 1 ? [{ kind: 'versions' as const, versions }] : []),
  ];
}

/** Whether nodes of several versions run. */
export function areNodesMixed({ nodes }: Pick<ClusterStatus, 'nodes'>): boolean {
  return new Set(nodes.filter((node) => !isSilent(node)).map(({ version }) => version)).size > 1;
}

/** The versions that run, each with its members; a machine that both stores and collects counts once. */
function versionsOf({ nodes, collectors }: ClusterStatus): VersionUse[] {
  const members = new Map<string, Set<string>>();
  for (const member of [...nodes, ...collectors]) {
    if (isSilent(member)) continue;
    const names = members.get(member.version) ?? new Set();
    members.set(member.version, names.add(member.name));
  }
  return Array.from(members, ([version, names]) => ({ version, members: [...names].sort() })).sort((one, other) =>
    one.version.localeCompare(other.version, 'en', { numeric: true }),
  );
}
