import { MESSAGE_ID, REASSEMBLY_IDS } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import type { TunnelRule } from '../facts.js';

/** Failures far apart whose numbers grow with the traffic: occasionally packets are damaged. */
export const corruption: TunnelRule = ({ counts, recent, settings }) => {
  const { integrity } = counts;
  const rising = integrity.sparse + integrity.dense;
  const areFar = integrity.sparse >= integrity.count * settings.leastShare;
  if (integrity.count < settings.ruleDrops || !areFar || integrity.back > rising * settings.strayShare)
    return undefined;
  const kin = counts.of(...REASSEMBLY_IDS, MESSAGE_ID.badCiphertextLength);
  const events = recent.newest((kind) => kind === 'integrity');
  return makeVerdict('corruption', {
    settings,
    explained: integrity.count + kin,
    of: counts.events,
    messageIds: [MESSAGE_ID.integrityFailed, MESSAGE_ID.badCiphertextLength],
    evidence: [
      { text: `${written(integrity.count)} failed integrity checks, with numbers increasing in large steps`, events },
      {
        text: `${written(integrity.range / Math.max(1, integrity.count - 1))} packets from one to the next on average`,
        events: [],
      },
      ...(kin === 0 ? [] : [{ text: `${written(kin)} of messages 413, 133, 487 and 606 alongside`, events: [] }]),
    ],
  });
};
