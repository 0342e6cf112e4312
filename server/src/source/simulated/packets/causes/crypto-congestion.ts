import { chosenPackets, type PacketCause } from '../cause.js';
import { type Arrival, type LoggedDrop, sentAt } from '../packet-flow.js';

const PER_SECOND = 6;

/** The crypto hardware cannot keep up: packets of both directions are lost to it. */
export const cryptoCongestion: PacketCause = {
  name: 'crypto-congestion',
  truth: 'crypto-hardware',
  suits: () => true,
  packets(setting) {
    const { random, flow, windowSize } = setting;
    const arrivals: Arrival[] = chosenPackets(setting, PER_SECOND).map((seqno) => {
      return { atMs: sentAt(flow, seqno), seqno, isOfFlow: true, isAuthentic: true, fails: 282 };
    });
    const own = chosenPackets(setting, PER_SECOND).map((seqno): LoggedDrop => {
      const messageId = random.chance(0.7) ? 572 : 1057;
      return { atMs: sentAt(flow, seqno), messageId, seqno, base: 0, windowSize };
    });
    return { flow, arrivals, own };
  },
};
