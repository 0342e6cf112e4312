import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { Subject } from '@tunnelwatch/shared/subject';
import { z } from 'zod';
import type { KindRecord, SubjectRecord } from '../../core/aggregate/records.js';
import { matchingKinds } from './events/event-where.js';
import { toKindRecord, toSubjectRecord } from './rows.js';

/** Every subject with the gateway that it is stored under, the name that this has now, and the subject that it is shown as. */
export const SUBJECTS = `
  SELECT s.id, s.gateway_id, coalesce(t.name, g.name) AS gateway, s.kind, s.name, coalesce(c.id, s.id) AS canonical_id
  FROM subject s JOIN gateway g ON g.id = s.gateway_id
  LEFT JOIN gateway t ON t.id = g.alias_of
  LEFT JOIN subject c ON c.gateway_id = g.alias_of AND c.kind = s.kind AND c.name = s.name`;
const idRowSchema = z.object({ id: z.number().int() });
const subjectIdsSchema = z.object({ id: z.number(), gateway_id: z.number(), canonical_id: z.number() });
const gatewayRowSchema = z.object({ id: z.number(), name: z.string(), alias_of: z.number().nullable() });

/**
 * Subjects, kinds, gateways and sources as a reader sees them; rows are only ever added, so only new ones are read. Where an
 * alias joins gateways, several subjects are shown as one, the canonical one: answers name only that, and filters find all.
 */
export class NameCache {
  /** All stored subjects, with the name that their gateway has now. */
  readonly subjects = new Map<number, Subject>();
  readonly kinds: KindRecord[] = [];
  /** Repeats by kind, of the kinds of folded lines: usually none. */
  readonly folded = new Map<number, number>();
  private readonly kindById = new Map<number, KindRecord>();
  private readonly gatewayIdBySubject = new Map<number, number>();
  private readonly sourceNames = new Map<number, string>();
  /** By stored subject the one it is shown as, where that is another: usually none. */
  private readonly canonical = new Map<number, number>();
  /** By canonical subject the others that are shown as it. */
  private readonly joined = new Map<number, number[]>();
  /** By stored gateway the one that it has become. */
  private readonly gatewayTargets = new Map<number, number>();
  private readonly gatewayNames = new Map<string, string>();
  private newestSubject = 0;
  private namesVersion: number | undefined;

  constructor(private readonly database: DatabaseSyncInstance) {}

  /** Updates the cache to the transaction that the reader is in. */
  refresh(): void {
    this.refreshNames();
    const added = this.database.prepare(`${SUBJECTS} WHERE s.id > ? ORDER BY s.id`).all(this.newestSubject);
    for (const row of added) {
      const { id, subject } = toSubjectRecord(row);
      const { gateway_id: gatewayId, canonical_id: canonicalId } = subjectIdsSchema.parse(row);
      this.gatewayIdBySubject.set(id, gatewayId);
      this.subjects.set(id, subject);
      if (canonicalId !== id) this.join(id, canonicalId);
      this.newestSubject = id;
    }
    for (const row of this.database.prepare('SELECT * FROM kind WHERE id > ? ORDER BY id').all(this.kinds.length)) {
      const kind = toKindRecord(row);
      this.kinds.push(kind);
      this.kindById.set(kind.id, kind);
      if (kind.repeats > 1) this.folded.set(kind.id, kind.repeats);
    }
  }

  /** The names of all gateways are read again once aliases have changed. */
  private refreshNames(): void {
    const row = this.database.prepare(`SELECT CAST(value AS INTEGER) AS id FROM meta WHERE key = 'namesVersion'`).get();
    const version = idRowSchema.parse(row).id;
    if (version === this.namesVersion) return;
    this.namesVersion = version;
    this.newestSubject = 0;
    for (const map of [this.subjects, this.canonical, this.joined, this.gatewayTargets, this.gatewayNames]) map.clear();
    const gateways = this.database
      .prepare('SELECT id, name, alias_of FROM gateway')
      .all()
      .map((each) => gatewayRowSchema.parse(each));
    const names = new Map(gateways.map(({ id, name }) => [id, name]));
    for (const { id, name, alias_of: target } of gateways) {
      if (target === null) continue;
      this.gatewayTargets.set(id, target);
      this.gatewayNames.set(name, names.get(target) ?? name);
    }
  }

