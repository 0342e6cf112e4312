import type { Notification } from '@tunnelwatch/shared/notification';
import { createTransport } from 'nodemailer';
import type { ChannelSettings } from '../../config/channel-schema.js';
import type { SendOutcome } from './channel.js';
import { alertLink, factsOf, headline } from './words.js';

const TIMEOUT_MS = 10_000;
const SECURE_PORT = 465;
const PLAIN_PORT = 25;
const MAX_SUBJECT_CHARACTERS = 200;

/** The password of a mail server is read at each attempt. */
export type MailSettings = Pick<ChannelSettings, 'url' | 'user' | 'from' | 'to'> & {
  password: string | undefined;
  /** See `alertLink`. */
  publicUrl: string | null;
};

/**
 * Sends one mail. `smtps://` uses TLS from the first byte; `smtp://` upgrades to it where the server offers that, and a
 * password is sent over TLS only. The Message-ID is derived from the key, so that it stays the same over all attempts.
 */
export async function sendMail(notification: Notification, settings: MailSettings): Promise<SendOutcome> {
  const { from, to } = settings;
  if (from === null) throw new Error('e-mail requires a sender: set from');
  const transport = createTransport(transportOptions(settings));
  try {
    const domain = from.slice(from.lastIndexOf('@') + 1);
    await transport.sendMail({
      from,
      to: [...to],
      subject: headline(notification).slice(0, MAX_SUBJECT_CHARACTERS),
      text: mailText(notification, settings.publicUrl),
      messageId: `<${notification.key}@${domain}>`,
      // All mails of one alert form one conversation.
      references: `<alert-${String(notification.alert.id)}@${domain}>`,
      headers: { 'X-Tunnelwatch-Key': notification.key, 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { ok: true };
  } catch (error) {
    return mailFailure(error);
  } finally {
    transport.close();
  }
}

function transportOptions({ url, user, password }: MailSettings) {
  const { protocol, hostname, port } = new URL(url ?? '');
  const secure = protocol === 'smtps:';
  const usual = secure ? SECURE_PORT : PLAIN_PORT;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? usual : Number(port),
    secure,
    // Opportunistic TLS (RFC 7435): where plain text is accepted, an unverified certificate is no worse.
    ...(user === null || password === undefined
      ? { tls: { rejectUnauthorized: secure } }
      : { auth: { user, pass: password }, requireTLS: !secure }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  };
}

/** The mail as plain text: log lines may contain anything, and none of it is interpreted. */
export function mailText(notification: Notification, publicUrl: string | null): string {
  const link = alertLink(publicUrl, notification.alert.id);
  const facts = [...factsOf(notification), ...(link === null ? [] : [['Page', link] as const])].map(
    ([name, value]) => `${`${name}:`.padEnd(13)}${value.replace(/\p{Cc}+/gu, ' ')}`,
  );
  return `${headline(notification)}\n\n${facts.join('\n')}\n`;
}

/** A server that rejects this sender, recipient or content permanently (5xx) holds up no other mail. */
function mailFailure(error: unknown): SendOutcome {
  if (!(error instanceof Error)) return { ok: false, error: String(error), holds: 'channel' };
  const code: unknown = Reflect.get(error, 'code');
  const isRefused = code === 'EENVELOPE' || code === 'EMESSAGE';
  const status: unknown = Reflect.get(error, 'responseCode');
  const isForGood = isRefused && typeof status === 'number' && status >= 500;
  return { ok: false, error: `the mail server: ${error.message}`, holds: isForGood ? 'message' : 'channel' };
}
