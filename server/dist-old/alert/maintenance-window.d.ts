import type { Alert } from '@tunnelwatch/shared/alert';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
export type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
/** The window that suppresses an alert at a time; undefined when none does. What it does not name it covers wholly. */
export declare function windowOf(windows: readonly MaintenanceWindow[], { subject, class: ofClass }: Alert, now: number): MaintenanceWindow | undefined;