  private join(id: number, canonicalId: number): void {
    this.canonical.set(id, canonicalId);
    const others = this.joined.get(canonicalId);
    if (others === undefined) this.joined.set(canonicalId, [id]);
    else others.push(id);
  }

  /** Whether any gateways are joined. */
  get hasJoined(): boolean {
    return this.canonical.size > 0 || this.gatewayTargets.size > 0;
  }

  /** The subject that a stored one is shown as. */
  canonicalOf(subjectId: number): number {
    return this.canonical.size === 0 ? subjectId : (this.canonical.get(subjectId) ?? subjectId);
  }

  /** The gateway that a stored one is shown as. */
  canonicalGatewayOf(gatewayId: number): number {
    return this.gatewayTargets.get(gatewayId) ?? gatewayId;
  }

  /** The name that a gateway has now which was once stored under this one. */
  nowOf(gateway: string): string {
    return this.gatewayNames.get(gateway) ?? gateway;
  }

  /** Subjects with all that are shown as them. */
  withJoined(subjectIds: readonly number[]): readonly number[] {
    if (this.canonical.size === 0) return subjectIds;
    return subjectIds.flatMap((id) => [id, ...(this.joined.get(id) ?? [])]);
  }

  /** The subjects as they are shown, in the order of their numbers. */
  shownSubjects(): SubjectRecord[] {
    const shown: SubjectRecord[] = [];
    for (const [id, subject] of this.subjects) if (!this.canonical.has(id)) shown.push({ id, subject });
    return shown;
  }

  /** The gateway that a subject is stored under, and counted. */
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

  /** The stored subjects that match matchkey and iface; undefined when the filter names neither. */
  subjectIds(filter: EventFilter): number[] | undefined {
    const { gateway, matchkey, iface } = filter;
    if (matchkey === undefined && iface === undefined) return undefined;
    if (matchkey !== undefined && iface !== undefined) return [];
    const rows = this.database
      .prepare(
        `SELECT s.id FROM subject s JOIN gateway g ON g.id = s.gateway_id LEFT JOIN gateway t ON t.id = g.alias_of
         WHERE s.name = ? AND s.kind = ? AND (? IS NULL OR coalesce(t.name, g.name) = ?)`,
      )
      .all(matchkey ?? iface ?? '', matchkey === undefined ? 'interface' : 'tunnel', gateway ?? null, gateway ?? null);
    return rows.map((row) => idRowSchema.parse(row).id);
  }

  /** All stored subjects of the gateway that the filter names; undefined when it names none. */
  subjectsOfGateway(filter: EventFilter): number[] | undefined {
    const ids = this.gatewayIds(filter);
    if (ids === undefined) return undefined;
    return [...this.gatewayIdBySubject].filter(([, gatewayId]) => ids.includes(gatewayId)).map(([id]) => id);
  }

  /** The stored gateways that match the filter; undefined when it names none. */
  gatewayIds(filter: EventFilter): number[] | undefined {
    if (filter.gateway === undefined) return undefined;
    const rows = this.database
      .prepare('SELECT id FROM gateway WHERE name = ? AND alias_of IS NULL')
      .all(filter.gateway);
    const ids = rows.map((row) => idRowSchema.parse(row).id);
    for (const [id, target] of this.gatewayTargets) if (ids.includes(target)) ids.push(id);
    return ids;
  }

  kindIds(filter: EventFilter): number[] | undefined {
    return matchingKinds(filter, this.kinds);
  }
}
