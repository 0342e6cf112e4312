import { textsOf } from './event-columns.js';
/** The events of a part as rows, from the one with number `from` on. */
export function recordsOf(part, from = 0) {
    const { columns } = part;
    const texts = textsOf(part);
    const records = [];
    for (let at = from; at < columns.count; at++) {
        records.push({
            time: columns.times[at] ?? 0,
            receivedTime: columns.receivedTimes[at] ?? 0,
            subjectId: columns.subjectIds[at] ?? 0,
            kindId: columns.kindIds[at] ?? 0,
            sourceId: columns.sourceIds[at] ?? 0,
            raw: columns.line(at, texts),
        });
    }
    return records;
}
/** Adds all of a row but its line to columns. */
export function addRecord(columns, record) {
    const { time, receivedTime, subjectId, kindId, sourceId } = record;
    columns.addEvent(time, receivedTime, subjectId, kindId, sourceId);
}
//# sourceMappingURL=event-record.js.map