import { AntiReplayWindow } from '../anti-replay-window.js';
/** The number of the packet that the flow has sent last at a time, epoch ms. */
export function sentUntil({ packetsPerSecond, anchorMs, anchorSeqno, stopsMs }, atMs) {
    return anchorSeqno + Math.floor(((Math.min(atMs, stopsMs) - anchorMs) * packetsPerSecond) / 1000);
}
/** When the flow sends a packet, epoch ms. */
export function sentAt({ packetsPerSecond, anchorMs, anchorSeqno }, seqno) {
    return anchorMs + ((seqno - anchorSeqno) / packetsPerSecond) * 1000;
}
/**
 * Lets all packets arrive at a real window and gives those that are dropped, in order of time. Packets of the flow that are
 * not among the arrivals come in order, at the cost of one, so that a million packets a second are no more work than ten.
 */
export function runWindow(flow, arrivals, windowSize) {
    const window = new AntiReplayWindow(windowSize);
    const ordered = arrivals.toSorted((a, b) => a.atMs - b.atMs);
    const holes = arrivals.filter(({ isOfFlow }) => isOfFlow).map(({ seqno }) => seqno);
    const rest = new Holes(holes);
    const drops = [];
    for (const arrival of ordered) {
        const { atMs, seqno, isAuthentic, fails } = arrival;
        advance(window, sentUntil(flow, atMs), rest);
        const { base } = window;
        const verdict = window.verdict(seqno);
        if (verdict === 'late' || verdict === 'duplicate')
            drops.push({ atMs, messageId: 278, seqno, base, windowSize });
        else {
            if (isAuthentic)
                window.accept(seqno);
            if (fails !== undefined)
                drops.push({ atMs, messageId: fails, seqno, base, windowSize });
        }
    }
    return drops;
}
/** Numbers of packets that do not arrive in order, from the lowest on. */
class Holes {
    sorted;
    next = 0;
    constructor(seqnos) {
        this.sorted = Float64Array.from(seqnos).sort();
    }
    /** The lowest hole from a number on; those below it are done with. */
    from(seqno) {
        while ((this.sorted[this.next] ?? Number.POSITIVE_INFINITY) < seqno)
            this.next += 1;
        return this.sorted[this.next] ?? Number.POSITIVE_INFINITY;
    }
}
function advance(window, until, holes) {
    let next = window.highest + 1;
    while (next <= until) {
        const hole = holes.from(next);
        if (hole > next) {
            // A stretch without holes begins with a packet that moves the window over the holes before it.
            window.accept(next);
            window.advanceTo(Math.min(until, hole - 1));
            next = Math.min(until, hole - 1) + 1;
        }
        else
            next += 1;
    }
}
//# sourceMappingURL=packet-flow.js.map