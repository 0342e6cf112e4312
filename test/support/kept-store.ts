import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import type { LeavingNames, StepCounts, UnusedNames } from '@tunnelwatch/server/core/aggregate/records';
import type { StoredEvent } from '@tunnelwatch/server/core/classify/describe-event';
import type { EventRecord } from '@tunnelwatch/server/core/events/event-record';
import type { RetentionSettings } from '@tunnelwatch/server/store/retention-settings';
import type { Maintenance } from '@tunnelwatch/server/store/sqlite/maintenance/maintenance';
import type { Removal } from '@tunnelwatch/server/store/sqlite/maintenance/removal';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { StoreDamage, Storage } from '@tunnelwatch/shared/storage';
import { BatchMaker, leaves, type PlainEvent, SOURCE } from './event-batches.js';
import { plainBatch } from './event-parts.js';

/** Segments of a handful of events, so that few events make many of them, and three neighbours are merged. */
const SEALING = { leastEvents: 3, mostRows: 16 };
const MERGING = { mostEvents: 16, mostBytes: 1_048_576, leastNewest: 3, mostGapMs: 86_400_000 };

export const KEEP_ALL: RetentionSettings = { maxAgeMs: null, maxBytes: null };

/** A store with its upkeep, a reader, a live model that follows the steps, and the plain list of what must be there. */
export class KeptStore {
  /** What must be there, by number. */
  readonly events = new Map<number, PlainEvent>();
  readonly removals: Removal[] = [];
  readonly damaged: StoreDamage[] = [];
  /** What was found to be in nobody's use, until `forgetUnused`. */
  private readonly unused: UnusedNames[] = [];
  storage: Storage | undefined;
  reader: SqliteReader;
  model: LiveModel;
  private writer: SqliteWriter;
  private upkeep: Maintenance;
  private readonly maker = new BatchMaker();
  private lastSeq = 0;

  constructor(
    readonly folder: string,
    private readonly retention: RetentionSettings = KEEP_ALL,
    private readonly now = () => Date.now(),
  ) {
    this.writer = new SqliteWriter(folder, SEALING);
    this.writer.load();
    this.upkeep = this.newUpkeep();
    this.reader = this.newReader();
    this.model = new LiveModel({ step: 0, newestTime: null, subjects: [], kinds: [], totals: [], minutes: [] }, now());
  }

  commit(events: readonly PlainEvent[]): void {
    const batch = this.maker.make(events);
    const { subjects, kinds, events: records } = plainBatch(batch);
    const { firstSeq } = this.writer.commit(batch);
    events.forEach((event, index) => this.events.set(firstSeq + index, event));
    if (firstSeq !== this.lastSeq + 1) throw new Error(`the number ${String(firstSeq)} was given`);
    this.lastSeq += events.length;
    this.model.apply(
      { subjects, kinds, counts: countsOf(records, (kindId) => this.maker.repeatsOf(kindId)) },
      this.now(),
    );
  }

  /** Lets go of the names that upkeep has found unused, as the ingest thread does. */
  forgetUnused(): LeavingNames[] {
    return this.unused.splice(0).flatMap(({ subjects, gateways }) => {
      const leaving = [{ subjects: subjects.map(({ id }) => id), gateways }];
      const { left } = this.writer.commit({ ...this.maker.make([]), leaving });
      if (left === undefined) throw new Error('nothing was let go of');
      this.maker.forget(left.subjects);
      this.model.forget(left.subjects);
      return [left];
    });
  }

  /** At the most so many steps of the upkeep; true when there is more to do. */
  keepUp(steps: number): boolean {
    for (let left = steps; left > 0; left--) if (!this.upkeep.step(this.now())) return false;
    return true;
  }

  relieve(): void {
    this.upkeep.relieve(this.now());
  }

  /** Ends everything and opens it anew, as after a restart. */
  async restart(): Promise<void> {
    await this.close();
    this.writer = new SqliteWriter(this.folder, SEALING);
    this.writer.load();
    this.upkeep = this.newUpkeep();
    this.reader = this.newReader();
    this.model = await this.seeded();
  }

  /** A live model as a restart would make it. */
  async seeded(): Promise<LiveModel> {
    return new LiveModel(await this.reader.modelSeed(3_600_000, Number.MAX_SAFE_INTEGER), this.now());
  }

  async close(): Promise<void> {
    await this.reader.close();
    this.writer.close();
  }

  /** What a list must show, newest first. */
  expected(by: EventFilter): (Omit<StoredEvent, 'raw'> & { raw: string })[] {
    return [...this.events]
      .filter(([, event]) => leaves(by, event))
      .sort(([a, first], [b, second]) => second.time - first.time || b - a)
      .map(([seq, { time, subject, kind, raw }]) => ({
        seq,
        time,
        receivedTime: time + 5,
        subject,
        ...kind,
        source: SOURCE.name,
        raw,
      }));
  }

  /** What a list shows, page by page. */
  async listed(by: EventFilter): Promise<unknown[]> {
    const found: StoredEvent[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.reader.listEvents(by, 7, cursor);
      found.push(...page.events);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found.map((event) => ({ ...event, raw: Buffer.from(event.raw).toString() }));
  }

  private newReader(): SqliteReader {
    return new SqliteReader(this.folder, (damage) => this.damaged.push(damage));
  }

  private newUpkeep(): Maintenance {
    return this.writer.maintenance({
      retention: this.retention,
      mergeLimits: MERGING,
      onRemoved: (removal) => {
        this.removals.push(removal);
        for (let seq = removal.range.first; seq <= removal.range.last; seq++) this.events.delete(seq);
        this.model.remove(removal);
      },
      onStorage: (storage) => {
        this.storage = storage;
      },
      onUnused: (unused) => {
        this.unused.push(unused);
      },
    });
  }
}

function countsOf(events: readonly EventRecord[], repeatsOf: (kindId: number) => number): StepCounts {
  const times = Float64Array.from(events, ({ time }) => time);
  return {
    seconds: times.map((time) => Math.floor(time / 1000)),
    subjectIds: Int32Array.from(events, ({ subjectId }) => subjectId),
    kindIds: Int32Array.from(events, ({ kindId }) => kindId),
    counts: Int32Array.from(events, ({ kindId }) => repeatsOf(kindId)),
    firstTimes: times,
    lastTimes: times,
  };
}
