import { ALERT_CLASSES } from '@tunnelwatch/shared/alert';
import { CHANNEL_KINDS, NOTIFICATION_OCCASIONS } from '@tunnelwatch/shared/notification';
import {
  type ChannelFields,
  type ChannelKind,
  channelFieldsSchema,
  type ChannelPart,
  KIND_PARTS,
  usualOccasions,
} from '@tunnelwatch/shared/notification-settings';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isSecretAddress } from './channel-secret.js';
import { suggest } from './did-you-mean.js';
import type { KeptSecret } from './kept-secret.js';
import { TEMPLATE_FIELDS, unknownFields } from '../core/notifications/template.js';
import type { ChannelFilter } from '../core/notifications/channel-filter.js';

/** The key `proxy` of a channel that goes past the web proxy of the environment. */
export const NO_PROXY = 'none';

/** A single value need not be a list. */
function listOf<List extends z.ZodArray>(list: List) {
  return z.preprocess((value) => (typeof value === 'string' ? [value] : value), list);
}

const { to, classes, on } = channelFieldsSchema.shape;

const fields = channelFieldsSchema.extend({
  url: z.string().refine(isPlainUrl).optional(),
  to: listOf(to.unwrap()).optional(),
  classes: listOf(classes.unwrap()).optional(),
  on: listOf(on.unwrap()).optional(),
  proxy: z
    .string()
    .refine((text) => text === NO_PROXY || isProxyUrl(text))
    .optional(),
});

const keys = fields.extend({
  /** File with the secret, which appears in no configuration, log or response. */
  secretFile: z.string().min(1).optional(),
});

type ChannelKey = keyof typeof keys.shape;
type ParsedChannel = z.output<typeof keys>;

/** A channel that was made in the browser, parsed. */
export type ParsedFields = z.output<typeof fields>;

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

function hasCredentials(text: string): boolean {
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}

/** A proxy may have a user and a password, which no message shows. */
function isProxyUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';
}

/** The same, and of the secret of a channel that is made in the browser. */
const PART_EXPECTS: Readonly<Record<ChannelKey | 'secret', string>> = { ...CHANNEL_EXPECTS, secret: 'the secret' };

interface Problem {
  path: string[];
  message: string;
  remedy: string;
}

const MAIL = /^smtps?:/i;
const HTTP = /^https?:/i;

/** Where the secret of a channel is named: by a file in the configuration; in the browser it is entered. */
interface SecretPlace {
  readonly key: 'secretFile' | 'secret';
  readonly isThere: boolean;
}

function problemsOf(channel: ParsedFields, secret: SecretPlace): Problem[] {
  const { kind, url } = channel;
  const { needs, refuses } = KIND_PARTS[kind];
  const keyOf = (part: ChannelPart) => (part === 'secret' ? secret.key : part);
  const isThere = (part: ChannelPart) => (part === 'secret' ? secret.isThere : channel[part] !== undefined);
  const missing = needs.filter((part) => !isThere(part)).map(keyOf);
  const surplus = refuses.filter(isThere).map(keyOf);
  const protocols = kind === 'email' ? MAIL : HTTP;
  const isWrong = url !== undefined && !refuses.includes('url') && !protocols.test(url);
  const remedy = secret.key === 'secret' ? 'enter the password' : 'set it to the file that contains the password';
  return [
    ...missing.map((key) => problem(key, `is required for ${kind}`, `expected ${PART_EXPECTS[key]}`)),
    ...surplus.map((key) => problem(key, `is not allowed for ${kind}`, surplusRemedy(kind, key, secret))),
    ...(isWrong ? [problem('url', `is not valid for ${kind}`, `expected ${CHANNEL_EXPECTS.url}`)] : []),
    ...fieldProblems(channel, 'title'),
    ...fieldProblems(channel, 'text'),
    ...(channel.user !== undefined && !secret.isThere
      ? [problem(secret.key, 'is required: user needs a password', remedy)]
      : []),
  ];
}

function problem(key: ChannelKey | 'secret', message: string, remedy: string): Problem {
  return { path: [key], message, remedy };
}

function fieldProblems(channel: ParsedFields, key: 'title' | 'text'): Problem[] {
  return unknownFields(channel[key] ?? '').map((name) =>
    problem(key, `{${name}} is no field of a notification`, suggest(name, TEMPLATE_FIELDS)),
  );
}

function surplusRemedy(kind: ChannelKind, key: string, secret: SecretPlace): string {
  if (isSecretAddress(kind) && key === 'url') {
    return secret.key === 'secret'
      ? 'enter the URL as the secret'
      : 'write the URL to a file and set secretFile to its path';
  }
  return 'remove this key';
}

