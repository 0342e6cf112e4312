import type { Subject } from '@tunnelwatch/shared/subject';
import type { ClassifiedEvent } from '../classify/classify-line.js';
import type { AlertBook } from './alert-book.js';
import { type EventCause } from './message-rule.js';
/**
 * Events that count into alerts, summed up by subject and kind until the alerts are looked at: an alert written anew for
 * every event would be garbage, in a flood most of all.
 */
export declare class AlertTally {
    private readonly book;
    private readonly subjectOf;
    private readonly causes;
    /** By kind and twice the subject, plus one for events of the past: in the order in which each was met first. */
    private sums;
    /** When the first and the newest event of each pair arrived. */
    private firstArrivals;
    private lastArrivals;
    private minute;
    /** @param subjectOf names a subject by its number */
    constructor(book: AlertBook, subjectOf: (id: number) => Subject | undefined);
    /** Counts one event whose kind opens alerts. */
    add(subjectId: number, kindId: number, cause: EventCause, time: number, arrivedAt: number): void;
    /** Counts one event that was decoded in full, if a rule concerns it. */
    addEvent(event: ClassifiedEvent, ids: {
        subjectId: number;
        kindId: number;
    }, arrivedAt: number): void;
    /** Has everything counted into the alerts. */
    settle(): void;
}
