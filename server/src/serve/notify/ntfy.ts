import type { Notification } from '@tunnelwatch/shared/notification';
import type { Priority } from '@tunnelwatch/shared/priority';
import { countLines, type Digest } from './digest.js';
import { alertLink, ANY_ALERT, factsOf, headline } from './words.js';

/** How phones announce it: 5 is loud and vibrates long, 2 is silent (docs.ntfy.sh, "Message priority"). */
const PRIORITIES: Readonly<Record<Priority, number>> = { urgent: 5, high: 4, medium: 3, low: 2 };
const SILENT = 2;

/** Tags that ntfy shows as emojis. */
const TAGS: Readonly<Record<Priority, string>> = {
  urgent: 'rotating_light',
  high: 'warning',
  medium: 'large_orange_diamond',
  low: 'information_source',
};
const OVER_TAG = 'white_check_mark';

/** A longer message becomes an attached file (docs.ntfy.sh, "Limitations"). */
const MAX_MESSAGE_BYTES = 4096;
const MAX_TITLE_CHARACTERS = 200;

/** Facts that a phone has room for; the headline has the others. */
const SHOWN = new Set(['Alert', 'Peer', 'Diagnosis', 'Events', 'Last', 'Assigned to', 'By', 'Comment']);

/**
 * A message as JSON for the root of an ntfy server. It is plain text: no Markdown.
 * @param publicUrl see `alertLink`
 */
export function ntfyMessage(notification: Notification, topic: string, publicUrl: string | null): string {
  const { alert, isActive } = notification;
  const facts = factsOf(notification).filter(([name]) => SHOWN.has(name));
  return JSON.stringify({
    topic,
    title: headline(notification).slice(0, MAX_TITLE_CHARACTERS),
    message: fitting(notification.wording?.text ?? facts.map(([name, value]) => `${name}: ${value}`).join('\n')),
    priority: isActive ? PRIORITIES[alert.priority] : SILENT,
    tags: [isActive ? TAGS[alert.priority] : OVER_TAG],
    ...linkOf(alertLink(publicUrl, alert.id), 'Open the alert', notification.acknowledgeLink),
  });
}

/** A digest: its counts, and a line for each notification as far as they fit. */
export function ntfyDigest(digest: Digest, topic: string, publicUrl: string | null): string {
  const [head = '', ...counts] = countLines(digest);
  const priority = digest.inFull[0]?.alert.priority ?? 'low';
  return JSON.stringify({
    topic,
    title: head.slice(0, MAX_TITLE_CHARACTERS),
    message: fitting([...counts, ...digest.inFull.map(headline)].join('\n')),
    priority: PRIORITIES[priority],
    tags: [TAGS[priority]],
    ...linkOf(alertLink(publicUrl, ANY_ALERT), 'All alerts'),
  });
}

function linkOf(link: string | null, label: string, acknowledge?: string): Record<string, unknown> {
  if (link === null) return {};
  const view = (name: string, url: string) => ({ action: 'view', label: name, url });
  const more = acknowledge === undefined ? [] : [view('Acknowledge', acknowledge)];
  return { click: link, actions: [view(label, link), ...more] };
}

/** As much of a text as a message may have, cut between characters. */
function fitting(text: string): string {
  if (Buffer.byteLength(text) <= MAX_MESSAGE_BYTES) return text;
  const cut = Buffer.from(text)
    .subarray(0, MAX_MESSAGE_BYTES - 4)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
  return `${cut}…`;
}
