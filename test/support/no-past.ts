import type { PastStore, ReportStore } from '@tunnelwatch/server/store/queries';

/** A store that is not to be asked for the past. */
function refuse(): Promise<never> {
  return Promise.reject(new Error('this store knows no past'));
}

export const NO_PAST: PastStore & ReportStore = {
  pastRange: refuse,
  pastMoment: refuse,
  pastSeed: refuse,
  pastStep: refuse,
  pastAlerts: refuse,
  pastAlert: refuse,
  pastVerdicts: refuse,
  shiftEnds: refuse,
  shiftChanges: refuse,
  shiftAlerts: refuse,
  shiftRecords: refuse,
};
