import type { Actor } from '@tunnelwatch/shared/actor';
import { type Alert } from '@tunnelwatch/shared/alert';
import { type AlertSubject } from '@tunnelwatch/shared/subject';
import type { AlertCause, AlertChange } from './alert-change.js';
/** What is said of a change that is kept for ever. */
export interface ChangeNote {
    at: number;
    actor: Actor;
    cause: AlertCause;
    comment?: string;
    requestKey?: string | null;
}
/** The alerts at hand, by number and by rule and subject, and what changed since it was last asked. */
export declare class AlertList {
    private readonly byId;
    private readonly live;
    private readonly past;
    private readonly groups;
    private readonly open;
    private changed;
    private changes;
    private lastId;
    constructor(stored: readonly Alert[], lastId: number);
    newId(): number;
    get(id: number): Alert | undefined;
    /** The newest episode of a rule on a subject. */
    find(rule: string, subject: AlertSubject, isPast: boolean): Alert | undefined;
    /** The alert into which those of a rule are folded, of a gateway or of all; undefined when there is none that lasts. */
    group(rule: string, subject: AlertSubject): Alert | undefined;
    /** Those that are not of the past, groups included. */
    lasting(): Iterable<Alert>;
    all(): Alert[];
    /** Keeps an alert as it is now; with a note the change is kept for ever. */
    keep(alert: Alert, note?: ChangeNote): Alert;
    /** The alerts changed since the last call, in their present state. */
    takeChanged(): Alert[];
    /** How many changes wait to be taken. */
    get changeCount(): number;
    /** What is to be kept for ever since the last call, in order. */
    takeChanges(): AlertChange[];
    /** Alerts of a family that are not over, without the one that counts those beyond the bound. */
    openOf(family: string): number;
    private countOpen;
    private put;
    private placeOf;
    private forgetOldestPast;
}
/** Rules whose alerts are bounded together: each for itself, but all messages that nobody knows. */
export declare function familyOf({ rule, class: ofClass }: Pick<Alert, 'rule' | 'class'>): string;
