/** A new SA of which every packet fails at the same check. */
function everyPacket(setting, isAuthentic, fails) {
    const { random, flow, fromMs, untilMs, mostDrops } = setting;
    const gapMs = 1000 / flow.packetsPerSecond;
    const count = Math.min(mostDrops, Math.floor((untilMs - fromMs) / gapMs));
    const arrivals = Array.from({ length: count }, (_, index) => {
        const atMs = fromMs + index * gapMs;
        return { atMs, seqno: index + 1, isOfFlow: true, isAuthentic, fails: fails(random) };
    });
    return { flow: { ...flow, anchorMs: fromMs, anchorSeqno: 1 }, arrivals };
}
/** The keys of integrity differ: no packet passes that check, and the window never moves. */
export const integrityKey = {
    name: 'integrity-key',
    truth: 'integrity-key',
    suits: () => true,
    packets: (setting) => everyPacket(setting, false, () => 611),
};
/** The keys of encryption differ: the packets are authentic, and what is decrypted is noise. */
export const encryptionKey = {
    name: 'encryption-key',
    truth: 'encryption-key',
    suits: () => true,
    packets: (setting) => everyPacket(setting, true, noise),
};
function noise(random) {
    const roll = random.next();
    if (roll < 0.42)
        return 464;
    if (roll < 0.78)
        return 604;
    if (roll < 0.9)
        return 606;
    return roll < 0.96 ? 254 : 135;
}
/** The two ends pad in different ways. */
export const padding = {
    name: 'padding',
    truth: 'padding',
    suits: () => true,
    packets: (setting) => everyPacket(setting, true, () => 604),
};
//# sourceMappingURL=keys.js.map