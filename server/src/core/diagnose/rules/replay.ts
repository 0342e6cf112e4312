import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { lateTimes, mayLateBeMadeUp, senderDrops, type TunnelRule } from '../facts.js';
import { makeVerdict, written } from '../make-verdict.js';

/** Old packets while the window moves, in a burst or repeatedly: somebody may be sending recorded ones. */
export const replay: TunnelRule = (facts) => {
  const { counts, settings, recent, undecided } = facts;
  const { middle, long } = lateTimes(facts);
  const isMoving = counts.stalled < counts.late * settings.standingShare;
  // Counters that keep advancing are those of senders; of a new one it is not known yet.
  const old = isMoving ? Math.max(0, long - senderDrops(facts) - undecided) : 0;
  // A few that fit no counter are those of senders too.
  const isStray = old < (senderDrops(facts) + undecided) * settings.strayShare;
  const isBurst =
    !isStray && old >= settings.replayDrops && old > settings.outweighs * middle && !mayLateBeMadeUp(facts);
  const isRepeated = counts.repeated >= settings.repeats;
  if (!isBurst && !isRepeated) return undefined;
  const events = recent.newest((kind) => kind === 'late');
  const explained = Math.max(old, counts.repeated);
  const seconds = String(settings.replaySeconds);
  const evidence = [
    { text: `${written(old)} packets were more than ${seconds} s late while the window was moving`, events },
    {
      text: `${written(counts.repeated)} times a number arrived for at least the ${ordinal(settings.repeats)} time`,
      events: old > 0 ? [] : events,
    },
  ];
  return makeVerdict('replay', {
    settings,
    explained,
    of: counts.events,
    // However few they are among drops of a harmless cause.
    confidence: explained >= settings.highDrops ? 'high' : 'medium',
    messageIds: [MESSAGE_ID.antiReplayFailed],
    evidence: evidence.filter((_item, index) => (index === 0 ? old : counts.repeated) > 0),
  });
};

function ordinal(count: number): string {
  return count === 2 ? 'second' : count === 3 ? 'third' : `${String(count)}th`;
}
