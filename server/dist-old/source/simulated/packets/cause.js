/** Packets at random with the same chance each: their numbers within the time, from the lowest on. */
export function chosenPackets(setting, perSecond) {
    const { random, flow, fromMs, untilMs, mostDrops } = setting;
    const chosen = [];
    let atMs = fromMs;
    let last = 0;
    while (chosen.length < mostDrops) {
        atMs += random.exponential(1000 / perSecond);
        if (atMs >= untilMs)
            break;
        const seqno = flow.anchorSeqno + Math.floor(((atMs - flow.anchorMs) * flow.packetsPerSecond) / 1000);
        if (seqno > last)
            chosen.push(seqno);
        last = Math.max(last, seqno);
    }
    return chosen;
}
//# sourceMappingURL=cause.js.map