import type { Alert } from '@tunnelwatch/shared/alert';
import { type Priority } from '@tunnelwatch/shared/priority';
import { type Severity } from '@tunnelwatch/shared/severity';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { AlertSettings } from './alert-settings.js';
/** What an alert begins with. */
export interface Opening {
    id: number;
    rule: string;
    subject: AlertSubject;
    messageId: number | null;
    message: string;
    severity: Severity;
    class: Alert['class'];
    priority: Priority;
    isLatched: boolean;
    isPast: boolean;
    count: number;
    /** Most events in one minute, where that is known; else all of them came in one. */
    peak?: number;
    firstTime: number;
    lastTime: number;
    /** Arrival of its first event, and of its newest one, epoch ms. */
    openedAt: number;
    lastAt: number;
    previousId: number | null;
}
/** A new episode. One of the past demands nothing from anybody: it is on record, in its normal state. */
export declare function openEpisode({ peak, ...opening }: Opening): Alert;
/** Events of an episode, summed up. Those of one call arrived within one minute of the clock. */
export interface EpisodeEvents {
    count: number;
    firstTime: number;
    lastTime: number;
    /** Arrival of the first and of the newest of them, epoch ms. */
    arrivedAt: number;
    lastAt: number;
    severity: Severity;
    priority: Priority;
}
/** The alert with further events counted; its state is another matter. */
export declare function countInto(alert: Alert, events: EpisodeEvents): Alert;
/** Events a minute of late: the greater of the present minute's and the one before, while they are still of late. */
export declare function rateOf({ rate }: Alert, now: number): number;
/** True when an acknowledged alert has become another one than was seen: its rate has stepped up. */
export declare function hasSteppedUp({ state, rate, acknowledgedRate }: Alert, { realarmFactor }: AlertSettings): boolean;
/** The condition begins or ends; an acknowledgement goes with the condition that it was given for. */
export declare function turn(alert: Alert, isActive: boolean, at: number, settings: AlertSettings): Alert;
/** How long it must be quiet before the condition counts as gone, milliseconds. */
export declare function quietOf({ isChattering }: Alert, { quietMs, chatterHoldMs }: AlertSettings): number;
