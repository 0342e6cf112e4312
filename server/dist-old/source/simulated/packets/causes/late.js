import { chosenPackets } from '../cause.js';
import { sentAt } from '../packet-flow.js';
/** The largest window that anybody sets, packets. */
const LARGEST_WINDOW = 4096;
const PER_SECOND = 12;
/** Packets overtake each other: some come later than the window forgives, by up to some milliseconds or a few hundred. */
export const reordering = {
    name: 'reordering',
    truth: 'reordering',
    suits: (rate, window) => window < mostBehind(rate) * 0.7,
    packets(setting) {
        const { random, flow, windowSize } = setting;
        const rate = flow.packetsPerSecond;
        const longest = (mostBehind(rate) / rate) * 1000;
        const mean = Math.min(longest / 4, Math.max(4, (windowSize / rate) * 1000));
        const arrivals = chosenPackets(setting, PER_SECOND).map((seqno) => {
            const delay = Math.min(longest, random.exponential(mean));
            return { atMs: sentAt(flow, seqno) + delay, seqno, isOfFlow: true, isAuthentic: true };
        });
        return { flow, arrivals };
    },
};
/** Packets behind which one may fall for it to be called reordering. */
function mostBehind(rate) {
    return Math.min(LARGEST_WINDOW * 0.95, rate * 0.45);
}
/** A queue that fills, or a second way that is far longer: packets come most of a second to two seconds late. */
export const buffering = {
    name: 'buffering',
    truth: 'buffering',
    suits: (rate, window) => window < rate * 0.6,
    packets(setting) {
        const { random, flow } = setting;
        const arrivals = chosenPackets(setting, PER_SECOND).map((seqno) => {
            const atMs = sentAt(flow, seqno) + random.between(600, 1900);
            return { atMs, seqno, isOfFlow: true, isAuthentic: true };
        });
        return { flow, arrivals };
    },
};
//# sourceMappingURL=late.js.map