import type { Notification } from '@tunnelwatch/shared/notification';
import type { Priority } from '@tunnelwatch/shared/priority';
import { alertLink, factsOf, headline } from './words.js';

/** The colours of the pages; the text says the same. */
const COLOURS: Readonly<Record<Priority, string>> = {
  urgent: '#E63556',
  high: '#F1A816',
  medium: '#FFFEBF',
  low: '#57A9EB',
};
/** Alerts that need no action are neutral. */
const NEUTRAL = '#939699';

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
  const fields = factsOf(notification)
    .filter(([name]) => SHOWN.has(name))
    .map(([title, value]) => ({
      title,
      value: escapeSlack(value),
      short: title !== 'Comment' && title !== 'Diagnosis',
    }));
  const color = notification.isActive ? COLOURS[notification.alert.priority] : NEUTRAL;
  const text = escapeSlack(headline(notification));
  const link = alertLink(publicUrl, notification.alert.id);
  const title = link === null ? {} : { title: 'Open the alert', title_link: link };
  return JSON.stringify({ text, attachments: [{ color, fallback: text, ...title, fields }] });
}

/**
 * Escapes log lines to plain text: no links, no mentions of people or channels. Slack wants these three escaped
 * (api.slack.com, "Escaping text"); others take a bare @here, which a word joiner (U+2060) ends.
 */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '@\u2060');
}
