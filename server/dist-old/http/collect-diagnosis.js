import { describeEvent } from '../classify/describe-event.js';
import { diagnoseRange } from '../diagnose/diagnose-range.js';
import { halvesOf } from '../diagnose/drop.js';
/** The newest events are looked at, so many of them at the most: a page waits for it. */
const MOST_EVENTS = 10_000;
const PAGE = 1000;
/** Tunnels whose crypto failed that are counted. */
const MOST_TUNNELS = 50;
const CRYPTO_IDS = [282, 572, 1057];
const MINUTE_MS = 60_000;
/** Reads the events of a tunnel within a time and says what they are consistent with. */
export async function collectDiagnosis({ gateway, matchkey, from, to }, { reader, catalogue, diagnosis }) {
    const filter = { gateway, matchkey, from, to };
    const drops = [];
    let cursor;
    while (drops.length < MOST_EVENTS) {
        const page = await reader.listEvents(filter, PAGE, cursor);
        for (const event of page.events)
            drops.push(dropOf(event, catalogue));
        if (page.nextCursor === null)
            break;
        cursor = page.nextCursor;
    }
    // They come newest first.
    drops.reverse();
    const events = drops.length < MOST_EVENTS ? drops.length : await reader.countEvents(filter);
    const last = drops.at(-1)?.time ?? to;
    const since = last - diagnosis.spanMinutes * MINUTE_MS;
    const cryptoTunnels = await cryptoTunnelsOf(reader, gateway, since, last + 1);
    return diagnoseRange({ from, to, events, drops, cryptoTunnels }, diagnosis);
}
/** Tunnels of a gateway on which encrypting or decrypting failed within a time. */
async function cryptoTunnelsOf(reader, gateway, from, to) {
    const groups = await Promise.all(CRYPTO_IDS.map((messageId) => reader.series({
        filter: { gateway, messageId },
        by: 'tunnel',
        top: MOST_TUNNELS,
        from,
        stepMs: to - from,
        buckets: 1,
    })));
    return new Set(groups.flat().flatMap(({ matchkey, total }) => (matchkey === null || total === 0 ? [] : [matchkey])))
        .size;
}
function dropOf(stored, catalogue) {
    const { seq, time, messageId, numbers } = describeEvent(stored, catalogue);
    const seqno = halvesOf(numbers['seqno']);
    const base = halvesOf(numbers['windowbase']);
    const windowSize = halvesOf(numbers['windowsize']);
    return {
        ...{ seq, time, messageId: messageId ?? -1 },
        ...{ seqnoHigh: seqno.high, seqnoLow: seqno.low, baseHigh: base.high, baseLow: base.low },
        // Windows are small: what has a high half is no window, and a window of nothing would judge nothing.
        windowSize: windowSize.high === 0 && windowSize.low > 0 ? windowSize.low : Number.NaN,
    };
}
//# sourceMappingURL=collect-diagnosis.js.map