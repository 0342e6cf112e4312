import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { EventFilter } from '@tunnelwatch/shared/api';
import { type Subject, subjectName } from '@tunnelwatch/shared/subject';
import { z } from 'zod';
import { AgeingMap } from '../../core/aggregate/ageing-map.js';
import type { KindRecord, SubjectRecord } from '../../core/aggregate/records.js';
import { matchingKinds } from './events/event-where.js';
import { numberIn, subjectOfParts, textIn, toKindRecord, toSubjectRecord } from './rows.js';

/** Every subject with the gateway that it is stored under, the name that this has now, and the subject that it is shown as. */
export const SUBJECTS = `
  SELECT s.id, s.gateway_id, coalesce(t.name, g.name) AS gateway, s.kind, s.name, coalesce(c.id, s.id) AS canonical_id
  FROM subject s JOIN gateway g ON g.id = s.gateway_id
  LEFT JOIN gateway t ON t.id = g.alias_of
  LEFT JOIN subject c ON c.gateway_id = g.alias_of AND c.kind = s.kind AND c.name = s.name`;
const idRowSchema = z.object({ id: z.number().int() });
const gatewayRowSchema = z.object({ id: z.number(), name: z.string(), target: z.string(), alias_of: z.number() });
const countSchema = z.object({ n: z.number() });
const KINDS = ['tunnel', 'interface', 'gateway'] as const;

/** Names in memory; the others are looked up by number. Reading a name takes some microseconds. */
const MAX_SUBJECTS = 131_072;
const MAX_GATEWAYS = 16_384;

/** A stored subject by the name that its gateway has now. */
interface StoredSubject {
  subject: Subject;
  /** The gateway that it is stored under, and counted. */
  gatewayId: number;
  /** The subject that it is shown as. */
  canonicalId: number;
}

/**
 * Subjects, kinds, gateways and sources as a connection sees them. A sender may write any name into a line, so only names
 * in use are in memory [STORE-20]. Where an alias joins gateways, several subjects are shown as one, the canonical one: answers name
 * only that, and filters find all.
 */
