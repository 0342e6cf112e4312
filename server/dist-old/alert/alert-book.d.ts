import { type Actor } from '@tunnelwatch/shared/actor';
import { type Alert } from '@tunnelwatch/shared/alert';
import type { AlertCommand, BulkCommand, BulkResult } from '@tunnelwatch/shared/alert-command';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { ClassifiedEvent } from '../classify/classify-line.js';
import type { AuditedRequest, AuditNote } from '@tunnelwatch/shared/audit';
import type { MaintenanceWindow, MaintenanceWindowBody, WindowResult } from '@tunnelwatch/shared/maintenance-window';
import { type AlertChange } from './alert-change.js';
import type { AlertEvents } from './alert-events.js';
import { type AlertSettings } from './alert-settings.js';
import { type SubjectVerdict } from './alert-verdicts.js';
import type { Condition } from './condition.js';
import { type EpisodeEvents } from './episode.js';
import { type Flood } from './flood.js';
import { type AlertMember } from './folding.js';
import { type AlertOutcome } from './operator-actions.js';
import { type WindowChange } from './windows.js';
/** What a book begins with. */
export interface StoredAlerts {
    alerts: readonly Alert[];
    members?: readonly AlertMember[];
    lastId: number;
    /** Requests that were carried out of late, by their keys, as the audit trail has them. */
    requests?: ReadonlyMap<string, AuditedRequest>;
    windows?: readonly MaintenanceWindow[];
}
/**
 * All alerts that matter now: one episode for each rule and subject. Pure: it is told the time, and every change it makes
 * is among the values it returns, so the same events, commands and ticks give the same alerts.
 */
export declare class AlertBook {
    private readonly list;
    private readonly floods;
    private readonly folding;
    private readonly clock;
    private readonly requests;
    private bulkNotes;
    private readonly settings;
    private readonly windows;
    private readonly verdicts;
    constructor(stored: StoredAlerts, settings?: Partial<AlertSettings>);
    /** Counts an event into its alert, or opens one; an event that no rule concerns changes nothing. */
    apply(event: ClassifiedEvent, arrivedAt: number): void;
    /** Whether an event of a time is too old on arrival to raise a live alert. */
    isPast(time: number, arrivedAt: number): boolean;
    /** Counts events of one rule and subject into their alert, or opens one. */
    count({ about, subject, isPast, ...sums }: AlertEvents): void;
    /** The state of an alert that was counted into: what had returned is raised again, what was acknowledged may step up. */
    private keepCounted;
    private keepTurned;
    private open;
    /**
     * A condition is there. Opens an alert, or a new episode after one that is over; one that returned before anybody saw
     * it is unacknowledged again, and so is one that has become more pressing. Said again and again it changes nothing.
     */
    raise(condition: Condition, now: number): void;
    private keepWorsened;
    /** One more subject of a group has the condition: the group is there again if it was not, or has become more pressing. */
    private raiseMember;
    /** Counts further events of a condition that is there; they may make it step up. Gives false where it is not there. */
    countRaised(rule: string, subject: AlertSubject, events: Omit<EpisodeEvents, 'severity' | 'priority'>): boolean;
    /** A condition is gone: what nobody has seen stays in view, what was acknowledged returns to normal. */
    clear(rule: string, subject: AlertSubject, now: number): void;
    /** The alert of a condition that is there, as far as was said; undefined when it is not. */
    raised(rule: string, subject: AlertSubject): Alert | undefined;
    /** When a condition ended last, epoch ms; undefined while it is there, or where that is not at hand any more. */
    endedAt(rule: string, subject: AlertSubject): number | undefined;
    isRaised(rule: string, subject: AlertSubject): boolean;
    /** All conditions that are there, each on its own subject, whether it stands for itself or is folded. */
    raisedConditions(): {
        rule: string;
        subject: AlertSubject;
    }[];
    /** Conditions of sources that are there. */
    raisedOnSources(): Alert[];
    /** Takes in what the drops of tunnels are consistent with by now. */
    noteVerdicts(changes: readonly SubjectVerdict[]): void;
    /** What time alone changes: returns after quiet, ends of shelves, of acknowledgements, of windows. Once a second. */
    tick(now: number): void;
    /** Carries out what an operator has asked for; refused when the alert has changed since the operator looked at it. */
    act(command: AlertCommand, actor: Actor, now: number): AlertOutcome;
    /** Carries out the same on all alerts of a filter, as they are now; or only counts them. */
    actOnAll(command: BulkCommand, actor: Actor, now: number): BulkResult;
    private carryOut;
    /** Opens a maintenance window; alerts that it covers are suppressed from its beginning to its end. */
    addWindow(body: MaintenanceWindowBody, actor: Actor, now: number): WindowResult;
    /** Ends a window now, or takes one back that has not begun. */
    endWindow(id: number, actor: Actor, now: number): WindowResult;
    private afterWindows;
    /** Maintenance windows that are not over for long, the earliest first. */
    maintenanceWindows(): readonly MaintenanceWindow[];
    takeWindows(): WindowChange[];
    /** What is to be entered into the audit trail since the last call, in order: of the changes, taken or given. */
    takeAudit(changes?: readonly AlertChange[]): AuditNote[];
    /** Changes that are kept for ever and may be told, since the last call, in order. */
    takeChanges(): AlertChange[];
    /** The flood of alerts that lasts; null while there is none. */
    flood(now: number): Flood | null;
    /** The alerts changed since the last call, in their present state. */
    takeChanged(): Alert[];
    takeMembers(): AlertMember[];
    /** All alerts at hand. */
    all(): Alert[];
}
