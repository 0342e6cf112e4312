import type { StoreDamage } from '@tunnelwatch/shared/storage';
import type { MethodNames, ThreadProtocol } from '../../threads/protocol.js';
import type { ReadableStore } from '../queries.js';

/** The queries of a store. */
export type ReaderCalls = Omit<ReadableStore, 'close'>;

/** Calls and notices of the reader's thread. */
export interface ReaderProtocol extends ThreadProtocol {
  data: { dataDirectory: string; interrupt: SharedArrayBuffer };
  calls: ReaderCalls;
  toThread: Record<never, never>;
  fromThread: {
    /** Something could not be read: it is missing from an answer, or the query failed. */
    damage(damage: StoreDamage): void;
  };
}

export const READER_CALLS: MethodNames<ReaderCalls> = {
  modelSeed: true,
  newestTime: true,
  countEvents: true,
  listEvents: true,
  classBuckets: true,
  series: true,
  listAlerts: true,
  alertsSince: true,
  listMembers: true,
  listAudit: true,
  checkAudit: true,
  auditChoices: true,
  dueEntries: true,
  outboxSummary: true,
  ruleCounts: true,
  pastRange: true,
  pastMoment: true,
  pastSeed: true,
  pastStep: true,
  pastAlerts: true,
  pastAlert: true,
  pastVerdicts: true,
  shiftEnds: true,
  shiftChanges: true,
  shiftAlerts: true,
  shiftRecords: true,
};
