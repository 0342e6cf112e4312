import { ALERT_CLASSES, alertClassSchema } from '@tunnelwatch/shared/alert';
import { CHANNEL_KINDS, NOTIFICATION_OCCASIONS, notificationOccasionSchema } from '@tunnelwatch/shared/notification';
import { PRIORITIES, prioritySchema } from '@tunnelwatch/shared/priority';
import { resolve } from 'node:path';
import { z } from 'zod';
import { suggest } from './did-you-mean.js';
import { TEMPLATE_FIELDS, unknownFields } from '../core/notifications/template.js';
import type { ChannelFilter } from '../core/notifications/channel-filter.js';

/** The key `proxy` of a channel that goes past the web proxy of the environment. */
export const NO_PROXY = 'none';

const address = z.string().regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/);

/** A single value need not be a list. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).min(1));
}

const keys = z.strictObject({
  /** Name of the channel; part of the key of each of its notifications. */
  name: z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/),
  kind: z.enum(CHANNEL_KINDS),
  /** Its destination. */
  url: z.string().refine(isPlainUrl).optional(),
  /** File with the secret, which appears in no configuration, log or response. */
  secretFile: z.string().min(1).optional(),
  /** User name, when the secret is a password. */
  user: z.string().min(1).max(255).optional(),
  from: address.optional(),
  to: listOf(address).optional(),
  minPriority: prioritySchema.optional(),
  classes: listOf(alertClassSchema).optional(),
  on: listOf(notificationOccasionSchema).optional(),
  allowPrivate: z.boolean().optional(),
  /** Of ntfy. */
  topic: z
    .string()
    .regex(/^[-\w]{1,64}$/)
    .optional(),
  /** Web proxy; without it that of the environment. */
  proxy: z
    .string()
    .refine((text) => text === NO_PROXY || isProxyUrl(text))
    .optional(),
  /** Templates. */
  title: z.string().min(1).max(500).optional(),
  text: z.string().min(1).max(4000).optional(),
  gapSeconds: z.number().min(0).max(300).optional(),
  lowerPerMinute: z.union([z.int().min(1).max(600), z.literal('unlimited')]).optional(),
});

type ChannelKey = keyof typeof keys.shape;
type ParsedChannel = z.output<typeof keys>;

/** What is expected of each key of a channel. */
export const CHANNEL_EXPECTS: Readonly<Record<ChannelKey, string>> = {
  name: 'a name of 1 to 64 letters, digits and . _ -',
  kind: CHANNEL_KINDS.join(', '),
  url: 'http:// or https:// with a host (for email smtp:// or smtps://), without user and password',
  secretFile: 'the path of a file that contains only the secret',
  user: 'a name of 1 to 255 characters',
  from: 'an e-mail address',
  to: 'an e-mail address or a list of them',
  minPriority: PRIORITIES.join(', '),
  classes: `a list of ${ALERT_CLASSES.join(', ')}`,
  on: `a list of ${NOTIFICATION_OCCASIONS.join(', ')}`,
  allowPrivate: 'true or false',
  topic: 'a topic of 1 to 64 letters, digits and _ -',
  proxy: 'http:// or https:// with a host, or none',
  title: 'a template such as "{priority}: {message} on {gateway}"',
  text: 'a template such as "{message}: {count} events, {link}"',
  gapSeconds: 'a number of seconds from 0 to 300',
  lowerPerMinute: 'a whole number from 1 to 600, or unlimited',
};

/** Users and passwords in a URL would be logged sooner or later. */
function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return /^(?:https?|smtps?):$/.test(protocol) && username === '' && password === '' && hostname !== '';
}

/** A proxy may have a user and a password, which no message shows. */
function isProxyUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';
}

interface Problem {
  path: ChannelKey[];
  message: string;
  remedy: string;
}

interface KindRules {
  needs: readonly ChannelKey[];
  refuses: readonly ChannelKey[];
  protocols: RegExp;
}

const HTTP = /^https?:/i;

/** Which keys belong to which kind. The URL of a Slack webhook is itself the secret. */
const RULES: Readonly<Record<ParsedChannel['kind'], KindRules>> = {
  webhook: { needs: ['url', 'secretFile'], refuses: ['user', 'from', 'to', 'topic', 'title', 'text'], protocols: HTTP },
  slack: { needs: ['secretFile'], refuses: ['url', 'user', 'from', 'to', 'topic'], protocols: HTTP },
  teams: { needs: ['secretFile'], refuses: ['url', 'user', 'from', 'to', 'topic'], protocols: HTTP },
  pagerduty: { needs: ['secretFile'], refuses: ['user', 'from', 'to', 'topic'], protocols: HTTP },
  ntfy: { needs: ['url', 'topic'], refuses: ['from', 'to'], protocols: HTTP },
  email: { needs: ['url', 'from', 'to'], refuses: ['allowPrivate', 'topic', 'proxy'], protocols: /^smtps?:/i },
  // Its receiver must get the end of everything of which it got the beginning.
  alertmanager: { needs: ['url'], refuses: ['on', 'from', 'to', 'topic', 'title', 'text'], protocols: HTTP },
};

function problemsOf(channel: ParsedChannel): Problem[] {
  const { kind, url } = channel;
  const { needs, refuses, protocols } = RULES[kind];
  const missing = needs.filter((key) => channel[key] === undefined);
  const surplus = refuses.filter((key) => channel[key] !== undefined);
  const isWrong = url !== undefined && !refuses.includes('url') && !protocols.test(url);
  const usersSecret = channel.user !== undefined && channel.secretFile === undefined;
  return [
    ...missing.map((key) => problem(key, `is required for ${kind}`, `expected ${CHANNEL_EXPECTS[key]}`)),
    ...surplus.map((key) => problem(key, `is not allowed for ${kind}`, surplusRemedy(kind, key))),
    ...(isWrong ? [problem('url', `is not valid for ${kind}`, `expected ${CHANNEL_EXPECTS.url}`)] : []),
    ...fieldProblems(channel, 'title'),
    ...fieldProblems(channel, 'text'),
    ...(usersSecret
      ? [problem('secretFile', 'is required: user needs a password', 'set it to the file that contains the password')]
      : []),
  ];
}

