import type { Notification } from '@tunnelwatch/shared/notification';
import type { LookupFunction } from 'node:net';
import type { ChannelSettings } from '../../config/channel-schema.js';
import { isSecretAddress } from '../../config/channel-secret.js';
import type { AcknowledgeLinks } from './acknowledge-link.js';
import type { Channel, SendOutcome } from './channel.js';
import { alertsUrl, type EntryOf, type PostableAlert, postableOf, silencesUrl } from './alertmanager.js';
import { digestOf } from './digest.js';
import { digestMail, mailOf, sendMail } from './email.js';
import type { Mail } from './mail.js';
import { get, type GetOutcome, post } from './http-post.js';
import { ntfyDigest, ntfyMessage } from './ntfy.js';
import { type PagerDutyEvent, pagerDutyDigest, pagerDutyEvents, pagerDutyUrl } from './pagerduty.js';
import { slackBody, slackDigest } from './slack.js';
import { teamsCard, teamsDigest } from './teams.js';
import { testNotification } from './test-notification.js';
import { worded } from './wording.js';
import { webhookBody, webhookDigest, webhookHeaders } from './webhook.js';
import { readFileSync } from 'node:fs';

export interface ChannelWorld {
  clock: () => number;
  /** URL of the pages, with a trailing slash; null when it is not known. */
  publicUrl: string | null;
  /** Links to acknowledge; none by default. */
  acknowledgeLinks?: Pick<AcknowledgeLinks, 'linkOf'>;
  /** The catalogue, which describes messages; none by default. */
  entryOf?: EntryOf;
  /** Resolves host names; the system's resolver by default. */
  lookup?: LookupFunction;
}

/** How a kind of channel sends one notification, and several. */
interface Senders {
  one: (notification: Notification) => Promise<SendOutcome>;
  several: (notifications: readonly Notification[]) => Promise<SendOutcome>;
}

/** Creates a channel from its settings. */
export function makeChannel(settings: ChannelSettings, world: ChannelWorld): Channel {
  const { one, several } = sendersOf(settings, world);
  const inWords = (notification: Notification) => {
    const link = world.acknowledgeLinks?.linkOf(notification, world.publicUrl) ?? null;
    const linked = link === null ? notification : { ...notification, acknowledgeLink: link };
    return worded(linked, settings, world.publicUrl);
  };
  const send = guarded(settings, (notification: Notification) => one(inWords(notification)));
  return {
    settings,
    target: () => targetOf(settings),
    bundling: settings.kind === 'alertmanager' ? 'list' : 'digest',
    pace: settings.pace,
    send,
    sendSeveral: guarded(settings, (notifications: readonly Notification[]) => several(notifications.map(inWords))),
    mail: settings.kind === 'email' ? guarded(settings, (mail: Mail) => sendMailBy(settings, mail)) : null,
    test: () => send(testNotification(settings.name, world.clock())),
  };
}

function sendersOf(settings: ChannelSettings, world: ChannelWorld): Senders {
  switch (settings.kind) {
    case 'webhook':
      return webhookSenders(settings, world);
    case 'slack':
      return slackSenders(settings, world);
    case 'teams':
      return teamsSenders(settings, world);
    case 'pagerduty':
      return pagerDutySenders(settings, world);
    case 'ntfy':
      return ntfySenders(settings, world);
    case 'email':
      return mailSenders(settings, world);
    case 'alertmanager':
      return alertmanagerSenders(settings, world);
  }
}

function webhookSenders(settings: ChannelSettings, { clock, lookup, publicUrl }: ChannelWorld): Senders {
  const { url, allowPrivate, proxy } = settings;
  const postBody = (key: string, body: string) => {
    const headers = webhookHeaders(key, body, secretOf(settings), clock());
    return post({ url: url ?? '', headers, body, allowPrivate, lookup, proxy });
  };
  return {
    one: (notification) => postBody(notification.key, webhookBody(notification, publicUrl)),
    several: (notifications) => {
      const digest = digestOf(notifications);
      return postBody(digest.key, webhookDigest(digest, publicUrl));
    },
  };
}

function slackSenders(settings: ChannelSettings, { lookup, publicUrl }: ChannelWorld): Senders {
  const postBody = hookPost(settings, lookup);
  return {
    one: (notification) => postBody(slackBody(notification, publicUrl)),
    several: (notifications) => postBody(slackDigest(digestOf(notifications), publicUrl)),
  };
}

