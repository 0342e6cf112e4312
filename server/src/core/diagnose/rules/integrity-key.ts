import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import type { TunnelRule } from '../facts.js';

/** Consecutive packets fail: the integrity keys or algorithms differ, so that hardly any passes. */
export const integrityKey: TunnelRule = ({ counts, recent, settings }) => {
  const { integrity } = counts;
  if (integrity.count < 2 * settings.ruleDrops || integrity.dense < integrity.count * settings.signShare)
    return undefined;
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
