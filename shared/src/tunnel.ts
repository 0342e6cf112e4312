import { z } from 'zod';
import { tunnelVerdictSchema } from './diagnosis.js';
import { classCountsSchema } from './failure-class.js';
import { namedShape } from './inventory.js';
import { silenceSchema } from './source-health.js';

/** The key facts of a tunnel. Times are epoch milliseconds. */
export const tunnelSchema = z.object({
  gateway: z.string(),
  matchkey: z.string(),
  firstTime: z.number(),
  lastTime: z.number(),
  /** All stored events by class; an absent class was never seen. */
  counts: classCountsSchema,
  /** All stored events, unknown messages included. */
  total: z.number().int().nonnegative(),
  /** Events by class within the activity window (the 60 minutes that end with the minute of the reference time). */
  recent: classCountsSchema,
  /** Failures within the activity window, without unknown messages. */
  recentTotal: z.number().int().nonnegative(),
  /** Failures per minute over the five minutes that end with the minute of the reference time. */
  perMinute: z.number().nonnegative(),
  /** What its drops of the last minutes are consistent with; null while there is no verdict. */
  verdict: tunnelVerdictSchema.nullable(),
});

export type Tunnel = z.infer<typeof tunnelSchema>;

/** A tunnel as pages receive it. */
export const shownTunnelSchema = tunnelSchema.extend(namedShape);

export type ShownTunnel = z.infer<typeof shownTunnelSchema>;

/** A tunnel among the worst of its class, with one point per minute for a sparkline, oldest first. */
export const worstTunnelSchema = z.object({
  gateway: z.string(),
  matchkey: z.string(),
  /** Events of the class within the activity window. */
  count: z.number().int().nonnegative(),
  perMinute: z.number().nonnegative(),
  spark: z.array(z.number().int().nonnegative()),
  verdict: tunnelVerdictSchema.nullable(),
});

export type WorstTunnel = z.infer<typeof worstTunnelSchema>;

export const shownWorstTunnelSchema = worstTunnelSchema.extend(namedShape);

export type ShownWorstTunnel = z.infer<typeof shownWorstTunnelSchema>;

/** A tunnel among those that fail most, of all classes, with one point per minute, oldest first. */
export const failingTunnelSchema = z.object({
  gateway: z.string(),
  matchkey: z.string(),
  /** Failures within the activity window, without unknown messages. */
  count: z.number().int().nonnegative(),
  /** Failures per minute over the five minutes that end with the minute of the reference time. */
  perMinute: z.number().nonnegative(),
  replay: z.array(z.number().int().nonnegative()),
  integrity: z.array(z.number().int().nonnegative()),
  /** Failures of all other classes. */
  other: z.array(z.number().int().nonnegative()),
  verdict: tunnelVerdictSchema.nullable(),
});

export type FailingTunnel = z.infer<typeof failingTunnelSchema>;

export const shownFailingTunnelSchema = failingTunnelSchema.extend(namedShape);

export type ShownFailingTunnel = z.infer<typeof shownFailingTunnelSchema>;

/** A change of the HA member that logs the events of a gateway. */
export const switchOverSchema = z.object({
  /** When the other member began to log, epoch ms. */
  at: z.number(),
  from: z.string(),
  to: z.string(),
  /** Tunnels on which a new SA was seen within a minute of the change. */
  newSas: z.number().int().nonnegative(),
});

export type SwitchOver = z.infer<typeof switchOverSchema>;

/** A gateway and the age of its data. Times are epoch milliseconds; null if never seen. */
export const gatewaySchema = z.object({
  gateway: z.string(),
  /** HA members seen, such as Master and Slave. */
  members: z.array(z.string()),
  /** The member that logs its events; null where none is named. */
  activeMember: z.string().nullable(),
  /** The latest changes of it, the newest last. */
  switchOvers: z.array(switchOverSchema),
  /** Time of its newest event according to the event itself. */
  lastTime: z.number().nullable(),
  /** When its newest line of any kind arrived here. */
  lastArrival: z.number().nullable(),
  /** Gateway's time minus receiver's, milliseconds: the median of the newest live lines with both; null without any. */
  skewMs: z.number().nullable(),
  /** Set while nothing arrives although something usually would. */
  silence: silenceSchema.nullable(),
  tunnels: z.number().int().nonnegative(),
  counts: classCountsSchema,
  recent: classCountsSchema,
  /** Failures within the activity window, without unknown messages. */
  recentTotal: z.number().int().nonnegative(),
});

export type Gateway = z.infer<typeof gatewaySchema>;
