import { namesakesSchema } from './namesakes.js';
import { z } from 'zod';
import { shownAlertSchema } from './alert.js';
import { clusterBriefSchema, clusterSeenSchema } from './cluster-view.js';
import { countsByPrioritySchema } from './priority.js';
import type { AlertCommand, BulkCommand, BulkResult, CommandResult } from './alert-command.js';
import { eventSchema, shownEventSchema } from './event.js';
import { eventClassSchema } from './failure-class.js';
import { shownWindowSchema } from './maintenance-window.js';
import { problemSchema } from './error-code.js';
import { chartWindowSchema, classBucketSchema } from './series.js';
import { sourceHealthSchema } from './source-health.js';
import { storageSchema } from './storage.js';
import { shownWallSchema } from './wall.js';
import { gatewaySchema, shownFailingTunnelSchema, shownTunnelSchema, shownWorstTunnelSchema } from './tunnel.js';

/**
 * The complete live protocol. A client joins rooms; each room is a stream of its own with increasing numbers.
 * It sends a snapshot, then deltas that name the previous number and their own, so that a gap is detected.
 * Snapshot and delta are lists of the same changes: a snapshot is applied to the empty state, a delta to the current one.
 */

/**
 * The version of the protocol. It increases with every change that a page of the previous version would misread. A page
 * names its own in the handshake, and a server of another version refuses it, so that nothing is misinterpreted.
 */
export const PROTOCOL_VERSION = 2;

/** The refusal of a handshake that names another version. */
export const OTHER_PROTOCOL = 'other-protocol-version';

/** The name of the meta element of a page that has the version of the server it was loaded from. */
export const VERSION_META = 'tunnelwatch-version';

/** A client's handshake. A client that names no version is assumed to speak this one. */
export const handshakeSchema = z.object({ protocol: z.number().int().optional() });

export type Handshake = z.infer<typeof handshakeSchema>;

/** The views that a client can subscribe to. */
export const viewSchema = z.discriminatedUnion('view', [
  z.strictObject({ view: z.literal('status') }),
  z.strictObject({ view: z.literal('overview'), window: chartWindowSchema }),
  /** The wall with all gateways, or one that an admin made, by its number. */
  z.strictObject({ view: z.literal('wall'), wall: z.number().int().positive().optional() }),
  z.strictObject({
    view: z.literal('tunnel'),
    gateway: z.string().max(8192),
    matchkey: z.string().max(8192),
    window: chartWindowSchema,
  }),
  z.strictObject({ view: z.literal('alerts') }),
  z.strictObject({
    view: z.literal('events'),
    gateway: z.string().max(8192).optional(),
    class: eventClassSchema.optional(),
    messageId: z.number().int().optional(),
  }),
  z.strictObject({ view: z.literal('sources') }),
  z.strictObject({ view: z.literal('cluster') }),
]);

export type View = z.infer<typeof viewSchema>;

/** The name of a view's room; equal views share one. */
export function roomOf(view: View): string {
  switch (view.view) {
    case 'overview':
      return `overview ${view.window}`;
    case 'tunnel':
      return `tunnel ${view.window} ${JSON.stringify([view.gateway, view.matchkey])}`;
    case 'events':
      return `events ${JSON.stringify([view.gateway ?? null, view.class ?? null, view.messageId ?? null])}`;
    case 'wall':
      return view.wall === undefined ? view.view : `wall ${String(view.wall)}`;
    case 'status':
    case 'alerts':
    case 'sources':
    case 'cluster':
      return view.view;
  }
}

/** Whether a view's room is one of a few that everybody shares, and not one that a page chooses, such as a tunnel's. */
export function isSharedRoom(view: View): boolean {
  if (view.view === 'tunnel') return false;
  return view.view !== 'events' || (view.gateway ?? view.class ?? view.messageId) === undefined;
}

/** What Tunnelwatch does not get, or does not understand, of what is sent to it. */
export const inputStatusSchema = z.object({
  /** Datagrams that listeners lost, and since when (epoch ms); null when none was lost for five minutes. */
  lost: z.object({ count: z.number().int().positive(), since: z.number() }).nullable(),
  /** Sources that cannot be read. */
  notRead: z.number().int().nonnegative(),
  /** Sources with an active alert because of unreadable lines. */
  unreadable: z.number().int().nonnegative(),
});

export type InputStatus = z.infer<typeof inputStatusSchema>;

