import { COUNTED_CLASSES, countedIndex } from '@tunnelwatch/shared/failure-class';
import { z } from 'zod';
import { alertsSince, listAlerts } from './alert-listing.js';
import { listMembers } from './alert-tables.js';
import { listAudit } from './audit-table.js';
import { countBuckets, countEvents, newestUpTo } from './counting.js';
import { openForReading } from './database.js';
import { listEvents } from './listing.js';
import { minuteCounts, totalCounts } from './minute-counts.js';
import { NameCache } from './name-cache.js';
import { dueEntries, summarizeOutbox } from './outbox-table.js';
import { ruleCounts } from './rule-counts.js';
import { SegmentTable } from './segment-table.js';
import { groupSeries } from './series.js';
const MINUTE_MS = 60_000;
/** Reads a SQLite store over a connection of its own; each answer is one read transaction. */
export class SqliteReader {
    database;
    names;
    context;
    /** @param onDamage told of every segment that could not be read and was left out of an answer */
    constructor(dataDirectory, onDamage = () => undefined) {
        this.database = openForReading(dataDirectory);
        this.names = new NameCache(this.database);
        const segments = new SegmentTable(this.database, (id) => this.names.tunnelName(id), onDamage);
        this.context = { database: this.database, names: this.names, segments };
    }
    modelSeed(activityMs, upTo) {
        return this.read(() => {
            const newestTime = newestUpTo(this.context, upTo);
            const since = Math.floor(((newestTime ?? 0) - activityMs) / MINUTE_MS) * MINUTE_MS;
            return {
                step: this.step(),
                newestTime,
                subjects: [...this.names.subjects].map(([id, subject]) => ({ id, subject })),
                kinds: this.names.kinds,
                totals: totalCounts(this.context),
                minutes: minuteCounts(this.context, since),
            };
        });
    }
    newestTime(upTo) {
        return this.read(() => newestUpTo(this.context, upTo));
    }
    countEvents(filter) {
        return this.read(() => countEvents(this.context, filter));
    }
    listEvents(filter, limit, cursor) {
        return this.read(() => listEvents(this.context, filter, limit, cursor));
    }
    classBuckets(filter, from, stepMs, buckets) {
        return this.read(() => {
            const counts = new Array(buckets * COUNTED_CLASSES.length).fill(0);
            const request = { filter, from, to: from + buckets * stepMs, stepMs, key: 'none', isByKind: true };
            for (const row of countBuckets(this.context, request)) {
                const kind = this.names.kind(row.kindId);
                if (kind === undefined)
                    continue;
                const classIndex = countedIndex(kind.class);
                if (classIndex < 0)
                    continue;
                const at = row.bucket * COUNTED_CLASSES.length + classIndex;
                counts[at] = (counts[at] ?? 0) + row.count;
            }
            return { step: this.step(), from, stepMs, counts };
        });
    }
    series(request) {
        return this.read(() => groupSeries(this.context, request));
    }
    alertsSince(from) {
        return this.read(() => alertsSince(this.database, from));
    }
    listMembers(alertId, limit) {
        return this.read(() => listMembers(this.database, alertId, limit));
    }
    listAudit(query) {
        return this.read(() => listAudit(this.database, query));
    }
    listAlerts(query) {
        return this.read(() => listAlerts(this.database, query));
    }
    dueEntries(channel, now, limit) {
        return this.read(() => dueEntries(this.database, channel, now, limit));
    }
    outboxSummary() {
        return this.read(() => summarizeOutbox(this.database));
    }
    ruleCounts(request) {
        return this.read(() => ruleCounts(this.context, request));
    }
    close() {
        this.database.close();
        return Promise.resolve();
    }
    step() {
        const row = this.database.prepare(`SELECT CAST(value AS INTEGER) AS n FROM meta WHERE key = 'step'`).get();
        return z.object({ n: z.number() }).parse(row).n;
    }
    /** Runs `work` on one committed state of the store, without a pause: a second read must not begin in between. */
    async read(work) {
        this.database.exec('BEGIN');
        try {
            this.names.refresh();
            return work();
        }
        finally {
            this.database.exec('COMMIT');
        }
    }
}
//# sourceMappingURL=sqlite-reader.js.map