import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { failedLateOf, type TunnelRule } from '../facts.js';
import { aboutTime, makeVerdict, written } from '../make-verdict.js';

/**
 * Integrity failures below the window of a tunnel with extended sequence numbers: the gateway takes a late packet for one of
 * the next four billion (RFC 4303 appendix A2), so it fails that check instead of the replay check.
 */
export const esnLateness: TunnelRule = (facts) => {
  const { counts, rate, recent, settings, windowMovedAt } = facts;
  const { integrity, failedLate } = counts;
  const late = failedLateOf(counts);
  if (failedLate === undefined || late < settings.ruleDrops || late < integrity.count * settings.leastShare)
    return undefined;
  // Consecutive failures while the window stands still are those of a new SA with another key.
  const areConsecutive = integrity.dense >= integrity.count * settings.signShare;
  if (areConsecutive && windowMovedAt <= counts.firstTime) return undefined;
  const window = failedLate.quantile(settings.adviceShare);
  const events = recent.newest((kind) => kind === 'integrity');
  return makeVerdict('esn-lateness', {
    settings,
    explained: late,
    of: counts.events,
    messageIds: [MESSAGE_ID.integrityFailed],
    evidence: [
      {
        text: `${written(late)} of ${written(integrity.count)} failed integrity checks have numbers below the window of a tunnel with extended sequence numbers, as late packets do`,
        events,
      },
      {
        text: `a window of about ${written(window)} packets would have accepted ${String(Math.round(settings.adviceShare * 100))} % of them${aboutTime(window, rate)}`,
        events: [],
      },
    ],
  });
};
