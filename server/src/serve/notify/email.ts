import type { Notification } from '@tunnelwatch/shared/notification';
import type { ChannelSettings } from '../../config/channel-schema.js';
import type { SendOutcome } from './channel.js';
import type { Mail } from './mail.js';
import { countLines, type Digest, digestHeadline, moreLine, urgentLines } from './digest.js';
import { alertLink, factsOf, headline } from './words.js';

const TIMEOUT_MS = 10_000;
const SECURE_PORT = 465;
const PLAIN_PORT = 25;
const MAX_SUBJECT_CHARACTERS = 200;
const MAX_LINES_CHARACTERS = 200_000;

/** The password of a mail server is read at each attempt. */
export type MailSettings = Pick<ChannelSettings, 'url' | 'user' | 'from' | 'to'> & { password: string | undefined };

/**
 * Sends one mail. `smtps://` uses TLS from the first byte; `smtp://` upgrades to it where the server offers that, and a
 * password is sent over TLS only.
 */
export async function sendMail(
  { key, conversation, subject, text }: Mail,
  settings: MailSettings,
): Promise<SendOutcome> {
  const { from, to } = settings;
  if (from === null) throw new Error('e-mail requires a sender: set from');
  // Loaded for the first mail: it is as large as all of the command line, and most servers send none.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(transportOptions(settings));
  try {
    const domain = from.slice(from.lastIndexOf('@') + 1);
    await transport.sendMail({
      from,
      to: [...to],
      subject: subject.slice(0, MAX_SUBJECT_CHARACTERS),
      text,
      messageId: `<${key}@${domain}>`,
      ...(conversation === null ? {} : { references: `<${conversation}@${domain}>` }),
      headers: { 'X-Tunnelwatch-Key': key, 'Auto-Submitted': 'auto-generated' },
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

/**
 * The mail about one notification. All mails of one alert form one conversation.
 * @param publicUrl see `alertLink`
 */
export function mailOf(notification: Notification, publicUrl: string | null): Mail {
  return {
    key: notification.key,
    conversation: `alert-${String(notification.alert.id)}`,
    subject: headline(notification),
    text: mailText(notification, publicUrl),
  };
}

/**
 * The mail of a digest: counts, the urgent notifications with all facts, of the others a line each, and the keys of all.
 * @param publicUrl see `alertLink`
 */
export function digestMail(digest: Digest, publicUrl: string | null): Mail {
  const { key, inFull, others } = digest;
  const line = (notification: Notification) => {
    const link = alertLink(publicUrl, notification.alert.id);
    return `${headline(notification)}\n${link === null ? '' : `  ${link}\n`}`;
  };
  const told = inFull.map((notification) =>
    notification.alert.priority === 'urgent' ? mailText(notification, publicUrl) : line(notification),
  );
  const { lines, unnamed } = urgentLines(digest, line, MAX_LINES_CHARACTERS);
  const more = unnamed === 0 ? '' : `${moreLine(unnamed, publicUrl)}\n`;
  const rest = others.length === 0 ? '' : `${lines.join('')}${more}\n`;
  const keys = [...inFull, ...others].map((notification) => notification.key).join(' ');
  return {
    key,
    conversation: null,
    subject: digestHeadline(digest),
    text: `${countLines(digest).join('\n')}\n\n${told.join('\n')}\n${rest}Keys: ${keys}\n`,
  };
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
  const { acknowledgeLink } = notification;
  const acknowledgeFact = acknowledgeLink === undefined ? [] : [['Acknowledge', acknowledgeLink] as const];
  const facts = [...factsOf(notification), ...(link === null ? [] : [['Page', link] as const]), ...acknowledgeFact].map(
    ([name, value]) => `${`${name}:`.padEnd(13)}${value.replace(/\p{Cc}+/gu, ' ')}`,
  );
  const { wording } = notification;
  const text = wording === undefined || wording.text === null ? facts.join('\n') : wording.text.replace(/\r/g, '');
  return `${headline(notification)}\n\n${text}\n`;
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
