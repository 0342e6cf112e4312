import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { areFailuresWild, areLateWild, failedLateOf, type TunnelFacts, type TunnelRule } from '../facts.js';
import { makeVerdict, written } from '../make-verdict.js';

/** Random numbers across the whole range, with failed integrity checks among them: packets from a sender without the key. */
export const forged: TunnelRule = (facts) => {
  const { counts, recent, settings } = facts;
  const { integrity, late, ahead } = counts;
  // The replay check comes first: forged numbers below the window fail there, those of an old SA nearly all.
  const isLateWild = areLateWild(facts);
  const areWild = areFailuresWild(facts);
  const explained = integrity.count + (isLateWild ? late : 0);
  const isSeen =
    (areWild && integrity.count >= settings.ruleDrops) || (isLateWild && ahead > 0 && explained >= settings.ruleDrops);
  if (!isSeen || areOnlyLate(facts)) return undefined;
  const events = recent.newest((kind) => kind === 'integrity');
  return makeVerdict('forged', {
    settings,
    explained,
    of: counts.events,
    messageIds: [MESSAGE_ID.integrityFailed, ...(isLateWild ? [MESSAGE_ID.antiReplayFailed] : [])],
    evidence: [
      ...(areWild
        ? [
            {
              text: `the numbers of ${written(integrity.count)} failed integrity checks span ${written(integrity.range)} and jump back ${written(integrity.back)} times`,
              events,
            },
          ]
        : []),
      ...(ahead > 0
        ? [
            {
              text: `${written(ahead)} failed integrity checks have numbers that the peer cannot have reached yet`,
              events: areWild ? [] : events,
            },
          ]
        : []),
      ...(isLateWild
        ? [
            {
              text: `${written(late)} packets below the window also jump, across ${written(counts.lateNumbers.range)} numbers`,
              events: recent.newest((kind) => kind === 'late'),
            },
          ]
        : []),
    ],
  });
};

/**
 * True when failures with extended sequence numbers are below the window, hardly any above it: those of forged packets are on
 * both sides, since the gateway completes them to the nearest numbers.
 */
function areOnlyLate({ counts, isEsn, windowAt, settings }: TunnelFacts): boolean {
  if (!isEsn || Number.isNaN(windowAt)) return false;
  return counts.ahead < settings.ruleDrops || counts.ahead * settings.outweighs < failedLateOf(counts);
}
