import type { Notification, NotificationOccasion } from '@tunnelwatch/shared/notification';
import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { priorityText, subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { visibleLines, visibleText } from '@tunnelwatch/shared/visible-text';

const OCCASION_WORDS: Readonly<Record<NotificationOccasion, string>> = {
  opened: 'new',
  raised: 'back',
  worsened: 'worse',
  newCritical: 'new Critical',
  unanswered: 'not acknowledged yet',
  rateRose: 'its rate has risen sharply',
  acknowledgementExpired: 'its acknowledgement has expired',
  resumed: 'still active after shelving or maintenance',
  returned: 'returned to normal',
  acknowledge: 'acknowledged',
  close: 'closed',
};

/** What has happened, in words. */
export function occasionWords(occasion: NotificationOccasion): string {
  return OCCASION_WORDS[occasion];
}

/** True for what tells that an alert is over. */
export function isOverOccasion(occasion: NotificationOccasion): boolean {
  return occasion === 'returned' || occasion === 'close';
}

/** A message and what it is about: the full stop of a message in the catalogue would stand in the middle. */
export function messageAbout(message: string, subject: string): string {
  return `${message.replace(/\.$/, '')}: ${subject}`;
}

/** One line: `URGENT (new): Route could not be removed: interface wan of gw1`. Control characters are left out, other hidden ones escaped. */
export function headline({ occasion, alert, wording }: Notification): string {
  if (wording !== undefined && wording.title !== null) return wording.title;
  const { priority, message, subject, members, inventory } = alert;
  const folded = members > 0 ? ` (${String(members)} grouped)` : '';
  const line = `${priority.toUpperCase()} (${OCCASION_WORDS[occasion]}): ${messageAbout(message, subjectLabel(subject, inventory))}${folded}`;
  return visibleText(line.replace(/\p{Cc}+/gu, ' '));
}

/** What the drops are consistent with, in words. */
export function verdictWords({ name, confidence }: TunnelVerdict): string {
  const { title, cause } = VERDICT_LABELS[name];
  return `${title}: consistent with ${cause} (${confidence} confidence)`;
}

/** The facts, each with its name; they contain text of log lines, so every output format must escape them. Hidden characters are escaped already. */
export function factsOf({
  alert,
  by,
  comment,
  at,
  occasion,
}: Notification): (readonly [name: string, value: string])[] {
  const { id, severity, messageId, rule, count, firstTime, lastTime, assignee, verdict, inventory } = alert;
  const iso = (time: number) => new Date(time).toISOString();
  const facts: (readonly [name: string, value: string])[] = [
    ['Alert', String(id)],
    ['Subject', subjectLabel(alert.subject, inventory)],
    ...(inventory === null || inventory.peer === '' ? [] : [['Peer', inventory.peer] as const]),
    ['Priority', priorityText(alert)],
    ['Severity', severity],
    ['Class', alert.class],
    ['Message', messageId === null ? rule : `${String(messageId)} (${alert.message})`],
    ...(verdict === null ? [] : [['Diagnosis', verdictWords(verdict)] as const]),
    ['Events', String(count)],
    ['First', iso(firstTime)],
    ['Last', iso(lastTime)],
    ['State', OCCASION_WORDS[occasion]],
    ['At', iso(at)],
    ...(assignee === null ? [] : [['Assigned to', assignee] as const]),
    // A user did it; actions of the server itself name nobody.
    ...(by === 'tunnelwatch' ? [] : [['By', by] as const]),
    ...(comment === '' ? [] : [['Comment', comment] as const]),
  ];
  return facts.map(([name, value]) => [name, visibleLines(value)]);
}

/** Stands for no alert in particular: no alert has this number. */
export const ANY_ALERT = 0;

/**
 * The address of an alert's page; that of the list for `ANY_ALERT`.
 * @param publicUrl where people open the pages, with a slash at its end; null where that is not known
 */
export function alertLink(publicUrl: string | null, alertId: number): string | null {
  if (publicUrl === null) return null;
  return alertId === ANY_ALERT ? `${publicUrl}alerts` : `${publicUrl}alerts/${String(alertId)}`;
}
