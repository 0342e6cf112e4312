import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { senderDrops, type TunnelRule } from '../facts.js';
import { rateOf } from '../late-counters.js';
import { makeVerdict, written } from '../make-verdict.js';

/** Counters that all keep advancing, some of them below the window of the furthest: several senders use one SA. */
export const severalSenders: TunnelRule = (facts) => {
  const { counts, senders, rate, recent, settings } = facts;
  const explained = senderDrops(facts);
  const isMoving = counts.stalled < counts.late * settings.standingShare;
  if (!isMoving || explained < 2 * settings.ruleDrops) return undefined;
  const window = rate === undefined ? '' : `, while the window moves by ${written(rate)} per second`;
  const isOne = senders.length === 1;
  const seconds = Math.max(...senders.map(({ firstTime, time }) => time - firstTime)) / 1000;
  return makeVerdict('several-senders', {
    settings,
    explained,
    of: counts.events,
    messageIds: [MESSAGE_ID.antiReplayFailed],
    // A single one may be a long recording.
    ...(isOne ? { atMost: 'medium' as const } : {}),
    evidence: [
      {
        text: `${written(explained)} late packets belong to ${isOne ? 'a counter that advances' : `${written(senders.length)} counters that advance`} below the window without interruptions, for up to ${written(seconds)} s`,
        events: recent.newest((kind) => kind === 'late'),
      },
      { text: `${ratesText(senders.map((counter) => Math.max(1, rateOf(counter))))}${window}`, events: [] },
    ],
  });
};

/** The rates of counters, packets per second: of several, the lowest and the highest. */
function ratesText(rates: readonly number[]): string {
  const [least, most] = [written(Math.min(...rates)), written(Math.max(...rates))];
  if (rates.length === 1) return `its rate is ${least} packets/s`;
  return least === most ? `their rates are ${least} packets/s each` : `their rates are ${least} to ${most} packets/s`;
}