function teamsSenders(settings: ChannelSettings, { lookup, publicUrl }: ChannelWorld): Senders {
  const postBody = hookPost(settings, lookup);
  return {
    one: (notification) => postBody(teamsCard(notification, publicUrl)),
    several: (notifications) => postBody(teamsDigest(digestOf(notifications), publicUrl)),
  };
}

/** Posts to an incoming webhook, whose URL is the secret. */
function hookPost(settings: ChannelSettings, lookup: LookupFunction | undefined) {
  const { allowPrivate, proxy } = settings;
  return (body: string) => post({ url: secretUrl(settings), headers: JSON_TYPE, body, allowPrivate, lookup, proxy });
}

function pagerDutySenders(settings: ChannelSettings, { lookup, publicUrl }: ChannelWorld): Senders {
  const { url, allowPrivate, proxy } = settings;
  // In order; after a failure all are sent once more, which changes nothing where they were taken.
  const postAll = async (events: readonly PagerDutyEvent[]): Promise<SendOutcome> => {
    for (const event of events) {
      const body = JSON.stringify({ routing_key: secretOf(settings), ...event });
      const outcome = await post({ url: pagerDutyUrl(url), headers: JSON_TYPE, body, allowPrivate, lookup, proxy });
      if (!outcome.ok) return outcome;
    }
    return { ok: true };
  };
  return {
    one: (notification) => postAll(pagerDutyEvents(notification, publicUrl)),
    several: (notifications) => postAll(pagerDutyDigest(digestOf(notifications), notifications, publicUrl)),
  };
}

function ntfySenders(settings: ChannelSettings, { lookup, publicUrl }: ChannelWorld): Senders {
  const { url, topic, allowPrivate, proxy } = settings;
  const postBody = (body: string) => {
    const headers = { ...JSON_TYPE, ...authorization(settings) };
    return post({ url: url ?? '', headers, body, allowPrivate, lookup, proxy });
  };
  return {
    one: (notification) => postBody(ntfyMessage(notification, topic ?? '', publicUrl)),
    several: (notifications) => postBody(ntfyDigest(digestOf(notifications), topic ?? '', publicUrl)),
  };
}

function mailSenders(settings: ChannelSettings, { publicUrl }: ChannelWorld): Senders {
  const send = (mail: Mail) => sendMailBy(settings, mail);
  return {
    one: (notification) => send(mailOf(notification, publicUrl)),
    several: (notifications) => send(digestMail(digestOf(notifications), publicUrl)),
  };
}

async function sendMailBy(settings: ChannelSettings, mail: Mail): Promise<SendOutcome> {
  return sendMail(mail, { ...settings, password: optionalSecret(settings) });
}

