import type { ClusterSeen } from '@tunnelwatch/shared/cluster-view';
import { compareAlerts, listedAlerts } from '@tunnelwatch/shared/alert';
import type { ShownEvent, TunnelwatchEvent } from '@tunnelwatch/shared/event';
import {
  type Change,
  compareNewest,
  type HeatGateway,
  type heatPatchSchema,
  ROOM_LIMITS,
} from '@tunnelwatch/shared/protocol';
import { type ClassBucket, MAX_POINTS } from '@tunnelwatch/shared/series';
import { keepEqual } from './keep-equal.js';
import type { BucketsState, RoomParts } from './room-state.js';
import type { z } from 'zod';

type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/**
 * A room's state after some changes. What did not change keeps its reference; lists stay within ROOM_LIMITS. A change of a
 * part that the room does not have is ignored.
 */
export function applyChanges<State extends Partial<RoomParts>>(state: State, changes: readonly Change[]): State {
  return changes.reduce<State>(applyChange, state);
}

function applyChange<State extends Partial<RoomParts>>(state: State, change: Change): State {
  const changed = changedPart(state, change);
  if (Object.keys(changed).some((part) => !(part in state))) return state;
  return keepEqual(state, { ...state, ...changed });
}

function changedPart(state: Partial<RoomParts>, change: Change): Partial<RoomParts> {
  switch (change.kind) {
    case 'status':
      return { status: change.status };
    case 'buckets':
      return { buckets: mergeBuckets(state.buckets, change) };
    case 'worst':
      return worstPart(change);
    case 'failing':
      return {
        failing: {
          sparkTo: change.sparkTo,
          sparkStepMs: change.sparkStepMs,
          rows: change.rows.slice(0, ROOM_LIMITS.failing),
        },
      };
    case 'dayEarlier':
      return { dayEarlier: { from: change.from, failures: change.failures, tunnels: change.tunnels } };
    case 'gateways':
      return {
        gateways: { gateways: change.gateways.slice(0, ROOM_LIMITS.gateways), notShown: change.notShown },
      };
    case 'namesakes':
      return {
        namesakes: { groups: change.groups.slice(0, ROOM_LIMITS.namesakes), notShown: change.notShown },
      };
    case 'alerts':
      return { alerts: mergeAlerts(state.alerts, change) };
    case 'events':
      return { events: mergeEvents(state.events, change) };
    case 'newest':
      return { newest: change.events.slice(0, ROOM_LIMITS.newest) };
    case 'newestAdded':
      return { newest: addNewest(state.newest, change.events) };
    case 'tunnel':
      return { tunnel: { tunnel: change.tunnel } };
    case 'sources':
      return { sources: mergeSources(state.sources, change) };
    case 'cluster':
      return { cluster: { seen: change.seen === null ? null : boundedCluster(change.seen) } };
    case 'presence':
      return { presence: change.viewers };
    case 'windows':
      return { windows: change.windows };
    case 'wall':
      return { wall: { wall: change.wall } };
    case 'heat':
      return { heat: change.gateways };
    case 'heatPatch':
      return { heat: patchHeat(state.heat, change.patches) };
  }
}

function boundedCluster(seen: ClusterSeen): ClusterSeen {
  const { nodes, collectors } = seen.status;
  const members = { nodes: nodes.slice(0, ROOM_LIMITS.members), collectors: collectors.slice(0, ROOM_LIMITS.members) };
  return { ...seen, status: { ...seen.status, ...members } };
}

function worstPart(change: ChangeOf<'worst'>): Partial<RoomParts> {
  const worst = {
    sparkTo: change.sparkTo,
    sparkStepMs: change.sparkStepMs,
    rows: change.rows.slice(0, ROOM_LIMITS.worst),
  };
  return change.class === 'replay' ? { worstReplay: worst } : { worstIntegrity: worst };
}

function mergeBuckets(old: RoomParts['buckets'] | undefined, change: ChangeOf<'buckets'>): BucketsState {
  const byTime = new Map<number, ClassBucket>();
  const kept = old?.stepMs === change.stepMs ? old.buckets : [];
  for (const bucket of [...kept, ...change.buckets]) {
    if (bucket.t >= change.from) byTime.set(bucket.t, bucket);
  }
  const buckets = [...byTime.values()].sort((a, b) => a.t - b.t).slice(-(MAX_POINTS + 1));
  return { from: change.from, to: change.to, stepMs: change.stepMs, buckets };
}

function mergeAlerts(old: RoomParts['alerts'] | undefined, change: ChangeOf<'alerts'>): RoomParts['alerts'] {
  const byId = new Map((old?.alerts ?? []).map((alert) => [alert.id, alert]));
  for (const id of change.removed) byId.delete(id);
  for (const alert of change.alerts) byId.set(alert.id, alert);
  const alerts = listedAlerts([...byId.values()].sort(compareAlerts), ROOM_LIMITS);
  return { alerts, notShown: change.notShown };
}

function mergeEvents(old: RoomParts['events'] | undefined, change: ChangeOf<'events'>): RoomParts['events'] {
  const bySeq = new Map<number, ShownEvent>();
  for (const event of [...change.events, ...(old?.events ?? [])]) {
    if (!bySeq.has(event.seq)) bySeq.set(event.seq, event);
  }
  const events = [...bySeq.values()].sort((a, b) => b.seq - a.seq).slice(0, ROOM_LIMITS.events);
  return { events, skipped: (old?.skipped ?? 0) + change.skipped, total: change.total };
}

function addNewest(old: RoomParts['newest'] | undefined, added: readonly TunnelwatchEvent[]): TunnelwatchEvent[] {
  const seqs = new Set(added.map((event) => event.seq));
  const kept = (old ?? []).filter((event) => !seqs.has(event.seq));
  return [...added, ...kept].sort(compareNewest).slice(0, ROOM_LIMITS.newest);
}

function mergeSources(old: RoomParts['sources'] | undefined, change: ChangeOf<'sources'>): RoomParts['sources'] {
  const byId = new Map((old ?? []).map((source) => [source.id, source]));
  for (const id of change.removed) byId.delete(id);
  for (const source of change.sources) byId.set(source.id, source);
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

type HeatPatch = z.infer<typeof heatPatchSchema>;

/**
 * The heat grid after single cells were replaced. A cell at the end appends; gateways that the grid does not have are
 * passed over, since the whole grid is sent whenever its shape changes.
 */
function patchHeat(
  heat: readonly HeatGateway[] | null | undefined,
  patches: readonly HeatPatch[],
): readonly HeatGateway[] {
  const byGateway = new Map(patches.map((patch) => [patch.gateway, patch]));
  return (heat ?? []).map((row) => {
    const patch = byGateway.get(row.gateway);
    return patch === undefined ? row : { ...row, cells: patchCells(row.cells, patch.cells) };
  });
}

function patchCells(cells: string, patches: HeatPatch['cells']): string {
  const chars = [...cells];
  for (const [index, char] of patches) {
    if (index >= 0 && index <= chars.length) chars[index] = char;
  }
  return chars.join('');
}
