import { z } from 'zod';
import { eventWhere, scanFilter } from './counting.js';
import { allOf, textMatcher } from './event-where.js';
import { lowerBound } from './list-bound.js';
import { newestFirst, NewestPlaces } from './newest-events.js';
import { mayHoldKinds, scanSegment } from './segment-scan.js';
const rowSchema = z.object({
    seq: z.number(),
    time_ms: z.number(),
    received_ms: z.number(),
    subject_id: z.number(),
    kind_id: z.number(),
    source_id: z.number(),
    raw: z.custom((value) => value instanceof Uint8Array),
});
const CURSOR = /^(-?\d{1,16})\.(\d{1,16})$/;
/** Events of a filter, newest first by (time, seq); the cursor names the last event of the page before. */
export function listEvents(context, filter, limit, cursor) {
    const match = cursor === undefined ? null : CURSOR.exec(cursor);
    const before = match === null ? undefined : { time: Number(match[1]), seq: Number(match[2]) };
    const bound = lowerBound(context, filter, limit, before);
    let found = find(context, narrowed(filter, bound?.from), limit + 1, before);
    // The counts promised more above the bound, but a damaged segment was left out: look further back.
    if (bound?.isEnough === true && found.length <= limit)
        found = find(context, filter, limit + 1, before);
    const events = found.slice(0, limit).flatMap((each) => each.open());
    const last = found[limit - 1];
    const hasMore = found.length > limit && last !== undefined;
    return { events, nextCursor: hasMore ? `${String(last.time)}.${String(last.seq)}` : null };
}
function narrowed(filter, from) {
    return from === undefined ? filter : { ...filter, from: Math.max(from, filter.from ?? from) };
}
function find(context, filter, most, before) {
    const found = [...fromRows(context, filter, most, before), ...fromSegments(context, filter, most, before)];
    return found.sort(newestFirst).slice(0, most);
}
function fromRows({ database, names }, filter, most, before) {
    const older = before === undefined
        ? { sql: '1', values: [] }
        : { sql: '(time_ms, seq) < (?, ?)', values: [before.time, before.seq] };
    const where = allOf([eventWhere(names, { filter }), older]);
    return database
        .prepare(`SELECT * FROM event WHERE ${where.sql} ORDER BY time_ms DESC, seq DESC LIMIT ?`)
        .all(...where.values, most)
        .map((value) => {
        const row = rowSchema.parse(value);
        return { time: row.time_ms, seq: row.seq, open: () => [toStoredEvent(row, names)] };
    });
}
/** Goes through the segments from the newest on, and ends where no older one can hold anything newer than what is found. */
function fromSegments(context, filter, most, before) {
    const { names, segments } = context;
    const from = filter.from ?? Number.MIN_SAFE_INTEGER;
    const to = Math.min(filter.to ?? Number.MAX_SAFE_INTEGER, before === undefined ? Number.MAX_SAFE_INTEGER : before.time + 1);
    const scan = scanFilter(names, { filter }, from, to);
    const isFound = textMatcher(filter.q);
    const newest = new NewestPlaces(most);
    for (const head of segments.overlapping(from, to)) {
        if (!newest.accepts(head.lastTime, head.firstSeq + head.count))
            break;
        if (!mayHoldKinds(head, scan.kinds))
            continue;
        segments.use(head, (segment) => {
            scanSegment(segment, scan, (at, subjectId, row, time) => {
                const seq = head.firstSeq + at;
                if (!newest.accepts(time, seq))
                    return;
                if (before !== undefined && newestFirst(before, { time, seq }) >= 0)
                    return;
                if (isFound !== undefined && !isFound(segment.content.line(row, at)))
                    return;
                newest.add({ time, seq, open: () => openEvent(context, { head, at, row, subjectId }) });
            });
        });
    }
    return [...newest.list()];
}
function openEvent({ segments, names }, { head, at, row, subjectId }) {
    const opened = [];
    segments.use(head, ({ content }) => {
        const table = content.symbolTable();
        const symbol = content.symbols(row, row + 1)[0] ?? 0;
        const stored = {
            seq: head.firstSeq + at,
            time_ms: content.time(at),
            received_ms: content.receivedTime(at),
            subject_id: subjectId,
            kind_id: table.kindIds[symbol] ?? 0,
            source_id: table.sourceIds[symbol] ?? 0,
            raw: content.line(row, at),
        };
        opened.push(toStoredEvent(stored, names));
    });
    return opened;
}
function toStoredEvent(row, names) {
    const kind = names.kind(row.kind_id);
    const subject = names.subjects.get(row.subject_id);
    if (kind === undefined || subject === undefined) {
        throw new Error(`event ${String(row.seq)} names subject ${String(row.subject_id)} or kind ${String(row.kind_id)}, which are not in the store`);
    }
    return {
        seq: row.seq,
        time: row.time_ms,
        receivedTime: row.received_ms,
        subject,
        messageId: kind.messageId,
        severity: kind.severity,
        class: kind.class,
        isKnown: kind.isKnown,
        source: names.sourceName(row.source_id),
        raw: row.raw,
    };
}
//# sourceMappingURL=listing.js.map