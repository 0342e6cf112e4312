import type { Notification } from '@tunnelwatch/shared/notification';
import type { LookupFunction } from 'node:net';
import type { ChannelSettings } from '../../config/channel-schema.js';
import type { Channel, SendOutcome } from './channel.js';
import { alertsUrl, type PostableAlert, postableOf } from './alertmanager.js';
import { sendMail } from './email.js';
import { post } from './http-post.js';
import { slackBody } from './slack.js';
import { testNotification } from './test-notification.js';
import { webhookBody, webhookHeaders } from './webhook.js';
import { readFileSync } from 'node:fs';

export interface ChannelWorld {
  clock: () => number;
  /** URL of the pages, with a trailing slash; null when it is not known. */
  publicUrl: string | null;
  /** Resolves host names; the system's resolver by default. */
  lookup?: LookupFunction;
}

type Send = (notification: Notification) => Promise<SendOutcome>;

/** Creates a channel from its settings. */
export function makeChannel(settings: ChannelSettings, world: ChannelWorld): Channel {
  const send = neverRejecting(sendOf(settings, world));
  return {
    settings,
    target: () => targetOf(settings),
    send,
    test: () => send(testNotification(settings.name, world.clock())),
  };
}

function sendOf(settings: ChannelSettings, world: ChannelWorld): Send {
  const { allowPrivate } = settings;
  const { lookup, publicUrl } = world;
  switch (settings.kind) {
    case 'webhook':
      return (notification) => {
        const body = webhookBody(notification, publicUrl);
        const headers = webhookHeaders(notification.key, body, secretOf(settings), world.clock());
        return post({ url: settings.url ?? '', headers, body, allowPrivate, lookup });
      };
    case 'slack':
      return (notification) => {
        const body = slackBody(notification, publicUrl);
        return post({ url: slackUrl(settings), headers: JSON_TYPE, body, allowPrivate, lookup });
      };
    case 'email':
      return (notification) => {
        const password = settings.secretFile === null ? undefined : readSecret(settings.secretFile);
        return sendMail(notification, { ...settings, password, publicUrl });
      };
    case 'alertmanager': {
      const postAlerts = alertmanagerPost(settings, world);
      return (notification) => postAlerts(postableOf(notification, { now: world.clock(), publicUrl }));
    }
  }
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Posts alerts to Alertmanager; authenticates by name and password, or with a token when there is only a secret. */
export function alertmanagerPost(
  settings: ChannelSettings,
  { lookup }: Pick<ChannelWorld, 'lookup'>,
): (alerts: readonly PostableAlert[]) => Promise<SendOutcome> {
  const { url, allowPrivate } = settings;
  return neverRejecting((alerts) => {
    const headers = { ...JSON_TYPE, ...authorization(settings) };
    return post({ url: alertsUrl(url ?? ''), headers, body: JSON.stringify(alerts), allowPrivate, lookup });
  });
}

function authorization({ user, secretFile }: ChannelSettings): Record<string, string> {
  if (secretFile === null) return {};
  const secret = readSecret(secretFile);
  if (user === null) return { Authorization: `Bearer ${secret}` };
  return { Authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` };
}

/** The address of an incoming webhook, which is its secret. */
function slackUrl(settings: ChannelSettings): string {
  const url = secretOf(settings);
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new Error(`${settings.secretFile ?? ''} contains no URL: write the URL of the incoming webhook to it`);
}

function secretOf({ name, secretFile }: ChannelSettings): string {
  if (secretFile === null) throw new Error(`the channel ${name} has no secretFile`);
  return readSecret(secretFile);
}

/** An unreadable secret is a failed attempt like others: it is shown, and retried. */
function neverRejecting<Told>(send: (told: Told) => Promise<SendOutcome>): (told: Told) => Promise<SendOutcome> {
  return async (told) => {
    try {
      return await send(told);
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error), holds: 'channel' };
    }
  };
}

/** Host and port of an address: the rest may be a secret. Empty when the secret cannot be read. */
function targetOf({ url, secretFile, kind }: ChannelSettings): string {
  const address = kind === 'slack' && secretFile !== null ? secretOrNothing(secretFile) : url;
  return address !== null && URL.canParse(address) ? new URL(address).host : '';
}

function secretOrNothing(file: string): string | null {
  try {
    return readSecret(file);
  } catch {
    // The next attempt reports what is wrong with it.
    return null;
  }
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
