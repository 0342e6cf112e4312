import type { Alert } from '@tunnelwatch/shared/alert';
import type { ShiftChange } from '../core/report/shift/shift-change.js';
import type { SpokenAlert } from '../core/report/shift/shift-fold.js';
import type { ShiftRecord } from '../core/report/shift/watch-spans.js';

/** The state at the beginning and at the end of a period. */
export interface StoredEnds {
  /** The alerts that were open at the beginning, and at the end. */
  opening: Alert[];
  closing: Alert[];
  /** Numbers of the last audit entries before the beginning, and before the end. */
  openingAuditId: number;
  closingAuditId: number;
}

/** The queries of a shift report. Times are epoch ms. */
export interface ReportStore {
  shiftEnds(from: number, to: number): Promise<StoredEnds>;
  /** Audit entries between two numbers, the first exclusive, the oldest first. */
  shiftChanges(afterId: number, lastId: number, limit: number): Promise<ShiftChange[]>;
  /** Alerts as they were at a time, when `auditId` was the last audit entry. */
  shiftAlerts(ids: readonly number[], at: number, auditId: number): Promise<SpokenAlert[]>;
  /** The monitor's own state from one time to another, both inclusive, the oldest first. */
  shiftRecords(from: number, to: number, limit: number): Promise<ShiftRecord[]>;
}