/** The state of the whole monitor, for the header of every page. Times are epoch milliseconds. */
export const statusSchema = z.object({
  /** The server's clock when this was made. */
  now: z.number(),
  version: z.string(),
  /** True when a simulated gateway is the source. */
  isDemo: z.boolean(),
  /** False when no source is configured, so that only what was stored before is shown. */
  isFollowing: z.boolean().default(true),
  /** Time of the newest stored event; null when the store is empty. */
  newestTime: z.number().nullable(),
  /** Arrival of the newest line of any kind; null when none has arrived since the start. */
  newestArrival: z.number().nullable(),
  /** The time that windows and ages refer to: now, or the newest event's time when that lies in the past. */
  referenceTime: z.number(),
  /** True when the newest data is so old that pages open at its time instead of now. */
  isPast: z.boolean(),
  /** Data older than this many milliseconds is shown as STALE. */
  staleAfterMs: z.number(),
  events: z.number().int().nonnegative(),
  eventsPerSecond: z.number().nonnegative(),
  tunnels: z.number().int().nonnegative(),
  gateways: z.number().int().nonnegative(),
  /** Alerts that nobody has acknowledged, by priority. */
  unacknowledged: countsByPrioritySchema,
  openAlerts: z.number().int().nonnegative(),
  /** Bytes that the sources have and that are not stored yet. */
  lagBytes: z.number().nonnegative(),
  /** How long the oldest of them has waited at most, milliseconds, for the worst source; 0 when nothing is waiting. */
  lagMs: z.number().nonnegative(),
  sourcesDegraded: z.number().int().nonnegative(),
  sources: z.number().int().nonnegative(),
  unreadable: z.number().int().nonnegative(),
  /** Null where it is not known: in records of earlier versions. */
  input: inputStatusSchema.nullable().default(null),
  /** Why the store does not accept data, with the remedy; null when it works. */
  storeError: z.string().nullable(),
  /** What is wrong with the stored data, with the remedy; null when nothing is known to be. */
  dataTrouble: z.string().nullable().default(null),
  /** The cluster that this server is a node of; null where it is the only one, and in the past. */
  cluster: clusterBriefSchema.nullable().default(null),
  /** Space that the store uses; null until it was measured. */
  storage: storageSchema.nullable(),
  /** Start of the current flood of alerts, and the number of its first alert; null when there is none. */
  flood: z.object({ since: z.number(), firstOut: z.number().int() }).nullable(),
  /** Changes with every change of the inventory. */
  inventoryRevision: z.number().int().nonnegative(),
});

export type Status = z.infer<typeof statusSchema>;

/**
 * Cells of the heat grid, one character per tunnel in the order of first sight within its gateway:
 * `.` no failure over the last five minutes, `a`–`d` mostly replay, `e`–`h` mostly integrity, `i`–`l` mostly others,
 * each from a few (1 or more in five minutes) to many (10, 100, 1000 and more).
 */
export const heatGatewaySchema = z.object({
  gateway: z.string(),
  cells: z.string(),
  /** How many tunnels one cell represents (its worst is shown): 1 up to the maximum number of cells. */
  tunnelsPerCell: z.number().int().positive(),
});
export type HeatGateway = z.infer<typeof heatGatewaySchema>;

/** Replaces single cells: the gateway, then [index, character] pairs. */
export const heatPatchSchema = z.object({
  gateway: z.string(),
  cells: z.array(z.tuple([z.number().int(), z.string()])),
});