function problem(key: ChannelKey, message: string, remedy: string): Problem {
  return { path: [key], message, remedy };
}

function fieldProblems(channel: ParsedChannel, key: 'title' | 'text'): Problem[] {
  return unknownFields(channel[key] ?? '').map((name) =>
    problem(key, `{${name}} is no field of a notification`, suggest(name, TEMPLATE_FIELDS)),
  );
}

function surplusRemedy(kind: string, key: ChannelKey): string {
  if ((kind === 'slack' || kind === 'teams') && key === 'url')
    return 'write the URL to a file and set secretFile to its path';
  return 'remove this key';
}

const channelSchema = keys.superRefine((channel, context) => {
  for (const { path, message, remedy } of problemsOf(channel)) {
    context.addIssue({ code: 'custom', path, message, params: { remedy } });
  }
});

/** Notification channels; each has a unique name. */
export const channelsSchema = z.array(channelSchema).superRefine((channels, context) => {
  for (const [index, { name }] of channels.entries()) {
    if (channels.findIndex((other) => other.name === name) === index) continue;
    const params = { remedy: 'give each channel a unique name' };
    context.addIssue({ code: 'custom', path: [index, 'name'], message: `${name} is already in use`, params });
  }
});

/** A channel, with defaults filled in and absolute paths. */
export interface ChannelSettings extends ChannelFilter {
  readonly url: string | null;
  readonly secretFile: string | null;
  readonly user: string | null;
  readonly from: string | null;
  readonly to: readonly string[];
  /** True if it may connect to an address that is reachable only from this network. */
  readonly allowPrivate: boolean;
  /** Templates of title and text; null for the usual ones. */
  readonly title: string | null;
  readonly text: string | null;
  /** Of ntfy. */
  readonly topic: string | null;
  /** Web proxy; `none` for none, null to take that of the environment. */
  readonly proxy: string | null;
  readonly pace: ChannelPace;
}

/** How many messages a channel takes. Plain data, as all settings. */
export interface ChannelPace {
  /** The least time between two messages, milliseconds. */
  readonly gapMs: number;
  /** Messages within a minute about what is not urgent; null for any number. */
  readonly lowerPerMinute: number | null;
}

/** What people read is told in few messages; programs take any number. */
const USUAL_PACE: Readonly<Record<ParsedChannel['kind'], ChannelPace>> = {
  webhook: { gapMs: 0, lowerPerMinute: null },
  // Slack takes one message a second (api.slack.com, "Rate limits").
  slack: { gapMs: 1000, lowerPerMinute: 5 },
  // Teams takes four requests a second, a workflow fewer (learn.microsoft.com, "Rate limiting").
  teams: { gapMs: 1000, lowerPerMinute: 5 },
  // PagerDuty takes 120 events a minute for each integration.
  pagerduty: { gapMs: 500, lowerPerMinute: 20 },
  // ntfy.sh takes sixty messages at once and one in five seconds then.
  ntfy: { gapMs: 1000, lowerPerMinute: 5 },
  email: { gapMs: 0, lowerPerMinute: 5 },
  alertmanager: { gapMs: 0, lowerPerMinute: null },
};

function paceOf({ kind, gapSeconds, lowerPerMinute }: ParsedChannel): ChannelPace {
  const usual = USUAL_PACE[kind];
  return {
    gapMs: gapSeconds === undefined ? usual.gapMs : gapSeconds * 1000,
    lowerPerMinute:
      lowerPerMinute === undefined ? usual.lowerPerMinute : lowerPerMinute === 'unlimited' ? null : lowerPerMinute,
  };
}

/** Alerts that need action, and their end; an operator's own actions are not sent by default. */
const USUAL_OCCASIONS = ['opened', 'raised', 'worsened', 'rateRose', 'newCritical', 'resumed', 'returned'] as const;

/** An incident follows its alert: it is acknowledged and resolved there too. */
const INCIDENT_OCCASIONS = [...USUAL_OCCASIONS, 'acknowledgementExpired', 'acknowledge', 'close'] as const;

/** @param base folder that relative paths start from */
export function resolveChannel(channel: ParsedChannel, base: string): ChannelSettings {
  const {
    name,
    kind,
    url,
    secretFile,
    user,
    from,
    to,
    minPriority,
    classes,
    on,
    allowPrivate,
    topic,
    proxy,
    title,
    text,
  } = channel;
  return {
    name,
    kind,
    url: url ?? null,
    user: user ?? null,
    from: from ?? null,
    to: to ?? [],
    secretFile: secretFile === undefined ? null : resolve(base, secretFile),
    minPriority: minPriority ?? 'low',
    classes: classes ?? null,
    on: on ?? (kind === 'pagerduty' ? INCIDENT_OCCASIONS : USUAL_OCCASIONS),
    allowPrivate: allowPrivate ?? false,
    title: title ?? null,
    text: text ?? null,
    topic: topic ?? null,
    proxy: proxy ?? null,
    pace: paceOf(channel),
  };
}

/** What another thread needs to know about the channels' filters: no addresses, no file names. */
export function channelFilters(channels: readonly ChannelSettings[]): ChannelFilter[] {
  return channels.map(({ name, kind, minPriority, classes, on }) => ({ name, kind, minPriority, classes, on }));
}
