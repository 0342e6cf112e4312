import type { Notification } from '@tunnelwatch/shared/notification';
import type { LookupFunction } from 'node:net';
import type { ChannelSettings } from '../config/channel-schema.js';
import type { Channel } from './channel.js';
import { post } from './http-post.js';
import { readSecret } from './read-secret.js';
import type { SendOutcome } from './send-outcome.js';
import { testNotification } from './test-notification.js';
import { webhookBody, webhookHeaders } from './webhook.js';

export interface ChannelWorld {
  clock: () => number;
  /** Finds addresses; the system's way unless named. */
  lookup?: LookupFunction;
}

type Send = (notification: Notification) => Promise<SendOutcome>;

/** A channel by its settings. */
export function makeChannel(settings: ChannelSettings, world: ChannelWorld): Channel {
  const send = neverRejecting(sendOf(settings, world));
  return {
    settings,
    target: () => hostOf(settings.url),
    send,
    test: () => send(testNotification(settings.name, world.clock())),
  };
}

function sendOf(settings: ChannelSettings, world: ChannelWorld): Send {
  const { allowPrivate } = settings;
  const { lookup } = world;
  switch (settings.kind) {
    case 'webhook':
      return (notification) => {
        const body = webhookBody(notification);
        const headers = webhookHeaders(notification.key, body, secretOf(settings), world.clock());
        return post({ url: settings.url ?? '', headers, body, allowPrivate, lookup });
      };
    default:
      throw new Error(`channels of the kind ${settings.kind} are not known`);
  }
}

function secretOf({ name, secretFile }: ChannelSettings): string {
  if (secretFile === null) throw new Error(`the channel ${name} has no secretFile`);
  return readSecret(secretFile);
}

/** A secret that cannot be read is a failed attempt like others: it is shown, and tried again. */
function neverRejecting(send: Send): Send {
  return async (notification) => {
    try {
      return await send(notification);
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error), holds: 'channel' };
    }
  };
}

/** Host and port of an address: what follows them may be a secret. */
function hostOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).host : '';
}
