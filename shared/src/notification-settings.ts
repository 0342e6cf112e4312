import { z } from 'zod';
import { alertClassSchema } from './alert.js';
import { isoTimeSchema } from './api.js';
import { CHANNEL_KINDS, type NotificationOccasion, notificationOccasionSchema } from './notification.js';
import { prioritySchema } from './priority.js';

/** Channels and routes as somebody writes them: in the configuration file, or in the browser. */

export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** How many of each can be made in the browser, and how long a secret may be. */
export const NOTIFICATION_LIMITS = { channels: 100, routes: 100, secretCharacters: 4096 } as const;

const emailAddressSchema = z.string().regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/);

/** The keys of a channel. What they mean together, and what an address looks like, the server knows. */
export const channelFieldsSchema = z.strictObject({
  /** Part of the key of each of its notifications. */
  name: z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/),
  kind: z.enum(CHANNEL_KINDS),
  /** Its destination. */
  url: z.string().optional(),
  /** User name, when the secret is a password. */
  user: z.string().min(1).max(255).optional(),
  from: emailAddressSchema.optional(),
  to: z.array(emailAddressSchema).min(1).optional(),
  minPriority: prioritySchema.optional(),
  classes: z.array(alertClassSchema).min(1).optional(),
  on: z.array(notificationOccasionSchema).min(1).optional(),
  allowPrivate: z.boolean().optional(),
  /** Of ntfy. */
  topic: z
    .string()
    .regex(/^[-\w]{1,64}$/)
    .optional(),
  /** Web proxy; without it that of the environment, and with `none` no proxy. */
  proxy: z.string().optional(),
  /** Templates. */
  title: z.string().min(1).max(500).optional(),
  text: z.string().min(1).max(4000).optional(),
  gapSeconds: z.number().min(0).max(300).optional(),
  lowerPerMinute: z.union([z.int().min(1).max(600), z.literal('unlimited')]).optional(),
});

export type ChannelFields = z.output<typeof channelFieldsSchema>;

/** A key of a channel, or its secret, wherever that is kept. */
export type ChannelPart = keyof ChannelFields | 'secret';

/** What a kind of channel cannot do without, and what it has no use for. The URL of a Slack webhook is itself the secret. */
export const KIND_PARTS: Readonly<
  Record<ChannelKind, { readonly needs: readonly ChannelPart[]; readonly refuses: readonly ChannelPart[] }>
> = {
  webhook: { needs: ['url', 'secret'], refuses: ['user', 'from', 'to', 'topic', 'title', 'text'] },
  slack: { needs: ['secret'], refuses: ['url', 'user', 'from', 'to', 'topic'] },
  teams: { needs: ['secret'], refuses: ['url', 'user', 'from', 'to', 'topic'] },
  pagerduty: { needs: ['secret'], refuses: ['user', 'from', 'to', 'topic'] },
  ntfy: { needs: ['url', 'topic'], refuses: ['from', 'to'] },
  email: { needs: ['url', 'from', 'to'], refuses: ['allowPrivate', 'topic', 'proxy'] },
  // Its receiver must get the end of everything of which it got the beginning.
  alertmanager: { needs: ['url'], refuses: ['on', 'from', 'to', 'topic', 'title', 'text'] },
};

/** Alerts that need action, and their end; an operator's own actions are not sent by default. */
const USUAL_OCCASIONS = ['opened', 'raised', 'worsened', 'rateRose', 'newCritical', 'resumed', 'returned'] as const;

/** An incident follows its alert: it is acknowledged and resolved there too. */
const INCIDENT_OCCASIONS = [...USUAL_OCCASIONS, 'acknowledgementExpired', 'acknowledge', 'close'] as const;

/** What a channel is told of when it names no occasions. */
export function usualOccasions(kind: ChannelKind): readonly NotificationOccasion[] {
  return kind === 'pagerduty' ? INCIDENT_OCCASIONS : USUAL_OCCASIONS;
}

