import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { EventClass } from '@tunnelwatch/shared/failure-class';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { Catalogue } from './catalogue.js';
/** An event as the store keeps it: what it was classified as, and the line itself, byte for byte. */
export interface StoredEvent {
    seq: number;
    /** Epoch ms. */
    time: number;
    /** Epoch ms. */
    receivedTime: number;
    subject: Subject;
    messageId: number | null;
    severity: Severity;
    class: EventClass;
    isKnown: boolean;
    source: string;
    raw: Uint8Array;
}
/**
 * An event for people and programs: the stored facts, and the fields decoded anew from its raw line. The stored
 * classification stands even when the catalogue has changed since.
 */
export declare function describeEvent(stored: StoredEvent, catalogue: Catalogue): TunnelwatchEvent;
