import type { Notification } from '@tunnelwatch/shared/notification';
import type { Priority } from '@tunnelwatch/shared/priority';
import { countLines, type Digest, moreLine, urgentLines } from './digest.js';
import { alertLink, ANY_ALERT, factsOf, headline } from './words.js';

/** The colours of the pages; the text says the same. */
const COLOURS: Readonly<Record<Priority, string>> = {
  urgent: '#E63556',
  high: '#F1A816',
  medium: '#FFFEBF',
  low: '#57A9EB',
};
/** Alerts that need no action are neutral. */
const NEUTRAL = '#939699';

/** Slack cuts a text at 40,000 characters (api.slack.com, "chat.postMessage"); counts and links need some of them. */
const MAX_LINES_CHARACTERS = 30_000;

/** Facts on lines of their own; the headline has the others. */
const SHOWN = new Set([
  'Alert',
  'Peer',
  'Severity',
  'Class',
  'Diagnosis',
  'Events',
  'First',
  'Last',
  'Assigned to',
  'By',
  'Comment',
]);

/**
 * A message for Slack's incoming webhooks and compatible services (Mattermost, Rocket.Chat, Zulip).
 * @param publicUrl see `alertLink`
 */
export function slackBody(notification: Notification, publicUrl: string | null): string {
  return JSON.stringify({
    text: escapeSlack(headline(notification)),
    attachments: [attachmentOf(notification, publicUrl)],
  });
}

/**
 * A digest: its counts, each urgent notification as it would be sent by itself, and of the others a line each.
 * @param publicUrl see `alertLink`
 */
export function slackDigest(digest: Digest, publicUrl: string | null): string {
  const urgent = digest.inFull.filter(({ alert }) => alert.priority === 'urgent');
  const listed = digest.inFull
    .filter(({ alert }) => alert.priority !== 'urgent')
    .map((each) => lineOf(each, publicUrl));
  const { lines, unnamed } = urgentLines(digest, (each) => lineOf(each, publicUrl), MAX_LINES_CHARACTERS);
  const more = unnamed === 0 ? [] : [escapeSlack(moreLine(unnamed, null)), ...listLink(publicUrl)];
  const text = [...countLines(digest).map(escapeSlack), ...listed, ...lines, ...more].join('\n');
  return JSON.stringify({
    text,
    attachments: urgent.map((each) => ({ ...attachmentOf(each, publicUrl), text: escapeSlack(headline(each)) })),
  });
}

function attachmentOf(notification: Notification, publicUrl: string | null) {
  const fields = factsOf(notification)
    .filter(([name]) => SHOWN.has(name))
    .map(([title, value]) => ({
      title,
      value: escapeSlack(value),
      short: title !== 'Comment' && title !== 'Diagnosis',
    }));
  const color = notification.isActive ? COLOURS[notification.alert.priority] : NEUTRAL;
  const fallback = escapeSlack(headline(notification));
  const link = alertLink(publicUrl, notification.alert.id);
  const title = link === null ? {} : { title: 'Open the alert', title_link: link };
  const { acknowledgeLink } = notification;
  const acknowledge =
    acknowledgeLink === undefined ? [] : [{ title: '', value: `<${acknowledgeLink}|Acknowledge>`, short: false }];
  const text = notification.wording?.text ?? null;
  return {
    color,
    fallback,
    ...title,
    ...(text === null ? { fields: [...fields, ...acknowledge] } : { text: escapeSlack(text), fields: acknowledge }),
  };
}

/** One line of a digest. Addresses of pages are ours, and the only links. */
function lineOf(notification: Notification, publicUrl: string | null): string {
  const link = alertLink(publicUrl, notification.alert.id);
  return `• ${escapeSlack(headline(notification))}${link === null ? '' : ` <${link}|Open>`}`;
}

function listLink(publicUrl: string | null): string[] {
  const link = alertLink(publicUrl, ANY_ALERT);
  return link === null ? [] : [`<${link}|All alerts>`];
}

/**
 * Escapes log lines to plain text: no links, no mentions of people or channels. Slack wants these three escaped
 * (api.slack.com, "Escaping text"); others take a bare @here, which a word joiner (U+2060) ends.
 */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '@\u2060');
}
