import type { SimulatedMessage } from './message.js';
import type { LoggedDrop } from './packets/packet-flow.js';
import type { Random } from './random.js';
import type { Tunnel } from './tunnel.js';
import {
  badCiphertextLength,
  badIpVersion,
  badNextHeader,
  badPadding,
  decryptionFailed,
  encryptionFailed,
  integrityFailed,
  ivFailed,
  payloadTooSmall,
  reassemblyFailed,
  replayRefused,
  sequenceOverflow,
} from './tunnel-messages.js';

/** What the gateway writes of a packet of the tunnel that it dropped. `random` gives lengths and the like. */
export function dropMessage(tunnel: Tunnel, drop: LoggedDrop, random: Random): SimulatedMessage {
  const { seqno } = drop;
  switch (drop.messageId) {
    case 278:
      return replayRefused(tunnel, seqno, drop.base, drop.windowSize);
    case 611:
      return integrityFailed(tunnel, seqno);
    case 282:
      return decryptionFailed(tunnel, seqno, random);
    case 464:
      return badNextHeader(tunnel, seqno, random);
    case 604:
      return badPadding(tunnel, seqno, random);
    case 606:
      return badCiphertextLength(tunnel, seqno, random);
    case 254:
      return badIpVersion(tunnel, seqno, random);
    case 135:
      return payloadTooSmall(tunnel, seqno, random);
    case 487:
      return reassemblyFailed(tunnel, seqno, random, 487);
    case 572:
      return encryptionFailed(tunnel, seqno, random);
    case 1057:
      return ivFailed(tunnel, seqno, random);
    case 339:
      return sequenceOverflow(tunnel, seqno);
  }
}
