import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { largestFitting, lateTimes, type TunnelRule } from '../facts.js';
import { aboutTime, makeVerdict, written } from '../make-verdict.js';

/** Slightly late, each number once: packets overtook each other on the path (QoS, several links, several cores). */
export const reordering: TunnelRule = (facts) => {
  const { counts, rate, settings, recent } = facts;
  const { short, middle, undated } = lateTimes(facts);
  // Packets of unknown lateness may as well be old ones.
  if (undated > 0) return undefined;
  const near = short;
  if (near < settings.ruleDrops || near < settings.outweighs * middle) return undefined;
  const { needed } = counts;
  const fitting = needed.acceptedBy(largestFitting(facts));
  if (fitting < counts.late * settings.leastShare || counts.repeated > near * settings.strayShare) return undefined;
  const p99 = Math.min(needed.quantile(fitting / needed.total), needed.quantile(0.99));
  const events = recent.newest((kind) => kind === 'late');
  return makeVerdict('reordering', {
    settings,
    explained: near,
    of: counts.events,
    messageIds: [MESSAGE_ID.antiReplayFailed],
    evidence: [
      {
        text: `${written(near)} packets were late by less than ${String(settings.reorderingSeconds)} s, each number only once`,
        events,
      },
      {
        text: `99 % of them would have been accepted by a window of ${written(p99)} packets${aboutTime(p99, rate)}`,
        events: [],
      },
    ],
  });
};
