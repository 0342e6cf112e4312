import { MEMORY_IDS, REASSEMBLY_IDS } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import { countOf, type GatewayRule, totalOf } from './gateway-facts.js';

/** Fragments that cannot be reassembled, unless memory is the reason. */
export const fragmentation: GatewayRule = ({ messages, settings }) => {
  const counts = REASSEMBLY_IDS.map((id) => [id, countOf(messages, [id])] as const);
  const failed = counts.reduce((sum, [, count]) => sum + count, 0);
  if (failed < settings.leastDrops || countOf(messages, MEMORY_IDS) > 0) return undefined;
  const named = counts.filter(([, count]) => count > 0);
  return makeVerdict('fragmentation', {
    settings,
    explained: failed,
    of: totalOf(messages),
    confidence: failed >= settings.highDrops ? 'high' : 'medium',
    messageIds: named.map(([id]) => id),
    evidence: [
      { text: named.map(([id, count]) => `${written(count)} of message ${String(id)}`).join(', '), events: [] },
    ],
  });
};
