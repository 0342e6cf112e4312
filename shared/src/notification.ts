import { z } from 'zod';
import { alertClassSchema, alertSchema } from './alert.js';
import { inventoryNameSchema } from './inventory.js';
import { prioritySchema } from './priority.js';
import { severitySchema } from './severity.js';

/** Changes of an alert that others can be told of. */
export const NOTIFICATION_OCCASIONS = [
  'opened',
  /** Its condition came back before anybody had seen it. */
  'raised',
  'worsened',
  'rateRose',
  'acknowledgementExpired',
  /** It is back in view, and its condition lasts: its shelf or its maintenance window has ended. */
  'resumed',
  'returned',
  'acknowledge',
  'close',
] as const;

export type NotificationOccasion = (typeof NOTIFICATION_OCCASIONS)[number];

export const notificationOccasionSchema = z.enum(NOTIFICATION_OCCASIONS);

/** Ways of telling others. */
export const CHANNEL_KINDS = ['webhook', 'slack', 'email', 'alertmanager'] as const;

/** What is told of an alert: its facts, and nothing that only a page needs. */
export const toldAlertSchema = alertSchema
  .pick({
    id: true,
    version: true,
    rule: true,
    subject: true,
    messageId: true,
    message: true,
    severity: true,
    class: true,
    priority: true,
    state: true,
    isLatched: true,
    count: true,
    firstTime: true,
    lastTime: true,
    openedAt: true,
    members: true,
    assignee: true,
    verdict: true,
    raised: true,
  })
  // What was made by an older version has no name.
  .extend({ inventory: inventoryNameSchema.nullable().default(null) });

export type ToldAlert = z.infer<typeof toldAlertSchema>;

/** One thing to be told to one channel. Times are epoch milliseconds. */
export const notificationSchema = z.object({
  /** The same over all attempts: a receiver that has seen it can leave it out. */
  key: z.string(),
  channel: z.string(),
  occasion: notificationOccasionSchema,
  at: z.number(),
  /** Who did it: a person, or this server. */
  by: z.string(),
  comment: z.string(),
  alert: toldAlertSchema,
  /** True while somebody is needed; false when it is over, folded into another alert or put aside. */
  isActive: z.boolean(),
  /** Where they have changed: what severity and priority were when it was told before. */
  formerly: z.object({ severity: severitySchema, priority: prioritySchema }).nullable(),
});

export type Notification = z.infer<typeof notificationSchema>;

/** A channel, what it is told, and how well that goes. Times are epoch milliseconds. Without secrets. */
export const channelStateSchema = z.object({
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  /** Host that it goes to; what follows in an address may be a secret. */
  target: z.string(),
  minPriority: prioritySchema,
  /** Null for all classes. */
  classes: z.array(alertClassSchema).nullable(),
  on: z.array(notificationOccasionSchema),
  /** Notifications on their way, given up, and delivered of late. */
  waiting: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  sent: z.number().int().nonnegative(),
  lastSentAt: z.number().nullable(),
  /** What went wrong last, and when; null when nothing did. */
  lastError: z.string().nullable(),
  lastErrorAt: z.number().nullable(),
  /** When it is tried again; null when nothing waits. */
  nextAttemptAt: z.number().nullable(),
});

export type ChannelState = z.infer<typeof channelStateSchema>;

/** Outcome of a test message. */
export const channelTestSchema = z.object({
  delivered: z.boolean(),
  /** Why not; null when it was delivered. */
  error: z.string().nullable(),
});

export type ChannelTest = z.infer<typeof channelTestSchema>;
