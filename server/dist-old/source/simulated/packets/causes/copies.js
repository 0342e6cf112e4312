import { chosenPackets } from '../cause.js';
import { sentAt } from '../packet-flow.js';
const PER_SECOND = 10;
/** A link doubles packets (LAG, mirror port, loop): the second copy comes right behind the first. */
export const duplication = {
    name: 'duplication',
    truth: 'duplication',
    suits: () => true,
    packets(setting) {
        const { random, flow } = setting;
        const arrivals = chosenPackets(setting, PER_SECOND).map((seqno) => {
            // A copy is some packets behind at the most, however fast they come.
            const behindMs = (random.between(0.01, 8) / flow.packetsPerSecond) * 1000;
            return { atMs: sentAt(flow, seqno) + behindMs, seqno, isOfFlow: false, isAuthentic: true };
        });
        return { flow, arrivals };
    },
};
//# sourceMappingURL=copies.js.map