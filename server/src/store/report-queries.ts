import type { Alert } from '@tunnelwatch/shared/alert';
import type { ShiftChange } from '../core/report/shift/shift-change.js';
import type { SpokenAlert } from '../core/report/shift/shift-fold.js';
import type { ShiftRecord } from '../core/report/shift/watch-spans.js';

/** How a time began and ended. */
export interface StoredEnds {
  /** The alerts that were open at the beginning, and at the end. */
  opening: Alert[];
  closing: Alert[];
  /** Numbers of the last entries of the audit trail before the beginning, and before the end. */
  openingAuditId: number;
  closingAuditId: number;
}

/** What a shift report asks for. Times are epoch ms. */
export interface ReportStore {
  shiftEnds(from: number, to: number): Promise<StoredEnds>;
  /** Entries of the audit trail from behind one number to another, the oldest first. */
  shiftChanges(afterId: number, lastId: number, limit: number): Promise<ShiftChange[]>;
  /** Alerts as they were at a time, when `auditId` was the last entry of the audit trail. */
  shiftAlerts(ids: readonly number[], at: number, auditId: number): Promise<SpokenAlert[]>;
  /** What the monitor knew of itself from one time to another, both inclusive, the oldest first. */
  shiftRecords(from: number, to: number, limit: number): Promise<ShiftRecord[]>;
}