function alertmanagerSenders(settings: ChannelSettings, world: ChannelWorld): Senders {
  const postAlerts = alertmanagerPost(settings, world);
  const several: Senders['several'] = (notifications) => {
    const { publicUrl, entryOf = () => undefined } = world;
    const telling = { now: world.clock(), publicUrl, entryOf };
    return postAlerts(notifications.flatMap((notification) => postableOf(notification, telling)));
  };
  return { one: (notification) => several([notification]), several };
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Posts alerts to Alertmanager; authenticates by name and password, or with a token when there is only a secret. */
export function alertmanagerPost(
  settings: ChannelSettings,
  { lookup }: Pick<ChannelWorld, 'lookup'>,
): (alerts: readonly PostableAlert[]) => Promise<SendOutcome> {
  const { url, allowPrivate, proxy } = settings;
  return guarded(settings, (alerts) => {
    const headers = { ...JSON_TYPE, ...authorization(settings) };
    return post({ url: alertsUrl(url ?? ''), headers, body: JSON.stringify(alerts), allowPrivate, lookup, proxy });
  });
}

/** Asks Alertmanager for its silences. */
export function alertmanagerSilences(
  settings: ChannelSettings,
  { lookup }: Pick<ChannelWorld, 'lookup'>,
): () => Promise<GetOutcome> {
  const { url, allowPrivate, proxy } = settings;
  return async () => {
    try {
      const headers = authorization(settings);
      const outcome = await get({ url: silencesUrl(url ?? ''), headers, allowPrivate, lookup, proxy });
      return outcome.ok ? outcome : { ok: false, error: withoutSecret(outcome.error, settings) };
    } catch (error) {
      // As when its secret cannot be read.
      return { ok: false, error: error instanceof Error ? error.message : String(error) };
    }
  };
}

function authorization(settings: ChannelSettings): Record<string, string> {
  const { user } = settings;
  const secret = optionalSecret(settings);
  if (secret === undefined) return {};
  if (user === null) return { Authorization: `Bearer ${secret}` };
  return { Authorization: `Basic ${basicCredentials(user, secret)}` };
}

function basicCredentials(user: string | null, secret: string): string {
  return Buffer.from(`${user ?? ''}:${secret}`).toString('base64');
}

/** The address of an incoming webhook, which is its secret. */
function secretUrl(settings: ChannelSettings): string {
  const url = secretOf(settings);
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  const { secretFile, name } = settings;
  throw new Error(
    secretFile === null
      ? `the secret of ${name} is no URL: enter the URL of the incoming webhook`
      : `${secretFile} contains no URL: write the URL of the incoming webhook to it`,
  );
}

function secretOf(settings: ChannelSettings): string {
  const secret = optionalSecret(settings);
  if (secret === undefined) throw new Error(`the channel ${settings.name} has no secret`);
  return secret;
}

/** A file is read each time: it may have been changed. */
function optionalSecret({ secret, secretFile }: Pick<ChannelSettings, 'secret' | 'secretFile'>): string | undefined {
  if (secret !== null) return secret.reveal();
  return secretFile === null ? undefined : readSecret(secretFile);
}

/** An unreadable secret is a failed attempt like others: it is shown, and retried. What is shown has no secret in it. */
function guarded<Told>(
  settings: ChannelSettings,
  send: (told: Told) => Promise<SendOutcome>,
): (told: Told) => Promise<SendOutcome> {
  return async (told) => {
    try {
      const outcome = await send(told);
      return outcome.ok ? outcome : { ...outcome, error: withoutSecret(outcome.error, settings) };
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error), holds: 'channel' };
    }
  };
}

/** Host and port of an address: the rest may be a secret. Empty when the secret cannot be read. */
function targetOf(settings: ChannelSettings): string {
  const { url, kind } = settings;
  const address = isSecretAddress(kind) ? secretOrNothing(settings) : kind === 'pagerduty' ? pagerDutyUrl(url) : url;
  return address !== null && URL.canParse(address) ? new URL(address).host : '';
}

function secretOrNothing(settings: ChannelSettings): string | null {
  try {
    return optionalSecret(settings) ?? null;
  } catch {
    // The next attempt reports what is wrong with it.
    return null;
  }
}

/** A receiver may repeat in its answer what it was sent, and answers are shown to everybody: the secret is left out. */
function withoutSecret(text: string, settings: ChannelSettings): string {
  const secret = secretOrNothing(settings);
  if (secret === null) return text;
  return [secret, ...partsOf(secret), basicCredentials(settings.user, secret)].reduce(leftOut, text);
}

/** The path of a secret address, which is the secret in it. */
function partsOf(secret: string): string[] {
  if (!URL.canParse(secret)) return [];
  const { pathname, search } = new URL(secret);
  return pathname.length > 1 || search !== '' ? [`${pathname}${search}`, pathname] : [];
}

/** Fewer characters than that are no secret, and might be anywhere. */
const LEAST_CHARACTERS = 4;

/** A text without a secret; an answer that was cut may end within it. */
function leftOut(text: string, secret: string): string {
  if (secret.length < LEAST_CHARACTERS) return text;
  const whole = text.replaceAll(secret, '(secret)');
  for (let length = secret.length - 1; length >= LEAST_CHARACTERS; length -= 1) {
    if (whole.endsWith(secret.slice(0, length))) return `${whole.slice(0, -length)}(secret)`;
  }
  return whole;
}

const MAX_CHARACTERS = 4096;

/**
 * The secret in a file, without the newline that editors add.
 * @throws Error that names the file and the remedy, and nothing of what it holds
 */
function readSecret(file: string): string {
  const secret = read(file).trim();
  if (secret === '' || secret.length > MAX_CHARACTERS) {
    throw new Error(`${file} contains no secret: write only the secret to it`);
  }
  return secret;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const reason =
      code === 'ENOENT'
        ? 'no such file; check secretFile'
        : code === 'EACCES'
          ? "permission denied; the server's user needs read access"
          : String(code);
    throw new Error(`cannot read ${file}: ${reason}`, { cause: error });
  }
}