export class NameCache {
  readonly kinds: KindRecord[] = [];
  /** Repeats by kind, of the kinds of folded lines: usually none. */
  readonly folded = new Map<number, number>();
  private readonly known = new AgeingMap<number, StoredSubject>(MAX_SUBJECTS);
  private readonly gateways = new AgeingMap<number, string>(MAX_GATEWAYS);
  private readonly kindById = new Map<number, KindRecord>();
  private readonly sourceNames = new Map<number, string>();
  /** By stored gateway the one that it has become, and the other way round: as many as there are aliases. */
  private readonly gatewayTargets = new Map<number, number>();
  private readonly joinedGateways = new Map<number, number[]>();
  private readonly gatewayNames = new Map<string, string>();
  private readonly statements: Record<
    'byId' | 'gateway' | 'gatewayByName' | 'byName' | 'count' | 'upTo',
    StatementSyncInstance
  >;
  private namesVersion: number | undefined;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.statements = {
      byId: database.prepare('SELECT gateway_id, kind, name FROM subject WHERE id = ?'),
      gateway: database.prepare('SELECT name FROM gateway WHERE id = ?'),
      gatewayByName: database.prepare('SELECT id FROM gateway WHERE name = ? AND alias_of IS NULL'),
      byName: database.prepare('SELECT id FROM subject WHERE gateway_id = ? AND kind = ? AND name = ?'),
      upTo: database.prepare('SELECT count(*) AS n FROM (SELECT 1 FROM subject LIMIT ?)'),
      count: database.prepare(
        `SELECT max(coalesce((SELECT max(id) FROM subject), 0),
                    coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lastSubjectId'), 0)) AS n`,
      ),
    };
  }

  /** Updates the cache to the transaction that the reader is in. */
  refresh(): void {
    this.refreshNames();
    for (const row of this.database.prepare('SELECT * FROM kind WHERE id > ? ORDER BY id').all(this.kinds.length)) {
      const kind = toKindRecord(row);
      this.kinds.push(kind);
      this.kindById.set(kind.id, kind);
      if (kind.repeats > 1) this.folded.set(kind.id, kind.repeats);
    }
  }

  /** What gateways are called is read again once aliases have changed. */
  private refreshNames(): void {
    const row = this.database.prepare(`SELECT CAST(value AS INTEGER) AS id FROM meta WHERE key = 'namesVersion'`).get();
    const version = idRowSchema.parse(row).id;
    if (version === this.namesVersion) return;
    this.namesVersion = version;
    const { known, gateways, gatewayTargets, joinedGateways, gatewayNames } = this;
    for (const map of [known, gateways, gatewayTargets, joinedGateways, gatewayNames]) map.clear();
    const aliased = this.database
      .prepare(
        `SELECT g.id, g.name, g.alias_of, t.name AS target FROM gateway g JOIN gateway t ON t.id = g.alias_of ORDER BY g.id`,
      )
      .all()
      .map((each) => gatewayRowSchema.parse(each));
    for (const { id, name, alias_of: targetId, target } of aliased) {
      gatewayTargets.set(id, targetId);
      gatewayNames.set(name, target);
      joinedGateways.set(targetId, [...(joinedGateways.get(targetId) ?? []), id]);
    }
  }

  /** A stored subject, with the name that its gateway has now; undefined when no such subject is stored. */
  subject(id: number): Subject | undefined {
    return this.find(id)?.subject;
  }

  /** Whether the store has more subjects than this. */
  hasMoreThan(most: number): boolean {
    return countSchema.parse(this.statements.upTo.get(most + 1)).n > most;
  }

  /** The highest number ever given to a subject. */
  get lastSubjectId(): number {
    return countSchema.parse(this.statements.count.get()).n;
  }

  /** The number of the subject of a name that gateways have now; undefined when it is not stored. */
  idOf(subject: Subject): number | undefined {
    const row: unknown = this.statements.gatewayByName.get(subject.gateway);
    return row === undefined ? undefined : this.idIn(numberIn(row, 'id'), subject);
  }

  /** Whether any gateways are joined. */
  get hasJoined(): boolean {
    return this.gatewayTargets.size > 0;
  }

  /** The subject that a stored one is shown as. */
  canonicalOf(subjectId: number): number {
    return this.hasJoined ? (this.find(subjectId)?.canonicalId ?? subjectId) : subjectId;
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
    if (!this.hasJoined) return subjectIds;
    return subjectIds.flatMap((id) => {
      const stored = this.find(id);
      const gateways = stored === undefined ? [] : (this.joinedGateways.get(stored.gatewayId) ?? []);
      const others = gateways.flatMap((gatewayId) => this.idIn(gatewayId, stored?.subject) ?? []);
      return [id, ...others];
    });
  }

  /** All subjects as they are shown, in the order of their numbers. */
  shownSubjects(): SubjectRecord[] {
    return this.database
      .prepare(`SELECT * FROM (${SUBJECTS}) WHERE id = canonical_id ORDER BY id`)
      .all()
      .map(toSubjectRecord);
  }

  /** The gateway that a subject is stored under, and counted. */
  gatewayIdOf(subjectId: number): number {
    return this.find(subjectId)?.gatewayId ?? 0;
  }

  /** The name of a tunnel's subject; undefined for other subjects. */
  tunnelName(subjectId: number): string | undefined {
    const subject = this.subject(subjectId);
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
    return this.database
      .prepare('SELECT id FROM subject WHERE gateway_id IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(ids))
      .map((row) => numberIn(row, 'id'));
  }

  /** The stored gateways that match the filter; undefined when it names none. */
  gatewayIds(filter: EventFilter): number[] | undefined {
    if (filter.gateway === undefined) return undefined;
    const rows = this.database
      .prepare('SELECT id FROM gateway WHERE name = ? AND alias_of IS NULL')
      .all(filter.gateway);
    const ids = rows.map((row) => idRowSchema.parse(row).id);
    return ids.flatMap((id) => [id, ...(this.joinedGateways.get(id) ?? [])]);
  }

  kindIds(filter: EventFilter): number[] | undefined {
    return matchingKinds(filter, this.kinds);
  }

  private find(id: number): StoredSubject | undefined {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const row: unknown = this.statements.byId.get(id);
    if (row === undefined) return undefined;
    const stored = this.toStored(id, row);
    this.known.set(id, stored);
    return stored;
  }

  /** By hand: a segment may have tens of thousands of subjects that are not in memory. */
  private toStored(id: number, row: unknown): StoredSubject {
    const gatewayId = numberIn(row, 'gateway_id');
    const target = this.canonicalGatewayOf(gatewayId);
    const kindName = textIn(row, 'kind');
    const kind = KINDS.find((each) => each === kindName);
    if (kind === undefined) throw new TypeError(`the kind of subject ${String(id)} is not known`);
    const subject = subjectOfParts(kind, this.gatewayName(target), textIn(row, 'name'));
    const canonicalId = target === gatewayId ? id : (this.idIn(target, subject) ?? id);
    return { subject, gatewayId, canonicalId };
  }

  private gatewayName(id: number): string {
    const known = this.gateways.get(id);
    if (known !== undefined) return known;
    const name = textIn(this.statements.gateway.get(id), 'name');
    this.gateways.set(id, name);
    return name;
  }

  private idIn(gatewayId: number, subject: Subject | undefined): number | undefined {
    if (subject === undefined) return undefined;
    const row: unknown = this.statements.byName.get(gatewayId, subject.kind, subjectName(subject));
    return row === undefined ? undefined : numberIn(row, 'id');
  }
}
