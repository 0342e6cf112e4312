import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { Flood } from './flood.js';

/** Overall state of the alarms. */
export interface AlarmStatus {
  /** The current flood of alerts; null if there is none. */
  flood: Flood | null;
  windows: readonly MaintenanceWindow[];
}
