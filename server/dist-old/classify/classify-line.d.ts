import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { UnreadableReason } from '@tunnelwatch/shared/source-health';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { DecodedLine, DecodedMessage } from '../decode/decoded-line.js';
import type { Catalogue } from './catalogue.js';
/** An event before the store has numbered it. */
export interface ClassifiedEvent {
    decoded: DecodedMessage;
    subject: Subject;
    /** Null for an IPsec message that carries no id and no known text. */
    messageId: number | null;
    /** Undefined for a message that the catalogue does not have. */
    entry: CatalogueEntry | undefined;
    severity: Severity;
    class: FailureClass;
}
/** A message of another category, where somebody has asked to store these too. */
export interface OtherEvent extends Omit<ClassifiedEvent, 'class'> {
    class: 'other';
}
/** What a line became: exactly one of these four, so that lines = events + other + unreadable + empty. */
export type Classified = {
    kind: 'event';
    event: ClassifiedEvent;
} | {
    kind: 'other';
    category: string;
} | {
    kind: 'unreadable';
    reason: UnreadableReason;
} | {
    kind: 'empty';
};
/**
 * Holds a decoded line against the catalogue: by id wherever one stands, by text only for a line without an id.
 * An IPsec message, or one with an id and a matchkey, that the catalogue does not have is an unknown event and is kept.
 */
export declare function classifyLine(decoded: DecodedLine, catalogue: Catalogue): Classified;
/** A message of another category as an event to store. */
export declare function otherEvent(decoded: DecodedMessage): OtherEvent;
