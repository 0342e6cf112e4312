import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { ShownEvent, TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { HeatGateway, Status } from '@tunnelwatch/shared/protocol';
import type { ShownWindow } from '@tunnelwatch/shared/maintenance-window';
import type { ClassBucket } from '@tunnelwatch/shared/series';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Gateway, ShownTunnel, ShownWorstTunnel } from '@tunnelwatch/shared/tunnel';

/** The live part of a chart: only buckets that the server named; a missing one within [from, to] is a zero. */
export interface BucketsState {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  /** Rising in time. */
  readonly buckets: readonly ClassBucket[];
}

export interface WorstState {
  readonly sparkTo: number;
  readonly sparkStepMs: number;
  readonly rows: readonly ShownWorstTunnel[];
}

/** What a room has told so far. A part is null until the server has sent it; then it may still be empty. */
export interface RoomState {
  readonly status: Status | null;
  readonly buckets: BucketsState | null;
  readonly worstReplay: WorstState | null;
  readonly worstIntegrity: WorstState | null;
  readonly gateways: { readonly gateways: readonly Gateway[]; readonly notShown: number } | null;
  /** In the order of `compareAlerts`. */
  readonly alerts: { readonly alerts: readonly ShownAlert[]; readonly notShown: number } | null;
  /** Newest first; `skipped` counts those that were not sent since the room was joined, `total` all that are stored. */
  readonly events: {
    readonly events: readonly ShownEvent[];
    readonly skipped: number;
    readonly total: number;
  } | null;
  readonly newest: readonly TunnelwatchEvent[] | null;
  readonly tunnel: { readonly tunnel: ShownTunnel | null } | null;
  readonly sources: readonly SourceHealth[] | null;
  readonly heat: readonly HeatGateway[] | null;
  /** Who looks at which alert. */
  readonly looks: readonly { readonly alertId: number; readonly names: readonly string[] }[] | null;
  readonly windows: readonly ShownWindow[] | null;
}

export const EMPTY_ROOM: RoomState = {
  status: null,
  buckets: null,
  worstReplay: null,
  worstIntegrity: null,
  gateways: null,
  alerts: null,
  events: null,
  newest: null,
  tunnel: null,
  sources: null,
  heat: null,
  looks: null,
  windows: null,
};
