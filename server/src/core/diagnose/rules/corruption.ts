import { MESSAGE_ID, REASSEMBLY_IDS } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import { failedLateOf, type TunnelRule } from '../facts.js';

/** Failures far apart whose numbers grow with the traffic: occasionally packets are damaged. */
export const corruption: TunnelRule = ({ counts, recent, isEsn, settings }) => {
  const { integrity } = counts;
  // Damaged packets have numbers of the window: those below it are late ones.
  const damaged = integrity.count - failedLateOf(counts);
  const rising = integrity.sparse + integrity.dense;
  const areFar = integrity.sparse >= integrity.count * settings.leastShare;
  if (damaged < settings.ruleDrops || damaged < integrity.count * settings.leastShare) return undefined;
  if (!areFar || integrity.back > rising * settings.strayShare) return undefined;
  const kin = counts.of(...REASSEMBLY_IDS, MESSAGE_ID.badCiphertextLength);
  const events = recent.newest((kind) => kind === 'integrity');
  return makeVerdict('corruption', {
    settings,
    explained: damaged + kin,
    of: counts.events,
    // Late packets fail the same check, and the window is not known at each of them.
    ...(isEsn ? { atMost: 'medium' as const } : {}),
    messageIds: [MESSAGE_ID.integrityFailed, MESSAGE_ID.badCiphertextLength],
    evidence: [
      { text: `${written(damaged)} failed integrity checks, with numbers increasing in large steps`, events },
      {
        text: `${written(integrity.range / Math.max(1, integrity.count - 1))} packets from one to the next on average`,
        events: [],
      },
      ...(isEsn
        ? [
            {
              text: 'the tunnel uses extended sequence numbers, with which late packets fail this check too',
              events: [],
            },
          ]
        : []),
      ...(kin === 0 ? [] : [{ text: `${written(kin)} of messages 413, 133, 487 and 606 alongside`, events: [] }]),
    ],
  });
};
