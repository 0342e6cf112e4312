import { chosenPackets } from '../cause.js';
import { sentAt } from '../packet-flow.js';
const PER_SECOND = 6;
/** The crypto hardware cannot keep up: packets of both directions are lost to it. */
export const cryptoCongestion = {
    name: 'crypto-congestion',
    truth: 'crypto-hardware',
    suits: () => true,
    packets(setting) {
        const { random, flow, windowSize } = setting;
        const arrivals = chosenPackets(setting, PER_SECOND).map((seqno) => {
            return { atMs: sentAt(flow, seqno), seqno, isOfFlow: true, isAuthentic: true, fails: 282 };
        });
        const own = chosenPackets(setting, PER_SECOND).map((seqno) => {
            const messageId = random.chance(0.7) ? 572 : 1057;
            return { atMs: sentAt(flow, seqno), messageId, seqno, base: 0, windowSize };
        });
        return { flow, arrivals, own };
    },
};
//# sourceMappingURL=crypto-congestion.js.map