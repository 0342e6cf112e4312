import { MEMORY_IDS, MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import { countOf, type GatewayRule, totalOf } from './gateway-facts.js';

/** Memory is short: other failures are consequences. */
export const memory: GatewayRule = ({ messages, settings }) => {
  const short = countOf(messages, MEMORY_IDS);
  if (short === 0) return undefined;
  const buffers = countOf(messages, [MESSAGE_ID.reassemblyBufferFailed, MESSAGE_ID.resizeFailed]);
  return makeVerdict('memory', {
    settings,
    explained: short + buffers,
    of: totalOf(messages),
    confidence: 'high',
    messageIds: MEMORY_IDS,
    evidence: [
      { text: `${written(short)} of messages 632 and 633: memory for SAs is low or exhausted`, events: [] },
      ...(buffers === 0
        ? []
        : [{ text: `${written(buffers)} of messages 413 and 579 about buffers alongside`, events: [] }]),
    ],
  });
};
