import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { Flood } from './flood.js';

/** What is known of alarms as a whole. */
export interface AlarmStatus {
  /** The flood of alerts that lasts; null while there is none. */
  flood: Flood | null;
  windows: readonly MaintenanceWindow[];
}
