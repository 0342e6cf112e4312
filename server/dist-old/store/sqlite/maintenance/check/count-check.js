import { z } from 'zod';
import { HOUR_MS, MINUTE_MS } from '../count-tables.js';
import { Tally } from '../tally.js';
const entrySchema = z.object({ bucket: z.number(), key: z.number(), kindId: z.number(), count: z.number() });
const totalSchema = z.object({
    ...{ key: z.number(), kindId: z.number(), count: z.number() },
    ...{ first: z.number(), last: z.number() },
});
const REMEDY = 'restore a backup; until then trust lists of events and not charts of this time';
/** Checks the kept counts against the events, which come segment by segment in the order of their first times. */
export class CountCheck {
    database;
    gatewayOf;
    findings;
    hours;
    minutes;
    totals = new Map();
    /** Times in which not all events could be read: nothing can be said of their counts. */
    dark = [];
    constructor(database, gatewayOf, findings) {
        this.database = database;
        this.gatewayOf = gatewayOf;
        this.findings = findings;
        const isDark = (from, to) => this.dark.some((each) => each.from < to && each.to >= from);
        this.hours = new TableCheck(database, { table: 'count_hour', bucket: 'hour', key: 'subject_id' }, HOUR_MS, findings, isDark);
        this.minutes = new TableCheck(database, { table: 'count_minute', bucket: 'minute', key: 'gateway_id' }, MINUTE_MS, findings, isDark);
    }
    add({ time, subjectId, kindId }) {
        this.hours.add(time, subjectId, kindId);
        this.minutes.add(time, this.gatewayOf(subjectId), kindId);
        let byKind = this.totals.get(subjectId);
        if (byKind === undefined)
            this.totals.set(subjectId, (byKind = new Map()));
        const total = byKind.get(kindId);
        if (total === undefined)
            byKind.set(kindId, { count: 1, first: time, last: time });
        else {
            total.count += 1;
            total.first = Math.min(total.first, time);
            total.last = Math.max(total.last, time);
        }
    }
    /** Events between these times (epoch ms, inclusive) cannot be read. */
    darken(from, to) {
        this.dark.push({ from, to });
    }
    /** No further event will have a time before this one, epoch ms. */
    completeBefore(time) {
        this.hours.completeBefore(time);
        this.minutes.completeBefore(time);
    }
    finish() {
        this.completeBefore(Number.MAX_SAFE_INTEGER);
        if (this.dark.length > 0)
            return;
        const rows = this.database.prepare('SELECT subject_id AS key, kind_id AS kindId, n AS count, first_ms AS first, last_ms AS last FROM count_total');
        for (const value of rows.iterate()) {
            const kept = totalSchema.parse(value);
            const found = this.totals.get(kept.key)?.get(kept.kindId) ?? { count: 0, first: kept.first, last: kept.last };
            this.totals.get(kept.key)?.delete(kept.kindId);
            if (found.count !== kept.count)
                this.totalIsOff(kept.key, kept.kindId, kept.count, found.count);
            else if (kept.first > found.first || kept.last < found.last) {
                this.findings.add('counts', `the first and last times of subject ${String(kept.key)}, kind ${String(kept.kindId)} leave out events`, REMEDY);
            }
        }
        for (const [key, byKind] of this.totals) {
            for (const [kindId, { count }] of byKind)
                this.totalIsOff(key, kindId, 0, count);
        }
    }
    totalIsOff(key, kindId, kept, found) {
        this.findings.add('counts', `the total of subject ${String(key)}, kind ${String(kindId)} is ${String(kept)}, and there are ${String(found)} events`, REMEDY);
    }
}
/** Checks one table of counts; what is complete is compared and forgotten, so that memory stays small. */
class TableCheck {
    names;
    widthMs;
    findings;
    isDark;
    found = new Tally();
    rows;
    comparedTo = Number.MIN_SAFE_INTEGER;
    constructor(database, names, widthMs, findings, isDark) {
        this.names = names;
        this.widthMs = widthMs;
        this.findings = findings;
        this.isDark = isDark;
        const { table, bucket, key } = names;
        this.rows = database.prepare(`SELECT ${bucket} AS bucket, ${key} AS key, kind_id AS kindId, n AS count FROM ${table} WHERE ${bucket} >= ? AND ${bucket} < ?`);
    }
    add(time, key, kindId) {
        this.found.add(Math.floor(time / this.widthMs), key, kindId);
    }
    completeBefore(time) {
        const to = Math.floor(time / this.widthMs);
        if (to <= this.comparedTo)
            return;
        const off = new Map();
        const note = (bucket, kept, found) => {
            if (kept === found)
                return;
            const sum = off.get(bucket) ?? { kept: 0, found: 0, keys: 0 };
            off.set(bucket, { kept: sum.kept + kept, found: sum.found + found, keys: sum.keys + 1 });
        };
        for (const value of this.rows.iterate(this.comparedTo, to)) {
            const { bucket, key, kindId, count } = entrySchema.parse(value);
            note(bucket, count, this.found.take(bucket, key, kindId));
        }
        for (const { bucket, count } of this.found.takeBefore(to))
            note(bucket, 0, count);
        this.comparedTo = to;
        for (const [bucket, sum] of off)
            this.tell(bucket, sum);
    }
    tell(bucket, { kept, found, keys }) {
        const from = bucket * this.widthMs;
        if (this.isDark(from, from + this.widthMs))
            return;
        this.findings.add('counts', `the counts by ${this.names.bucket} at ${new Date(from).toISOString()} differ from the events for ${String(keys)} ` +
            `${keys === 1 ? 'entry' : 'entries'}: ${String(kept)} kept, ${String(found)} events`, REMEDY);
    }
}
//# sourceMappingURL=count-check.js.map