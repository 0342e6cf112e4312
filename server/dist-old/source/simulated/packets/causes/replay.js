import { sentUntil } from '../packet-flow.js';
/** Somebody recorded a piece of the traffic and sends it again, burst after burst, while the real traffic goes on. */
export const replayAttack = {
    name: 'replay-attack',
    truth: 'replay',
    suits: () => true,
    packets(setting) {
        const { random, flow, windowSize, fromMs, untilMs, mostDrops } = setting;
        const rate = flow.packetsPerSecond;
        const leastAgeMs = Math.max(3000, (windowSize / rate) * 1500);
        const arrivals = [];
        let atMs = fromMs + random.between(0, 1000);
        while (atMs < untilMs && arrivals.length < mostDrops) {
            const length = random.integer(40, 120);
            const passes = random.integer(1, 3);
            const first = Math.max(1, sentUntil(flow, atMs - leastAgeMs - random.exponential(20_000)) - length);
            for (let pass = 0; pass < passes; pass++) {
                for (let index = 0; index < length; index++) {
                    arrivals.push({ atMs, seqno: first + index, isOfFlow: false, isAuthentic: true });
                    atMs += random.exponential(1000 / Math.min(rate, 2000));
                }
                atMs += random.between(500, 4000);
            }
        }
        return { flow, arrivals: arrivals.filter((arrival) => arrival.atMs < untilMs) };
    },
};
//# sourceMappingURL=replay.js.map