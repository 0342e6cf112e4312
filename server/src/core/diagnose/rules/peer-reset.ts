import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import { isFromStart, type TunnelRule } from '../facts.js';

/** Late numbers that count up one by one from near 1 while the window does not move: the peer has restarted its counter in the old SA. */
export const peerReset: TunnelRule = (facts) => {
  const { counts, rate, recent, settings } = facts;
  const { late, climbing, stalled, lowestLate } = counts;
  if (late < 2 * settings.ruleDrops || climbing < late * settings.signShare) return undefined;
  // Without a rate it is not known whether the window should have moved; numbers near 1 are conclusive all the same.
  const isStalled = stalled >= late * settings.standingShare;
  if (!isStalled && !(lowestLate <= settings.firstNumber && rate === undefined)) return undefined;
  if (!isFromStart(facts)) return undefined;
  const events = recent.newest((kind) => kind === 'late');
  return makeVerdict('peer-reset', {
    settings,
    explained: late,
    of: counts.events,
    messageIds: [MESSAGE_ID.antiReplayFailed],
    evidence: [
      { text: `${written(climbing)} of ${written(late)} late packets have consecutive numbers`, events },
      { text: `the lowest of their numbers is ${written(lowestLate)}, and the window does not move`, events: [] },
    ],
  });
};
