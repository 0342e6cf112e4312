import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Priority } from '@tunnelwatch/shared/priority';
import { priorityRank } from '@tunnelwatch/shared/priority';
import { SEVERITIES, severityRank, type Severity } from '@tunnelwatch/shared/severity';
import type { ClassifiedEvent } from '../../classify/classify-line.js';

/** What an alert gets from the rule that opens it. */
export interface AlertRule {
  name: string;
  message: string;
  priority: Priority;
  /** The worse severity of the line's and the catalogue's. */
  severity: Severity;
  isLatching: boolean;
}

/** What a rule says of all events of one kind. */
export interface EventCause {
  rule: AlertRule;
  messageId: number | null;
  class: FailureClass;
}

/**
 * The rule "a message that needs an operator at once": every Critical and Error opens an alert, by the worse severity of
 * the line's and the catalogue's, so that a relay that rewrites severities cannot hide a 1682. So does every latching
 * message.
 */
export function alertRuleOf(event: ClassifiedEvent): AlertRule | undefined {
  const { entry } = event;
  const rank = Math.max(severityRank(event.severity), entry === undefined ? 0 : severityRank(entry.severity));
  if (rank < ERROR && entry?.isLatching !== true) return undefined;
  return {
    name:
      event.messageId === null
        ? `message-text ${event.decoded.text.slice(0, 100)}`
        : `message-${String(event.messageId)}`,
    message: entry?.message ?? (event.decoded.text || `message ${String(event.messageId)}`),
    severity: SEVERITIES[rank] ?? event.severity,
    priority: worse(entry?.priority ?? 'low', floorOf(rank)),
    isLatching: entry?.isLatching ?? false,
  };
}

/**
 * The same for all events of one kind; undefined if no rule applies, or if the text of a line matters, as for
 * messages that the catalogue does not contain.
 */
export function causeOf(event: ClassifiedEvent): EventCause | undefined {
  const rule = event.entry === undefined ? undefined : alertRuleOf(event);
  return rule === undefined ? undefined : { rule, messageId: event.messageId, class: event.class };
}

const CRITICAL = severityRank('critical' satisfies Severity);
const ERROR = severityRank('error' satisfies Severity);

/** A message that the gateway itself calls Critical is urgent for Tunnelwatch too, an Error at least high. */
function floorOf(rank: number): Priority {
  if (rank >= CRITICAL) return 'urgent';
  return rank >= ERROR ? 'high' : 'low';
}

function worse(a: Priority, b: Priority): Priority {
  return priorityRank(a) >= priorityRank(b) ? a : b;
}
