import { type Alert } from '@tunnelwatch/shared/alert';
import type { AlertList } from './alert-list.js';
import type { AlertSettings } from './alert-settings.js';
import { type MaintenanceWindow } from './maintenance-window.js';
/** What time alone does to alerts. Every change follows from the alert and the time, so a restart changes nothing. */
export declare class AlertClock {
    private readonly list;
    private readonly settings;
    private windows;
    constructor(list: AlertList, settings: AlertSettings);
    setWindows(windows: readonly MaintenanceWindow[]): void;
    /** A new alert as it is to be kept: suppressed when a window is open that covers it. */
    suppressed(alert: Alert, now: number): Alert;
    tick(now: number): void;
    private look;
    private endShelf;
    private lookAtWindow;
    private change;
    private keep;
}
