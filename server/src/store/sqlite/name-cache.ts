import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { Subject } from '@tunnelwatch/shared/subject';
import { z } from 'zod';
import type { KindRecord, SubjectRecord } from '../../core/aggregate/records.js';
import { matchingKinds } from './events/event-where.js';
import { toKindRecord, toSubjectRecord } from './rows.js';

const SUBJECTS =
  'SELECT s.id, s.gateway_id, g.name AS gateway, s.kind, s.name FROM subject s JOIN gateway g ON g.id = s.gateway_id';
const idRowSchema = z.object({ id: z.number().int() });

/** Subjects, kinds, gateways and sources as a reader sees them; rows are only ever added, so only new ones are read. */
export class NameCache {
  readonly subjects = new Map<number, Subject>();
  readonly kinds: KindRecord[] = [];
  /** Repeats by kind, of the kinds of folded lines: usually none. */
  readonly folded = new Map<number, number>();
  private readonly kindById = new Map<number, KindRecord>();
  private readonly gatewayIdBySubject = new Map<number, number>();
  private readonly sourceNames = new Map<number, string>();
  private newestSubject = 0;

  constructor(private readonly database: DatabaseSyncInstance) {}

  /** Updates the cache to the transaction that the reader is in. */
  refresh(): SubjectRecord[] {
    const added = this.database.prepare(`${SUBJECTS} WHERE s.id > ? ORDER BY s.id`).all(this.newestSubject);
    const records = added.map(toSubjectRecord);
    for (const row of added) {
      const { id, gateway_id: gatewayId } = z.object({ id: z.number(), gateway_id: z.number() }).parse(row);
      this.gatewayIdBySubject.set(id, gatewayId);
    }
    for (const { id, subject } of records) {
      this.subjects.set(id, subject);
      this.newestSubject = id;
    }
    for (const row of this.database.prepare('SELECT * FROM kind WHERE id > ? ORDER BY id').all(this.kinds.length)) {
      const kind = toKindRecord(row);
      this.kinds.push(kind);
      this.kindById.set(kind.id, kind);
      if (kind.repeats > 1) this.folded.set(kind.id, kind.repeats);
    }
    return records;
  }

  gatewayIdOf(subjectId: number): number {
    return this.gatewayIdBySubject.get(subjectId) ?? 0;
  }

  /** The name of a tunnel's subject; undefined for other subjects. */
  tunnelName(subjectId: number): string | undefined {
    const subject = this.subjects.get(subjectId);
    return subject?.kind === 'tunnel' ? subject.matchkey : undefined;
  }

  kind(id: number): KindRecord | undefined {
    return this.kindById.get(id);
  }

  /** How many events one of a kind counts for. */
  repeatsOf(kindId: number): number {
    return this.folded.get(kindId) ?? 1;
  }

  sourceName(id: number): string {
    const known = this.sourceNames.get(id);
    if (known !== undefined) return known;
    const row = this.database.prepare('SELECT name FROM source WHERE id = ?').get(id);
    const name = z.object({ name: z.string() }).parse(row).name;
    this.sourceNames.set(id, name);
    return name;
  }

  /** The subjects that match matchkey and iface; undefined when the filter names neither. */
  subjectIds(filter: EventFilter): number[] | undefined {
    const { gateway, matchkey, iface } = filter;
    if (matchkey === undefined && iface === undefined) return undefined;
    if (matchkey !== undefined && iface !== undefined) return [];
    const rows = this.database
      .prepare(
        `SELECT s.id FROM subject s JOIN gateway g ON g.id = s.gateway_id
         WHERE s.name = ? AND s.kind = ? AND (? IS NULL OR g.name = ?)`,
      )
      .all(matchkey ?? iface ?? '', matchkey === undefined ? 'interface' : 'tunnel', gateway ?? null, gateway ?? null);
    return rows.map((row) => idRowSchema.parse(row).id);
  }

  /** All subjects of the gateway that the filter names; undefined when it names none. */
  subjectsOfGateway(filter: EventFilter): number[] | undefined {
    const ids = this.gatewayIds(filter);
    if (ids === undefined) return undefined;
    return [...this.gatewayIdBySubject].filter(([, gatewayId]) => ids.includes(gatewayId)).map(([id]) => id);
  }

  /** The gateways that match the filter; undefined when it names none. */
  gatewayIds(filter: EventFilter): number[] | undefined {
    if (filter.gateway === undefined) return undefined;
    const rows = this.database.prepare('SELECT id FROM gateway WHERE name = ?').all(filter.gateway);
    return rows.map((row) => idRowSchema.parse(row).id);
  }

  kindIds(filter: EventFilter): number[] | undefined {
    return matchingKinds(filter, this.kinds);
  }
}
