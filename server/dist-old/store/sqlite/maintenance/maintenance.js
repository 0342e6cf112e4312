import { MOST_DAMAGED } from '@tunnelwatch/shared/storage';
import { z } from 'zod';
import { NameCache } from '../name-cache.js';
import { Compactor } from './compactor.js';
import { DiskRoom, diskOf, measureRoom } from './disk-room.js';
import { Retention } from './retention.js';
/** How often is looked whether there is anything to do; what was begun goes on at once. */
const LOOK_EVERY_MS = 5000;
/** While events keep coming without a pause, room is made as soon as this much more is used than may be. */
const LOOK_WHEN_BUSY_MS = 1000;
const REPORT_EVERY_MS = 5000;
/**
 * Keeps a store healthy beside its writer, on the same connection and in the same thread: lets the oldest events go,
 * merges small segments, gives room back to the disk, and reports the room. Every call does one small thing, so that
 * what comes in never waits for long. Errors of the engine are thrown as they are; nothing was changed then.
 */
export class Maintenance {
    parts;
    compactor;
    retention;
    room;
    maxBytes;
    damaged = new Map();
    nextLook = 0;
    nextBusyLook = 0;
    nextReport = 0;
    constructor(parts) {
        this.parts = parts;
        const { database, dataDirectory, retention, asStep, mergeLimits } = parts;
        const names = new NameCache(database);
        const onDamage = (damage) => {
            this.damaged.set(damage.id, damage);
        };
        this.maxBytes = retention.maxBytes === 'auto' ? autoLimit(dataDirectory) : retention.maxBytes;
        const limits = { maxAgeMs: retention.maxAgeMs, maxBytes: this.maxBytes };
        this.retention = new Retention({ database, names, limits, asStep, onDamage });
        const tunnelName = (id) => names.tunnelName(id);
        this.compactor = new Compactor({
            ...{ database, tunnelName, onDamage },
            ...(mergeLimits === undefined ? {} : { limits: mergeLimits }),
        });
        this.room = new DiskRoom(database, dataDirectory);
    }
    /**
     * One small step, to be called when there is nothing else to do; true when there is more to do at once.
     * @param now epoch ms
     */
    step(now) {
        const isBusy = now >= this.nextLook && this.work(now);
        if (!isBusy && now >= this.nextLook)
            this.nextLook = now + LOOK_EVERY_MS;
        if (now >= this.nextReport)
            this.report(now);
        return isBusy;
    }
    /**
     * To be called now and then while events come without a pause: removes one segment when the store is larger than it
     * may be, so that the disk does not fill up meanwhile. True when there is more to remove.
     */
    relieve(now) {
        if (now >= this.nextReport)
            this.report(now);
        if (now < this.nextBusyLook)
            return false;
        if (this.retention.isTooLarge() && this.trim(now))
            return true;
        this.nextBusyLook = now + LOOK_WHEN_BUSY_MS;
        return false;
    }
    work(now) {
        this.retention.mark(now);
        if (this.trim(now) || this.compactor.step() || this.room.shrink())
            return true;
        this.room.cutLog();
        return false;
    }
    trim(now) {
        const removal = this.retention.trim(now);
        if (removal === undefined)
            return false;
        this.compactor.abandon();
        const { first, last } = removal.range;
        for (const { id, firstSeq } of this.damaged.values()) {
            if (firstSeq >= first && firstSeq <= last)
                this.damaged.delete(id);
        }
        this.parts.onRemoved(removal);
        return true;
    }
    report(now) {
        this.nextReport = now + REPORT_EVERY_MS;
        const { database, dataDirectory, onStorage } = this.parts;
        onStorage({
            ...measureRoom(database, dataDirectory),
            ...keptSchema.parse(database.prepare(KEPT).get()),
            mostBytes: this.maxBytes,
            damagedSegments: [...this.damaged.values()].slice(0, MOST_DAMAGED),
        });
    }
}
/** Half of the disk: the other half stays for logs, for a backup, and for whoever else lives there. */
function autoLimit(dataDirectory) {
    const { diskBytes } = diskOf(dataDirectory);
    return diskBytes === null ? null : Math.floor(diskBytes / 2);
}
const number = (key) => `(SELECT max(CAST(value AS INTEGER)) FROM meta WHERE key = '${key}')`;
const KEPT = `SELECT (SELECT min(first) FROM (SELECT min(first_ms) AS first FROM segment
                      UNION ALL SELECT min(time_ms) FROM event)) AS oldestEvent,
  ${number('removedUntil')} AS removedUntil, ${number('removedEvents')} AS removedEvents, ${number('removedAt')} AS removedAt`;
const keptSchema = z.object({
    oldestEvent: z.number().nullable(),
    removedUntil: z.number().nullable(),
    removedEvents: z.number(),
    removedAt: z.number().nullable(),
});
//# sourceMappingURL=maintenance.js.map