function addProblems(context: z.RefinementCtx, problems: readonly Problem[]): void {
  for (const { path, message, remedy } of problems) {
    context.addIssue({ code: 'custom', path, message, params: { remedy } });
  }
}

const channelSchema = keys.superRefine(({ secretFile, ...channel }, context) => {
  addProblems(context, problemsOf(channel, { key: 'secretFile', isThere: secretFile !== undefined }));
});

/**
 * A channel that is made in the browser. It cannot name a file: an admin may read only the files that the server shows. Its
 * proxy has no password, since that would be shown to every admin.
 */
export function madeChannelSchema(hasSecret: boolean) {
  return fields.superRefine((channel, context) => {
    addProblems(context, problemsOf(channel, { key: 'secret', isThere: hasSecret }));
    const { proxy = NO_PROXY } = channel;
    if (proxy === NO_PROXY || !hasCredentials(proxy)) return;
    const remedy = 'configure a proxy that needs them in the configuration file';
    addProblems(context, [problem('proxy', 'must have no user and password: admins would see them', remedy)]);
  });
}

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
  /** The secret itself, of a channel that was made in the browser. */
  readonly secret: KeptSecret | null;
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

function paceOf({ kind, gapSeconds, lowerPerMinute }: ParsedFields): ChannelPace {
  const usual = USUAL_PACE[kind];
  return {
    gapMs: gapSeconds === undefined ? usual.gapMs : gapSeconds * 1000,
    lowerPerMinute:
      lowerPerMinute === undefined ? usual.lowerPerMinute : lowerPerMinute === 'unlimited' ? null : lowerPerMinute,
  };
}

/** @param base folder that relative paths start from */
export function resolveChannel({ secretFile, ...channel }: ParsedChannel, base: string): ChannelSettings {
  return withDefaults(channel, {
    secretFile: secretFile === undefined ? null : resolve(base, secretFile),
    secret: null,
  });
}

/** The settings of a channel that was made in the browser. */
export function resolveMadeChannel(channel: ParsedFields, secret: KeptSecret | null): ChannelSettings {
  return withDefaults(channel, { secretFile: null, secret });
}

function withDefaults(channel: ParsedFields, secrets: Pick<ChannelSettings, 'secretFile' | 'secret'>): ChannelSettings {
  const { name, kind, url, user, from, to, minPriority, classes, on, allowPrivate, topic, proxy, title, text } =
    channel;
  return {
    ...secrets,
    name,
    kind,
    url: url ?? null,
    user: user ?? null,
    from: from ?? null,
    to: to ?? [],
    minPriority: minPriority ?? 'low',
    classes: classes ?? null,
    on: on ?? usualOccasions(kind),
    allowPrivate: allowPrivate ?? false,
    title: title ?? null,
    text: text ?? null,
    topic: topic ?? null,
    proxy: proxy ?? null,
    pace: paceOf(channel),
  };
}

/** A channel of the configuration as it could be written there, without what may be a secret: its address is only the host. */
export function shownFields(settings: ChannelSettings): ChannelFields {
  const { name, kind, minPriority, on, allowPrivate, to, classes, url, user, from, topic, proxy, title, text, pace } =
    settings;
  const { refuses } = KIND_PARTS[kind];
  return {
    name,
    kind,
    minPriority,
    ...(refuses.includes('on') ? {} : { on: [...on] }),
    ...(refuses.includes('allowPrivate') ? {} : { allowPrivate }),
    ...(to.length === 0 ? {} : { to: [...to] }),
    ...(classes === null ? {} : { classes: [...classes] }),
    ...(url === null ? {} : { url: hostOf(url) }),
    ...(user === null ? {} : { user }),
    ...(from === null ? {} : { from }),
    ...(topic === null ? {} : { topic }),
    ...(proxy === null ? {} : { proxy: proxy === NO_PROXY ? proxy : hostOf(proxy) }),
    ...(title === null ? {} : { title }),
    ...(text === null ? {} : { text }),
    gapSeconds: pace.gapMs / 1000,
    lowerPerMinute: pace.lowerPerMinute ?? 'unlimited',
  };
}

/** `https://noc.example/…` where there is more than the host. */
function hostOf(address: string): string {
  const { protocol, host, pathname, search, hash } = new URL(address);
  const isMore = pathname.length > 1 || search !== '' || hash !== '';
  return `${protocol}//${host}${isMore ? '/…' : ''}`;
}

/** What another thread needs to know about the channels' filters: no addresses, no file names. */
export function channelFilters(channels: readonly ChannelSettings[]): ChannelFilter[] {
  return channels.map(({ name, kind, minPriority, classes, on }) => ({ name, kind, minPriority, classes, on }));
}
