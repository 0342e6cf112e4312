import type { CountsByPriority } from '@tunnelwatch/shared/priority';
import type { ClusterSeen } from '@tunnelwatch/shared/cluster-view';
import type { Namesakes } from '@tunnelwatch/shared/namesakes';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { ShownEvent, TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { HeatGateway, Status, View } from '@tunnelwatch/shared/protocol';
import type { ShownWindow } from '@tunnelwatch/shared/maintenance-window';
import type { ClassBucket } from '@tunnelwatch/shared/series';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { ShownWall } from '@tunnelwatch/shared/wall';
import type { Gateway, ShownFailingTunnel, ShownTunnel, ShownWorstTunnel } from '@tunnelwatch/shared/tunnel';

/** The live part of a chart: only buckets that the server sent; a missing one within [from, to] is a zero. */
export interface BucketsState {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  /** In chronological order. */
  readonly buckets: readonly ClassBucket[];
}

export interface WorstState {
  readonly sparkTo: number;
  readonly sparkStepMs: number;
  readonly rows: readonly ShownWorstTunnel[];
}

/** The tunnels that fail most, with one point per minute up to `sparkTo`. */
export interface FailingState {
  readonly sparkTo: number;
  readonly sparkStepMs: number;
  readonly rows: readonly ShownFailingTunnel[];
}

/** The same time a day earlier, per minute from `from` on. */
export interface DayEarlierState {
  readonly from: number;
  readonly failures: readonly number[];
  readonly tunnels: readonly {
    readonly gateway: string;
    readonly matchkey: string;
    readonly replay: readonly number[];
    readonly integrity: readonly number[];
  }[];
}

/** Every part that a room can have. A part is null until the server has sent it; then it may still be empty. */
export interface RoomParts {
  readonly status: Status | null;
  readonly buckets: BucketsState | null;
  readonly worstReplay: WorstState | null;
  readonly worstIntegrity: WorstState | null;
  readonly failing: FailingState | null;
  readonly dayEarlier: DayEarlierState | null;
  readonly gateways: { readonly gateways: readonly Gateway[]; readonly notShown: number } | null;
  /** Gateways whose names differ only in case or domain. */
  readonly namesakes: { readonly groups: readonly Namesakes[]; readonly notShown: number } | null;
  /** In the order of `compareAlerts`. */
  readonly alerts: { readonly alerts: readonly ShownAlert[]; readonly notShown: CountsByPriority } | null;
  /** Newest first; `skipped` counts those that were not sent since the room was joined, `total` all that are stored. */
  readonly events: {
    readonly events: readonly ShownEvent[];
    readonly skipped: number;
    readonly total: number;
  } | null;
  readonly newest: readonly TunnelwatchEvent[] | null;
  readonly tunnel: { readonly tunnel: ShownTunnel | null } | null;
  readonly sources: readonly SourceHealth[] | null;
  /** The cluster; within it null where the server is the only one. */
  readonly cluster: { readonly seen: ClusterSeen | null } | null;
  readonly heat: readonly HeatGateway[] | null;
  /** Who views which alert. */
  readonly presence: readonly { readonly alertId: number; readonly names: readonly string[] }[] | null;
  readonly windows: readonly ShownWindow[] | null;
  /** A wall that an admin made; within it null when there is no such wall any more. */
  readonly wall: { readonly wall: ShownWall | null } | null;
}

export type ViewName = View['view'];

const CHARTS = ['buckets', 'worstReplay', 'worstIntegrity'] as const;

/** The parts of each view. A change of any other part has no place in its room and is ignored. */
const PARTS_OF_VIEW = {
  status: ['status'],
  overview: [...CHARTS, 'gateways', 'alerts'],
  wall: ['buckets', 'failing', 'dayEarlier', 'gateways', 'alerts', 'heat', 'wall'],
  tunnel: ['buckets', 'tunnel', 'newest'],
  alerts: ['alerts', 'presence', 'windows'],
  events: ['events'],
  sources: ['sources', 'gateways', 'namesakes'],
  cluster: ['cluster'],
} as const satisfies Readonly<Record<ViewName, readonly (keyof RoomParts)[]>>;

/** The state of a view's room: its own parts and no others. */
export type RoomState<Name extends ViewName> = Name extends ViewName
  ? Pick<RoomParts, (typeof PARTS_OF_VIEW)[Name][number]>
  : never;

/** A room of a view before its first snapshot. */
export function emptyRoom<Name extends ViewName>(view: Name): RoomState<Name> {
  // Object.fromEntries loses the key types: they are those of the view's parts.
  return Object.fromEntries(PARTS_OF_VIEW[view].map((part) => [part, null])) as RoomState<Name>;
}