/** A gateway, a site or a tunnel, with `*` and `?`. */
const patternListSchema = z.array(z.string().min(1).max(255)).min(1);

/** Days of a week, from 0. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** The keys of a route. */
export const routeFieldsSchema = z.strictObject({
  channels: z.array(z.string()).min(1),
  gateways: patternListSchema.optional(),
  sites: patternListSchema.optional(),
  /** Matchkeys, or names of the inventory. */
  tunnels: patternListSchema.optional(),
  classes: z.array(alertClassSchema).min(1).optional(),
  priorities: z.array(prioritySchema).min(1).optional(),
  /** As in `22:00-06:00`. */
  hours: z.string().optional(),
  /** Days or ranges of days, as in `mon-fri`. */
  days: z.array(z.string()).min(1).optional(),
  /** IANA time zone of hours and days. */
  timeZone: z.string().optional(),
  /** Whether the routes below are tried as well. */
  continue: z.boolean().optional(),
  escalateAfterMinutes: z.int().min(1).max(720).optional(),
});

export type RouteFields = z.output<typeof routeFieldsSchema>;

/** Who made it: whoever wrote the configuration file, or an admin in the browser. */
const originSchema = z.enum(['file', 'browser']);

const versionSchema = z.int().positive();

/**
 * A channel as admins see it. Its secret is never in an answer. Of a channel of the file, the address is cut to what is
 * certainly no secret.
 */
export const apiChannelSettingsSchema = channelFieldsSchema.extend({
  origin: originSchema,
  /** Null for one of the configuration file, as the other facts about its making. */
  id: z.int().positive().nullable(),
  version: versionSchema.nullable(),
  updatedAt: isoTimeSchema.nullable(),
  updatedBy: z.string().nullable(),
  hasSecret: z.boolean(),
  secretSetAt: isoTimeSchema.nullable(),
  /** True while the configuration file has a channel of the same name, which is used in its place. */
  isSetAside: z.boolean(),
});

export type ApiChannelSettings = z.output<typeof apiChannelSettingsSchema>;

export const channelSettingsListSchema = z.object({ items: z.array(apiChannelSettingsSchema), nextCursor: z.null() });

const secretSchema = z.string().min(1).max(NOTIFICATION_LIMITS.secretCharacters);

/** A new channel. */
export const channelBodySchema = channelFieldsSchema.extend({ secret: secretSchema.optional() });

export type ChannelBody = z.input<typeof channelBodySchema>;

/** All of a channel, and the version that the author saw. Without `secret` the one that is set stays; null removes it. */
export const channelChangeBodySchema = channelFieldsSchema.extend({
  version: versionSchema,
  secret: secretSchema.nullish(),
});

export type ChannelChangeBody = z.input<typeof channelChangeBodySchema>;

/** The version that the author of a removal saw. */
export const channelRemovalQuerySchema = z.strictObject({ version: z.coerce.number().int().positive() });

/** A route as admins see it. */
export const apiRouteSchema = routeFieldsSchema.extend({
  origin: originSchema,
  /** Channels of it that do not exist. One that leads to no other is set aside. */
  missing: z.array(z.string()),
});

export type ApiRoute = z.output<typeof apiRouteSchema>;

/** All routes in the order in which they are tried; version, time and author are those of the ones made in the browser. */
export const routeListSchema = z.object({
  items: z.array(apiRouteSchema),
  nextCursor: z.null(),
  version: z.int().nonnegative(),
  updatedAt: isoTimeSchema.nullable(),
  updatedBy: z.string().nullable(),
});

export type RouteList = z.output<typeof routeListSchema>;

/** All routes that are made in the browser, in their order, and the version of the list that the author saw. */
export const routesBodySchema = z.strictObject({
  version: z.int().nonnegative(),
  routes: z.array(routeFieldsSchema).max(NOTIFICATION_LIMITS.routes),
});

export type RoutesBody = z.input<typeof routesBodySchema>;
