import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Priority } from '@tunnelwatch/shared/priority';
import { type Severity } from '@tunnelwatch/shared/severity';
import type { ClassifiedEvent } from '../classify/classify-line.js';
/** What an alert gets from the rule that opens it. */
export interface AlertRule {
    name: string;
    message: string;
    priority: Priority;
    /** The worse of what the line says and what the catalogue says. */
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
 * The rule "a message that needs an operator at once": every Critical and Error opens an alert, by the worse of what the
 * line says and what the catalogue says, so that a relay that restamps severities cannot hide a 1682. Every latching
 * message does too.
 */
export declare function alertRuleOf(event: ClassifiedEvent): AlertRule | undefined;
/**
 * The same for all events of one kind; undefined where no rule concerns them, or where the text of a line has a say, as in
 * messages that the catalogue does not have.
 */
export declare function causeOf(event: ClassifiedEvent): EventCause | undefined;
