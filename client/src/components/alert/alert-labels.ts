import { isSuppressedCritical, type ShownAlert } from '@tunnelwatch/shared/alert';
import { formatDateTime } from '../../format/format-time.js';
import { formatSpan } from '@tunnelwatch/shared/format-span';

/** Who acknowledged it and when, such as "Anna acknowledged this 3 s ago"; empty if nobody has. */
export function acknowledgedText(alert: ShownAlert, now: number): string {
  const ack = alert.acknowledgement;
  return ack === null ? '' : `${ack.by} acknowledged this ${formatSpan(now - ack.at)} ago`;
}

/** An expiry, such as "until 10 Feb 2026 18:57:45, in 3 h"; `now` in epoch ms. */
export function untilText(until: number, now: number): string {
  const rest = until > now ? `in ${formatSpan(until - now)}` : 'any moment';
  return `until ${formatDateTime(until)}, ${rest}`;
}

/**
 * The state in a sentence: who did what, until when, and what that means for the alert. `now` by the server's clock,
 * epoch ms.
 */
export function stateSentence(alert: ShownAlert, now: number): string {
  if (alert.foldedInto !== null) return 'Grouped with other alerts of its gateway into one alert.';
  if (alert.isPast) return 'Late arrival: its events were already old when they arrived. No action needed.';
  switch (alert.state) {
    case 'unacknowledged':
      return unacknowledgedSentence(alert);
    case 'returnedUnacknowledged':
      return 'The condition has cleared by itself. Not acknowledged: acknowledge it to resolve the alert.';
    case 'acknowledged':
      return acknowledgedSentence(alert, now);
    case 'shelved':
      return shelvedSentence(alert, now);
    case 'suppressed':
      if (isSuppressedCritical(alert))
        return 'Within a maintenance window, and shown all the same since it is Critical. Not acknowledged.';
      return 'Suppressed by a maintenance window. It becomes active again if the condition persists when the window ends.';
    case 'outOfService':
      return 'Out of service.';
    case 'normal':
      return 'The condition has cleared and the alert was acknowledged: resolved.';
    case 'closed':
      return closedSentence(alert, now);
  }
}

function unacknowledgedSentence({ unseen }: ShownAlert): string {
  if (unseen === 0) return 'The condition persists. Not acknowledged.';
  const came = unseen === 1 ? 'A Critical' : `${String(unseen)} Criticals`;
  return `${came} came after somebody had acknowledged or shelved it: not acknowledged again.`;
}

function acknowledgedSentence(alert: ShownAlert, now: number): string {
  const ack = alert.acknowledgement;
  if (ack === null) return 'Acknowledged; the condition persists.';
  const end =
    ack.until === null
      ? ''
      : ` The acknowledgement lasts ${untilText(ack.until, now)}; then the alert needs attention again.`;
  return `${acknowledgedText(alert, now)}; the condition persists.${end}`;
}

function shelvedSentence({ shelf }: ShownAlert, now: number): string {
  if (shelf === null) return 'Shelved for a limited time. It returns automatically.';
  return `Shelved by ${shelf.by} ${untilText(shelf.until, now)}. It returns automatically.`;
}

function closedSentence({ closure }: ShownAlert, now: number): string {
  if (closure === null) return 'Closed.';
  return `${closure.by} closed it ${formatSpan(now - closure.at)} ago.`;
}
