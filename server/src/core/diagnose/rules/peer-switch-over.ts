import type { CatchUp } from '@tunnelwatch/shared/diagnosis';
import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { isFromStart, type TunnelRule } from '../facts.js';
import { makeVerdict, utcTimeOf, written } from '../make-verdict.js';

/**
 * Old numbers climb steadily towards a window that does not move: the peer continues with a counter that is behind, as when
 * its standby takes over with numbers that were synchronized a while ago.
 */
export const peerSwitchOver: TunnelRule = (facts) => {
  const { counts, climbing, windowAt, recent, settings } = facts;
  const { late, stalled, lowestLate } = counts;
  if (climbing === undefined || late < 2 * settings.ruleDrops) return undefined;
  if (climbing.drops < late * settings.signShare || stalled < late * settings.standingShare) return undefined;
  if (isFromStart(facts)) return undefined;
  const { catchUp } = climbing;
  return makeVerdict('peer-switch-over', {
    settings,
    explained: Math.min(late, climbing.drops),
    of: counts.events,
    messageIds: [MESSAGE_ID.antiReplayFailed],
    // A peer that restarted its counter long ago looks the same.
    ...(lowestLate * 2 > windowAt ? {} : { atMost: 'medium' as const }),
    evidence: [
      {
        text: `${written(Math.min(late, climbing.drops))} of ${written(late)} late packets have numbers that climb steadily, from ${written(lowestLate)}`,
        events: recent.newest((kind) => kind === 'late'),
      },
      { text: 'the window does not move: no packet from the peer passes', events: [] },
      ...(catchUp === null ? [] : [{ text: endOf(catchUp), events: [] }]),
    ],
  });
};

/** When it will be over, in words. */
function endOf({ at, earliest, latest, seqno, top, packetsPerSecond }: CatchUp): string {
  const left = written(Number(BigInt(top) - BigInt(seqno)));
  return (
    `${left} numbers are left to the right edge of the window: at ${written(Math.max(1, packetsPerSecond))} per second they ` +
    `reach it at ${utcTimeOf(at)} (earliest ${utcTimeOf(earliest)}, latest ${utcTimeOf(latest)})`
  );
}
