import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import { failedLateOf, type TunnelRule } from '../facts.js';

/** Consecutive packets fail: the integrity keys or algorithms differ, so that hardly any passes. */
export const integrityKey: TunnelRule = ({ counts, recent, windowMovedAt, settings }) => {
  const { integrity } = counts;
  if (integrity.count < 2 * settings.ruleDrops || integrity.dense < integrity.count * settings.signShare)
    return undefined;
  // A key that differs lets no packet move the window.
  const areLate = failedLateOf(counts) >= integrity.count * settings.leastShare;
  if (areLate && windowMovedAt > counts.firstTime) return undefined;
  const events = recent.newest((kind) => kind === 'integrity');
  return makeVerdict('integrity-key', {
    settings,
    explained: integrity.count,
    of: counts.events,
    messageIds: [MESSAGE_ID.integrityFailed],
    evidence: [
      {
        text: `${written(integrity.dense)} of ${written(integrity.count)} failed integrity checks are of consecutive packets`,
        events,
      },
    ],
  });
};
