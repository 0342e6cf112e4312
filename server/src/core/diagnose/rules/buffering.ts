import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { largestFitting, lateTimes, type TunnelRule } from '../facts.js';
import { makeVerdict, written } from '../make-verdict.js';

/** Late by half a second or more, or by more packets than a window holds: a queue or a longer path, not just reordering. */
export const buffering: TunnelRule = (facts) => {
  const { counts, settings, recent } = facts;
  const { short, middle, long, undated } = lateTimes(facts);
  if (undated > 0) return undefined;
  const inTime = short + middle;
  if (inTime < settings.ruleDrops) return undefined;
  const tooFar = counts.needed.total - counts.needed.acceptedBy(largestFitting(facts)) - long;
  const held = Math.max(middle, tooFar);
  // A few such packets are the tail of reordering or a replay.
  if (held * settings.outweighs < inTime || held < settings.ruleDrops || counts.repeated > held * settings.strayShare)
    return undefined;
  const events = recent.newest((kind) => kind === 'late');
  return makeVerdict('buffering', {
    settings,
    explained: Math.min(counts.late, inTime + Math.min(long, middle)),
    of: counts.events,
    messageIds: [MESSAGE_ID.antiReplayFailed],
    evidence: [
      ...(middle === 0
        ? []
        : [
            {
              text: `${written(middle)} packets were late by ${String(settings.reorderingSeconds)} to ${String(settings.replaySeconds)} s`,
              events,
            },
          ]),
      ...(tooFar <= 0
        ? []
        : [
            {
              text: `${written(tooFar)} packets would have needed a window of more than ${written(settings.largestWindow)} packets`,
              events: middle === 0 ? events : [],
            },
          ]),
    ],
  });
};
