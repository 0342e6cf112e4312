import { z } from 'zod';
import { alertClassSchema, alertSchema } from './alert.js';
import { inventoryNameSchema } from './inventory.js';
import { prioritySchema } from './priority.js';
import { severitySchema } from './severity.js';

/** Changes of an alert that can be notified. */
export const NOTIFICATION_OCCASIONS = [
  'opened',
  /** Its condition returned before it was acknowledged. */
  'raised',
  'worsened',
  'rateRose',
  /** A Critical came after somebody had acknowledged or shelved it, or from another subject of a group. */
  'newCritical',
  /** Nobody has acknowledged it for as long as its route says. */
  'unanswered',
  'acknowledgementExpired',
  /** Its shelf or maintenance window has ended while its condition is still active. */
  'resumed',
  'returned',
  'acknowledge',
  'close',
] as const;

export type NotificationOccasion = (typeof NOTIFICATION_OCCASIONS)[number];

export const notificationOccasionSchema = z.enum(NOTIFICATION_OCCASIONS);

/** Kinds of notification channels. */
export const CHANNEL_KINDS = ['webhook', 'slack', 'teams', 'email', 'pagerduty', 'ntfy', 'alertmanager'] as const;

/** The facts of an alert in a notification, without what only a page needs. */
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
    news: true,
  })
  // Notifications made by an older version have no name.
  .extend({ inventory: inventoryNameSchema.nullable().default(null) });

export type ToldAlert = z.infer<typeof toldAlertSchema>;

/** One notification for one channel. Times are epoch milliseconds. */
export const notificationSchema = z.object({
  /** Constant over all attempts, so that a receiver can discard duplicates. */
  key: z.string(),
  channel: z.string(),
  occasion: notificationOccasionSchema,
  at: z.number(),
  /** Who did it: a person, or this server. */
  by: z.string(),
  comment: z.string(),
  alert: toldAlertSchema,
  /** True while the alert needs action; false when it is resolved, grouped under another alert or put aside. */
  isActive: z.boolean(),
  /** Set where they have changed: severity and priority at the previous notification, and `news` for receivers that keep states. */
  formerly: z.object({ severity: severitySchema, priority: prioritySchema, news: z.number().optional() }).nullable(),
  /** Opens the acknowledge dialog; added when it is sent. */
  acknowledgeLink: z.string().exactOptional(),
  /** Title and text by the templates of the channel; added when it is sent. */
  wording: z.object({ title: z.string().nullable(), text: z.string().nullable() }).exactOptional(),
});

export type Notification = z.infer<typeof notificationSchema>;

/** A channel, its settings and the state of its deliveries. Times are epoch milliseconds. Without secrets. */
export const channelStateSchema = z.object({
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  /** Destination host; the rest of an address may be a secret. */
  target: z.string(),
  minPriority: prioritySchema,
  /** Null for all classes. */
  classes: z.array(alertClassSchema).nullable(),
  on: z.array(notificationOccasionSchema),
  /** Notifications pending, given up, and recently delivered. */
  waiting: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  sent: z.number().int().nonnegative(),
  lastSentAt: z.number().nullable(),
  /** The last error and its time; null if there was none. */
  lastError: z.string().nullable(),
  lastErrorAt: z.number().nullable(),
  /** Time of the next attempt; null when nothing is pending. */
  nextAttemptAt: z.number().nullable(),
  /** Until when the receiver has asked to be left alone (Retry-After); null when it has not. */
  askedToWaitUntil: z.number().nullable(),
});

export type ChannelState = z.infer<typeof channelStateSchema>;

/** What a link to acknowledge is worth. */
export const acknowledgeLinkSchema = z.object({ state: z.enum(['valid', 'expired', 'invalid']) });

export type AcknowledgeLinkState = z.infer<typeof acknowledgeLinkSchema>['state'];

/** An alert that is silenced in Alertmanager. Times are epoch milliseconds. */
export const alertSilenceSchema = z.object({
  alertId: z.number().int(),
  /** The channel that leads there. */
  channel: z.string(),
  until: z.number(),
  by: z.string(),
  comment: z.string(),
});

export type AlertSilence = z.infer<typeof alertSilenceSchema>;

/** Outcome of a test message. */
export const channelTestSchema = z.object({
  delivered: z.boolean(),
  /** The reason of a failure; null when it was delivered. */
  error: z.string().nullable(),
});

export type ChannelTest = z.infer<typeof channelTestSchema>;
