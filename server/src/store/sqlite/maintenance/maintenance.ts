import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { MAX_DAMAGED, type SegmentDamage, type Storage } from '@tunnelwatch/shared/storage';
import { z } from 'zod';
import type { UnusedNames } from '../../../core/aggregate/records.js';
import type { RetentionSettings } from '../../retention-settings.js';
import { NameCache } from '../name-cache.js';
import { forgetPast } from '../past/past-tables.js';
import { Compactor } from './compactor.js';
import { DiskRoom, diskOf, measureRoom } from './disk-room.js';
import type { MergeLimits } from './merge-plan.js';
import type { Removal } from './removal.js';
import { Retention } from './retention.js';
import type { UnusedNameTable } from './unused-names.js';

/** How often to check for work; work in progress continues at once. */
const CHECK_EVERY_MS = 5000;
/** How often to check the size limit while events arrive without a pause. */
const CHECK_WHEN_BUSY_MS = 1000;
const REPORT_EVERY_MS = 5000;
/** How often time-machine data from before the oldest event is removed. */
const FORGET_EVERY_MS = 600_000;

export interface MaintenanceParts {
  /** The writer's connection. */
  database: DatabaseSyncInstance;
  dataDirectory: string;
  /** Runs work as one transaction and one step; the work returns how many rows of new events it removed. */
  asStep: (work: () => number) => number;
  retention: RetentionSettings;
  /** Called once the removal is durable. */
  onRemoved: (removal: Removal) => void;
  onStorage: (storage: Storage) => void;
  /** Called with names to let go of; the next ones come once a batch has answered. */
  onUnused: (unused: UnusedNames) => void;
  /** Where unused names are found; the writer removes them. */
  unusedNames: UnusedNameTable;
  mergeLimits?: MergeLimits;
}

/**
 * Maintains a store beside its writer, on the same connection and in the same thread: removes the oldest events,
 * merges small segments, finds names that nothing has any more, returns free space to the file system, and reports the space used. Every call does one small
 * step, so that incoming events never wait for long. Errors of the engine are thrown as they are; then nothing was changed.
 */
export class Maintenance {
  private readonly compactor: Compactor;
  private readonly retention: Retention;
  private readonly room: DiskRoom;
  private readonly maxBytes: number | null;
  private readonly damaged = new Map<number, SegmentDamage>();
  private nextCheck = 0;
  private nextBusyCheck = 0;
  private nextReport = 0;
  private nextForget = 0;

  constructor(private readonly parts: MaintenanceParts) {
    const { database, dataDirectory, retention, asStep, mergeLimits } = parts;
    const names = new NameCache(database);
    const onDamage = (damage: SegmentDamage) => {
      this.damaged.set(damage.id, damage);
    };
    this.maxBytes = retention.maxBytes === 'auto' ? autoLimit(dataDirectory) : retention.maxBytes;
    const limits = { maxAgeMs: retention.maxAgeMs, maxBytes: this.maxBytes };
    this.retention = new Retention({ database, names, limits, asStep, onDamage });
    const tunnelName = (id: number) => names.tunnelName(id);
    this.compactor = new Compactor({
      database,
      tunnelName,
      onDamage,
      ...(mergeLimits === undefined ? {} : { limits: mergeLimits }),
    });
    this.room = new DiskRoom(database, dataDirectory);
  }

  /**
   * One small step, to be called when idle; true when there is more to do at once.
   * @param now epoch ms
   */
  step(now: number): boolean {
    const isBusy = now >= this.nextCheck && this.work(now);
    if (!isBusy && now >= this.nextCheck) this.nextCheck = now + CHECK_EVERY_MS;
    const isSearching = !isBusy && this.parts.unusedNames.step(now, this.parts.onUnused);
    if (now >= this.nextReport) this.report(now);
    return isBusy || isSearching;
  }

  /**
   * To be called now and then while events arrive without a pause: removes one segment when the store exceeds its
   * size limit, so that the disk does not fill up meanwhile. True when there is more to remove.
   */
  relieve(now: number): boolean {
    if (now >= this.nextReport) this.report(now);
    if (now < this.nextBusyCheck) return false;
    if (this.retention.isTooLarge() && this.trim(now)) return true;
    this.nextBusyCheck = now + CHECK_WHEN_BUSY_MS;
    return false;
  }

  private work(now: number): boolean {
    this.retention.mark(now);
    if (this.trim(now) || this.compactor.step() || this.room.shrink()) return true;
    if (now >= this.nextForget) this.forget(now);
    this.room.cutLog();
    return false;
  }

  /** The past is known as far back as there are events, once retention has removed some. */
  private forget(now: number): void {
    this.nextForget = now + FORGET_EVERY_MS;
    const { database } = this.parts;
    const { oldestEvent, removedEvents } = keptSchema.parse(database.prepare(KEPT).get());
    if (removedEvents > 0 && oldestEvent !== null) forgetPast(database, oldestEvent);
  }

  private trim(now: number): boolean {
    const removal = this.retention.trim(now);
    if (removal === undefined) return false;
    this.compactor.abandon();
    const { first, last } = removal.range;
    for (const { id, firstSeq } of this.damaged.values()) {
      if (firstSeq >= first && firstSeq <= last) this.damaged.delete(id);
    }
    this.parts.onRemoved(removal);
    return true;
  }

  private report(now: number): void {
    this.nextReport = now + REPORT_EVERY_MS;
    const { database, dataDirectory, onStorage } = this.parts;
    onStorage({
      ...measureRoom(database, dataDirectory),
      ...keptSchema.parse(database.prepare(KEPT).get()),
      mostBytes: this.maxBytes,
      damagedSegments: [...this.damaged.values()].slice(0, MAX_DAMAGED),
    });
  }
}

/** Half of the disk: the other half is left for logs, for a backup, and for other users of the disk. */
function autoLimit(dataDirectory: string): number | null {
  const { diskBytes } = diskOf(dataDirectory);
  return diskBytes === null ? null : Math.floor(diskBytes / 2);
}

const number = (key: string) => `(SELECT max(CAST(value AS INTEGER)) FROM meta WHERE key = '${key}')`;
const KEPT = `SELECT (SELECT min(first) FROM (SELECT min(first_ms) AS first FROM segment
                      UNION ALL SELECT min(time_ms) FROM event)) AS oldestEvent,
  ${number('removedUntil')} AS removedUntil, ${number('removedEvents')} AS removedEvents, ${number('removedAt')} AS removedAt`;
const keptSchema = z.object({
  oldestEvent: z.number().nullable(),
  removedUntil: z.number().nullable(),
  removedEvents: z.number(),
  removedAt: z.number().nullable(),
});
