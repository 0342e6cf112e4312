import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertSettings } from './alert-settings.js';
import { type MaintenanceWindow } from './maintenance-window.js';
type FloodSettings = Pick<AlertSettings, 'floodFrom' | 'floodEndsBelow' | 'floodWithinMs'>;
/** That an alert was opened, and when, epoch ms. */
interface Opened {
    at: number;
    id: number;
}
/** A flood of alerts. */
export interface Flood {
    /** Since when there is one, epoch ms. */
    since: number;
    /** The alert that came first: what started it. Of one that was folded since, the alert that it is a part of. */
    firstOut: number;
}
/**
 * Tells a flood of alerts (EEMUA 191: ten or more new ones in ten minutes, until they are fewer than five). It knows
 * nothing but which alerts were opened when, so it is the same after a restart.
 */
export declare class FloodMeter {
    private readonly settings;
    /** The alerts that were opened, oldest first; what is older than the span is let go. */
    private opened;
    private began;
    /** @param opened the alerts at hand */
    constructor(opened: readonly Opened[], settings: FloodSettings);
    /** An alert was opened. */
    note(opened: Opened): void;
    /** Alerts were folded into another one, which stands for them from now on. They count all the same. */
    fold(ids: readonly number[], into: number): void;
    /** The flood that lasts; null while there is none. @param now epoch ms */
    flood(now: number): Flood | null;
    /** Lets go of what is older than the span, in order: a flood that was over in between is not the one that follows. */
    private look;
}
/** When each alert was opened that somebody was to see then: those of a group, not the group; not what was suppressed. */
export declare function openedOf(alerts: readonly Alert[], windows: readonly MaintenanceWindow[]): Opened[];
export {};