/** One change to a room's state. A new kind of content is a new kind of change, never a new socket event. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: statusSchema }),
  /** Replaces the named buckets; buckets before `from` are forgotten. Values are absolute. */
  z.object({
    kind: z.literal('buckets'),
    from: z.number(),
    to: z.number(),
    stepMs: z.number(),
    buckets: z.array(classBucketSchema),
  }),
  /** Replaces the list of the worst tunnels of one class. */
  z.object({
    kind: z.literal('worst'),
    class: z.enum(['replay', 'integrity']),
    sparkTo: z.number(),
    sparkStepMs: z.number(),
    rows: z.array(shownWorstTunnelSchema),
  }),
  /** Replaces the list of the tunnels that fail most, worst first. */
  z.object({
    kind: z.literal('failing'),
    sparkTo: z.number(),
    sparkStepMs: z.number(),
    rows: z.array(shownFailingTunnelSchema),
  }),
  /** Replaces what the same time a day earlier was like, per minute from `from` on: all failures, and those of some tunnels. */
  z.object({
    kind: z.literal('dayEarlier'),
    from: z.number(),
    failures: z.array(z.number().int().nonnegative()),
    tunnels: z.array(
      z.object({
        gateway: z.string(),
        matchkey: z.string(),
        replay: z.array(z.number().int().nonnegative()),
        integrity: z.array(z.number().int().nonnegative()),
      }),
    ),
  }),
  /** Replaces the list of gateways. */
  z.object({ kind: z.literal('gateways'), gateways: z.array(gatewaySchema), notShown: z.number().int() }),
  /** Replaces the list of gateways whose names differ only in case or domain. */
  z.object({
    kind: z.literal('namesakes'),
    groups: z.array(namesakesSchema),
    notShown: z.number().int().nonnegative(),
  }),
  /** Adds or replaces alerts by id; `removed` leave the bounded list. */
  z.object({
    kind: z.literal('alerts'),
    alerts: z.array(shownAlertSchema),
    removed: z.array(z.number().int()),
    /** Alerts that exist beyond the bounded list. */
    /** How many more there are, by priority: urgent, high, medium, low. */
    notShown: countsByPrioritySchema,
  }),
  /** Adds events, newest first, to a bounded list; `skipped` arrived in between and were not sent. */
  z.object({
    kind: z.literal('events'),
    events: z.array(shownEventSchema),
    skipped: z.number().int().nonnegative(),
    /** All stored events of the room's filter. */
    total: z.number().int().nonnegative(),
  }),
  /** Replaces the newest events of a tunnel. */
  z.object({ kind: z.literal('newest'), events: z.array(eventSchema) }),
  /** Adds events to them, in the order of `compareNewest`; those beyond the bound are removed. */
  z.object({ kind: z.literal('newestAdded'), events: z.array(eventSchema) }),
  z.object({ kind: z.literal('tunnel'), tunnel: shownTunnelSchema.nullable() }),
  /** Adds or replaces sources by id. */
  z.object({ kind: z.literal('sources'), sources: z.array(sourceHealthSchema), removed: z.array(z.number().int()) }),
  /** Replaces what is known of the cluster; null where this server is the only one. */
  z.object({ kind: z.literal('cluster'), seen: clusterSeenSchema.nullable() }),
  /** Replaces the list of who is viewing which alert. */
  z.object({
    kind: z.literal('presence'),
    viewers: z.array(z.object({ alertId: z.number().int(), names: z.array(z.string()) })),
  }),
  /** Replaces the maintenance windows. */
  z.object({ kind: z.literal('windows'), windows: z.array(shownWindowSchema) }),
  /** Replaces what is known of a wall that an admin made; null when there is no such wall any more. */
  z.object({ kind: z.literal('wall'), wall: shownWallSchema.nullable() }),
  z.object({ kind: z.literal('heat'), gateways: z.array(heatGatewaySchema) }),
  z.object({ kind: z.literal('heatPatch'), patches: z.array(heatPatchSchema) }),
]);

export type Change = z.infer<typeof changeSchema>;

/** The order of a tunnel's newest events: by time, then by number, newest first. */
export function compareNewest(a: { time: number; seq: number }, b: { time: number; seq: number }): number {
  return b.time - a.time || b.seq - a.seq;
}

/** Maximum length of the bounded lists of a room. */
export const ROOM_LIMITS = {
  alerts: 500,
  /** Criticals that wait, if they are more than that. */
  criticals: 2000,
  events: 200,
  newest: 100,
  worst: 8,
  failing: 12,
  gateways: 200,
  namesakes: 20,
  /** Nodes of a cluster, and collectors. */
  members: 200,
  heatCells: 20_000,
} as const;

export const snapshotSchema = z.object({
  room: z.string(),
  /** Identifies this run of the server: numbers of another epoch mean nothing. */
  epoch: z.string(),
  seq: z.number().int().nonnegative(),
  changes: z.array(changeSchema),
});

export type Snapshot = z.infer<typeof snapshotSchema>;

export const deltaSchema = z.object({
  room: z.string(),
  epoch: z.string(),
  /** The number this delta builds on. */
  prev: z.number().int().nonnegative(),
  seq: z.number().int().positive(),
  changes: z.array(changeSchema),
});

export type Delta = z.infer<typeof deltaSchema>;

/** `since` is the last number that the client has of this room; the answer is the missing deltas, or a snapshot. */
export const subscribeSchema = z.strictObject({
  view: viewSchema,
  since: z.strictObject({ epoch: z.string().max(64), seq: z.number().int().nonnegative() }).optional(),
});

export type Subscribe = z.infer<typeof subscribeSchema>;

export const subscribeResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), room: z.string() }),
  z.object({ ok: z.literal(false), problem: problemSchema }),
]);

export type SubscribeResult = z.infer<typeof subscribeResultSchema>;

export const presenceSchema = z.strictObject({
  alertId: z.number().int().positive().nullable(),
  by: z.string().max(100),
});

export type PresenceRequest = z.infer<typeof presenceSchema>;

export interface ServerToClientEvents {
  snapshot: (snapshot: Snapshot) => void;
  delta: (delta: Delta) => void;
  /** The server is about to close this page's connection to make room for a newer page of the same person. */
  displaced: (reason: string) => void;
}

export interface ClientToServerEvents {
  subscribe: (request: Subscribe, answer: (result: SubscribeResult) => void) => void;
  unsubscribe: (view: View) => void;
  /** Tells the server which alert the client is viewing, to show it to others. */
  presence: (presence: PresenceRequest) => void;
  act: (command: AlertCommand, answer: (result: CommandResult) => void) => void;
  actOnAll: (command: BulkCommand, answer: (result: BulkResult) => void) => void;
}
