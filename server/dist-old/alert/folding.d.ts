import type { Alert } from '@tunnelwatch/shared/alert';
import { type AlertSubject } from '@tunnelwatch/shared/subject';
import { type AlertList } from './alert-list.js';
import type { AlertSettings } from './alert-settings.js';
import { type EpisodeEvents, type Opening } from './episode.js';
import type { FloodMeter } from './flood.js';
/** A subject that was folded into an alert, and what it has brought. Times are epoch ms. */
export interface AlertMember {
    alertId: number;
    subject: AlertSubject;
    count: number;
    firstTime: number;
    lastTime: number;
    /** When its condition ended; null while it lasts, and always where events alone are counted. */
    endedAt: number | null;
}
/** Folds alerts of many subjects of one gateway with the same rule into one: the cause is one, whatever it is. */
export declare class Folding {
    private readonly alerts;
    private readonly floods;
    private readonly settings;
    private readonly members;
    /** Members of each alert whose condition lasts. */
    private readonly active;
    private readonly recent;
    private changed;
    constructor(alerts: AlertList, floods: FloodMeter, settings: AlertSettings, stored: readonly AlertMember[]);
    /**
     * The group that takes the events of a subject; undefined when it stands for itself.
     * @param family see `familyOf`; of rules about conditions it is the rule
     */
    groupOf(rule: string, subject: AlertSubject, family?: string): Alert | undefined;
    /** Whether as many alerts of a family are open as may be: then `countBeyond` takes what would open another one. */
    isFull(opening: Pick<Opening, 'rule' | 'class'>): boolean;
    /** Counts what would open an alert into the one for what is beyond the bound; undefined when it was opened with it. */
    countBeyond(opening: Omit<Opening, 'id'>): Alert | undefined;
    private openRest;
    /** Counts events of one subject into its group. */
    countMember(group: Alert, subject: AlertSubject, events: EpisodeEvents): Alert;
    /** Whether the condition of a member of a group lasts. */
    isActive(groupId: number, subject: AlertSubject): boolean;
    /** When the condition of a member ended, epoch ms; undefined for one that lasts, or is no member. */
    endedAt(groupId: number, subject: AlertSubject): number | undefined;
    /** The condition of a member is gone; true when it was the last one of its group. */
    endMember(groupId: number, subject: AlertSubject, at: number): boolean;
    /** Notes that an alert was opened; gives the group into which it was folded with others, if it was. */
    opened(alert: Alert): Alert | undefined;
    membersOfAlert(id: number): AlertMember[];
    takeChanges(): AlertMember[];
    private isFoldable;
    private noteOpened;
    private fold;
    private addMember;
    private countActive;
    private membersOf;
}
