import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { EventRecord } from '../store.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

interface Total {
  subjectId: number;
  kindId: number;
  count: number;
  first: number;
  last: number;
}

/**
 * Adds a batch to the counts by hour, by minute and in total. The batch is summed in memory first, so that a table is
 * touched once per key and batch, not once per event.
 */
export class RollupWriter {
  private readonly hour: StatementSyncInstance;
  private readonly minute: StatementSyncInstance;
  private readonly total: StatementSyncInstance;

  constructor(database: DatabaseSyncInstance) {
    this.hour = database.prepare(
      'INSERT INTO count_hour VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
    );
    this.minute = database.prepare(
      'INSERT INTO count_minute VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
    );
    this.total = database.prepare(
      `INSERT INTO count_total VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n,
       first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)`,
    );
  }

  /** Adds the events' counts; `gatewayOf` names the gateway of a subject. */
  add(events: readonly EventRecord[], gatewayOf: (subjectId: number) => number): void {
    this.addBuckets(this.hour, events, HOUR_MS, (event) => event.subjectId);
    this.addBuckets(this.minute, events, MINUTE_MS, (event) => gatewayOf(event.subjectId));
    this.addTotals(events);
  }

  private addBuckets(
    statement: StatementSyncInstance,
    events: readonly EventRecord[],
    widthMs: number,
    keyOf: (event: EventRecord) => number,
  ): void {
    const byBucket = new Map<number, Map<number, Map<number, number>>>();
    for (const event of events) {
      const byKey = childOf(byBucket, Math.floor(event.time / widthMs));
      const byKind = childOf(byKey, keyOf(event));
      byKind.set(event.kindId, (byKind.get(event.kindId) ?? 0) + 1);
    }
    for (const [bucket, byKey] of byBucket) {
      for (const [key, byKind] of byKey) {
        for (const [kindId, count] of byKind) statement.run(bucket, key, kindId, count);
      }
    }
  }

  private addTotals(events: readonly EventRecord[]): void {
    const bySubject = new Map<number, Map<number, Total>>();
    for (const { subjectId, kindId, time } of events) {
      const byKind = childOf(bySubject, subjectId);
      const total = byKind.get(kindId);
      if (total === undefined) {
        byKind.set(kindId, { subjectId, kindId, count: 1, first: time, last: time });
      } else {
        total.count += 1;
        total.first = Math.min(total.first, time);
        total.last = Math.max(total.last, time);
      }
    }
    for (const byKind of bySubject.values()) {
      for (const t of byKind.values()) this.total.run(t.subjectId, t.kindId, t.count, t.first, t.last);
    }
  }
}

function childOf<Key, Child extends Map<number, unknown>>(parent: Map<Key, Child>, key: Key): Child {
  let child = parent.get(key);
  if (child === undefined) {
    // An empty Map is a Child whatever its values are; the compiler cannot see that through the generic.
    child = new Map() as Child;
    parent.set(key, child);
  }
  return child;
}
