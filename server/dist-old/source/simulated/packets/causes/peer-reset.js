import { sentUntil } from '../packet-flow.js';
/** The peer restarts and counts from 1 again in the same SA: packet after packet is late, and the window stands still. */
export const peerReset = {
    name: 'peer-reset',
    truth: 'peer-reset',
    suits: () => true,
    packets({ random, flow, fromMs, untilMs, mostDrops, windowSize }) {
        const stopped = { ...flow, stopsMs: fromMs };
        // Once it has caught up with the window, packets pass again.
        const behind = sentUntil(stopped, fromMs) - windowSize;
        const gapMs = 1000 / flow.packetsPerSecond;
        const count = Math.min(mostDrops, behind, Math.floor((untilMs - fromMs) / gapMs));
        let atMs = fromMs + random.between(0, 50);
        const arrivals = Array.from({ length: Math.max(0, count) }, (_, index) => {
            atMs += gapMs;
            return { atMs, seqno: index + 1, isOfFlow: false, isAuthentic: true };
        });
        return { flow: stopped, arrivals };
    },
};
//# sourceMappingURL=peer-reset.js.map