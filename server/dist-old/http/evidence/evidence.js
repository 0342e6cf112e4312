import { alertTarget } from '../../alert/alert-change.js';
import { describeEvent } from '../../classify/describe-event.js';
import { collectDiagnosis } from '../collect-diagnosis.js';
import { csvHeader, csvLine } from '../csv.js';
import { iso, presentEvent } from '../present.js';
import { rangeOf } from '../series-routes.js';
/** The newest events are packed, so many of them at the most: a pack is to be sent by mail. */
export const MOST_EVENTS = 20_000;
const PAGE = 500;
const MOST_HISTORY = 1000;
const MOST_MEMBERS = 10_000;
const LINE_END = Buffer.from('\n');
/** Collects what a pack is made of, page by page, so that nobody else has to wait for it. */
export async function collectEvidence(scope, sources) {
    const { alert } = scope;
    const { reader } = sources;
    const [events, diagnosis, history, members] = await Promise.all([
        collectEvents(scope, sources),
        diagnosisOf(scope, sources),
        alert === undefined ? [] : reader.listAudit({ target: alertTarget(alert.id), limit: MOST_HISTORY }),
        alert === undefined || alert.members === 0 ? [] : reader.listMembers(alert.id, MOST_MEMBERS),
    ]);
    return { scope, ...events, diagnosis, members, history: history.toReversed() };
}
/** What the drops of the tunnel that it is about are consistent with. */
async function diagnosisOf({ subject, from, to }, sources) {
    if (subject?.gateway === undefined || subject.matchkey === undefined)
        return undefined;
    return collectDiagnosis({ gateway: subject.gateway, matchkey: subject.matchkey, from, to }, sources);
}
async function collectEvents({ subject, from, to }, { reader, catalogue }) {
    const range = rangeOf({ from, to }, to);
    if (subject === null) {
        return { eventCount: 0, packed: 0, lines: Buffer.alloc(0), csv: '', messages: [], chart: { ...range, groups: [] } };
    }
    const filter = { ...subject, from, to };
    const [eventCount, groups, byMessage] = await Promise.all([
        reader.countEvents(filter),
        reader.series({ filter: subject, by: 'class', top: 20, ...range }),
        reader.series({ filter: subject, by: 'messageId', top: 50, from, stepMs: to - from, buckets: 1 }),
    ]);
    const messages = byMessage
        .map(({ messageId, total }) => ({
        messageId,
        count: total,
        entry: messageId === null ? undefined : catalogue.byId(messageId),
    }))
        .filter(({ count }) => count > 0);
    return { eventCount, messages, chart: { ...range, groups }, ...(await collectLines(filter, { reader, catalogue })) };
}
async function collectLines(filter, { reader, catalogue }) {
    const lines = [];
    const rows = [];
    let cursor;
    while (rows.length < MOST_EVENTS) {
        const page = await reader.listEvents(filter, PAGE, cursor);
        for (const event of page.events) {
            lines.push(LINE_END, event.raw);
            rows.push(csvLine(presentEvent(describeEvent(event, catalogue))));
        }
        if (page.nextCursor === null)
            break;
        cursor = page.nextCursor;
    }
    // They come newest first, and are read from the beginning.
    return {
        packed: rows.length,
        lines: Buffer.concat(lines.reverse()),
        csv: csvHeader() + rows.reverse().join(''),
    };
}
/** Milliseconds as a moment in a pack, where nobody's own time zone is known. */
export function moment(time) {
    return `${iso(time).slice(0, 19).replace('T', ' ')} UTC`;
}
//# sourceMappingURL=evidence.js.map