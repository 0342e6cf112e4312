import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';

/** What is known of alarms as a whole. */
export interface Alarming {
  /** Since when there is a flood of alerts, epoch ms; null while there is none. */
  floodSince: number | null;
  windows: readonly MaintenanceWindow[];
}
