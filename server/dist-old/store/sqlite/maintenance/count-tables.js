import { z } from 'zod';
import { Tally } from './tally.js';
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
const entrySchema = z.object({ bucket: z.number(), key: z.number(), kindId: z.number(), count: z.number() });
/** What is taken out of the counts: sums by hour and subject, by minute and gateway, and in total by subject. */
export class CountSums {
    gatewayOf;
    /** By second and subject, for those who show counts. */
    seconds = new Tally();
    hours = new Tally();
    minutes = new Tally();
    /** In total; the stretch of time is always 0. */
    totals = new Tally();
    constructor(gatewayOf) {
        this.gatewayOf = gatewayOf;
    }
    add({ time, subjectId, kindId }) {
        this.seconds.add(Math.floor(time / 1000), subjectId, kindId);
        this.hours.add(Math.floor(time / HOUR_MS), subjectId, kindId);
        this.minutes.add(Math.floor(time / MINUTE_MS), this.gatewayOf(subjectId), kindId);
        this.totals.add(0, subjectId, kindId);
    }
}
/** Takes counts out of the three tables of counts; rows that come to nothing go. Call it within a transaction. */
export class CountTables {
    database;
    hour;
    minute;
    total;
    raiseFirst;
    constructor(database) {
        this.database = database;
        this.hour = new Subtraction(database, 'count_hour', 'hour = ? AND subject_id = ?');
        this.minute = new Subtraction(database, 'count_minute', 'minute = ? AND gateway_id = ?');
        this.total = new Subtraction(database, 'count_total', '? = 0 AND subject_id = ?');
        this.raiseFirst = database.prepare('UPDATE count_total SET first_ms = ? WHERE first_ms < ?');
    }
    /**
     * @param oldest time of the oldest event that stays, epoch ms; null when none does. No first time lies before it:
     * that is exact for whoever has events soon after, and the latest that is certain for the others.
     */
    subtract({ hours, minutes, totals }, oldest) {
        this.hour.subtract(hours);
        this.minute.subtract(minutes);
        this.total.subtract(totals);
        if (oldest !== null)
            this.raiseFirst.run(oldest, oldest);
    }
    /** The counts by hour that stand for hours `from` to `to`, both inclusive. */
    hours(from, to) {
        return this.read('SELECT hour AS bucket, subject_id AS key, kind_id AS kindId, n AS count FROM count_hour WHERE hour BETWEEN ? AND ?', from, to);
    }
    /** The counts by minute that stand for minutes `from` to `to`, both inclusive. */
    minutes(from, to) {
        return this.read('SELECT minute AS bucket, gateway_id AS key, kind_id AS kindId, n AS count FROM count_minute WHERE minute BETWEEN ? AND ?', from, to);
    }
    read(sql, from, to) {
        const tally = new Tally();
        for (const row of this.database.prepare(sql).iterate(from, to)) {
            const { bucket, key, kindId, count } = entrySchema.parse(row);
            tally.add(bucket, key, kindId, count);
        }
        return tally;
    }
}
/** Takes numbers out of one table of counts. */
class Subtraction {
    remove;
    lower;
    constructor(database, table, key) {
        this.remove = database.prepare(`DELETE FROM ${table} WHERE ${key} AND kind_id = ? AND n <= ?`);
        this.lower = database.prepare(`UPDATE ${table} SET n = n - ? WHERE ${key} AND kind_id = ?`);
    }
    subtract(tally) {
        for (const { bucket, key, kindId, count } of tally.entries()) {
            if (this.remove.run(bucket, key, kindId, count).changes === 0)
                this.lower.run(count, bucket, key, kindId);
        }
    }
}
//# sourceMappingURL=count-tables.js.map