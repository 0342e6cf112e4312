import type { ShownAlert, AlertState } from '@tunnelwatch/shared/alert';
import { formatDateTime, formatSpan } from '../../format/format-time.js';

export const ALERT_STATE_LABEL: Readonly<Record<AlertState, string>> = {
  normal: 'Normal',
  unacknowledged: 'Unacknowledged',
  acknowledged: 'Acknowledged',
  returnedUnacknowledged: 'Over, unacknowledged',
  shelved: 'Shelved',
  suppressed: 'Suppressed',
  outOfService: 'Out of service',
  closed: 'Closed',
};

/** Who acknowledged and how long ago, such as "Anna acknowledged this 3 s ago"; empty when nobody has. */
export function acknowledgedText(alert: ShownAlert, now: number): string {
  const ack = alert.acknowledgement;
  return ack === null ? '' : `${ack.by} acknowledged this ${formatSpan(now - ack.at)} ago`;
}

/** When something ends by itself, such as "until 10 Feb 2026 18:57:45, in 3 h"; `now` in epoch ms. */
export function untilText(until: number, now: number): string {
  const rest = until > now ? `in ${formatSpan(until - now)}` : 'about now';
  return `until ${formatDateTime(until)}, ${rest}`;
}

/**
 * The state in a sentence: who did what, until when, and what that means for the alert. `now` by the server's clock,
 * epoch ms.
 */
export function stateSentence(alert: ShownAlert, now: number): string {
  if (alert.foldedInto !== null) return 'It is one of many of its gateway and was folded into one alert.';
  if (alert.isPast) return 'Its events were already old when they arrived: it is on record and asks for nothing.';
  switch (alert.state) {
    case 'unacknowledged':
      return 'The condition lasts, and nobody has said yet that they have seen it.';
    case 'returnedUnacknowledged':
      return 'The condition is gone by itself, but nobody has seen it yet: acknowledge it to file it away.';
    case 'acknowledged':
      return acknowledgedSentence(alert, now);
    case 'shelved':
      return shelvedSentence(alert, now);
    case 'suppressed':
      return 'It is expected: a maintenance window covers it, and it comes back when the window ends and the condition lasts.';
    case 'outOfService':
      return 'It is out of service.';
    case 'normal':
      return 'The condition is gone, and somebody has seen it: it is over.';
    case 'closed':
      return closedSentence(alert, now);
  }
}

function acknowledgedSentence(alert: ShownAlert, now: number): string {
  const ack = alert.acknowledgement;
  if (ack === null) return 'Somebody has seen it; the condition lasts.';
  const end = ack.until === null ? '' : ` It holds ${untilText(ack.until, now)}; then it asks again.`;
  return `${acknowledgedText(alert, now)}; the condition lasts.${end}`;
}

function shelvedSentence({ shelf }: ShownAlert, now: number): string {
  if (shelf === null) return 'It is put aside for a time and comes back by itself.';
  return `${shelf.by} put it aside ${untilText(shelf.until, now)}. Then it comes back by itself.`;
}

function closedSentence({ closure }: ShownAlert, now: number): string {
  if (closure === null) return 'Somebody has closed it: it is over.';
  return `${closure.by} closed it ${formatSpan(now - closure.at)} ago: it is over.`;
}
