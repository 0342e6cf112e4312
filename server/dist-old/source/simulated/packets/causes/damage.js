import { chosenPackets } from '../cause.js';
import { sentAt } from '../packet-flow.js';
const LAST_NUMBER = 2 ** 32 - 1;
/** A bad line, card or memory damages one packet in some hundreds. */
export const corruption = {
    name: 'corruption',
    truth: 'corruption',
    suits: () => true,
    packets(setting) {
        const { flow } = setting;
        const perSecond = Math.min(8, flow.packetsPerSecond / 60);
        const arrivals = chosenPackets(setting, perSecond).map((seqno) => {
            return { atMs: sentAt(flow, seqno), seqno, isOfFlow: true, isAuthentic: false, fails: 611 };
        });
        return { flow, arrivals };
    },
};
/** Somebody without the key makes packets up, their numbers anywhere in 32 bits. */
export const forged = {
    name: 'forged',
    truth: 'forged',
    suits: () => true,
    packets({ random, flow, fromMs, untilMs, mostDrops }) {
        const arrivals = [];
        let atMs = fromMs;
        while (arrivals.length < mostDrops) {
            atMs += random.exponential(150);
            if (atMs >= untilMs)
                break;
            const seqno = random.integer(1, LAST_NUMBER);
            arrivals.push({ atMs, seqno, isOfFlow: false, isAuthentic: false, fails: 611 });
        }
        return { flow, arrivals };
    },
};
//# sourceMappingURL=damage.js.map