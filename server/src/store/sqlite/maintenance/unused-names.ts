import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import type { LeavingNames, SubjectRecord, UnusedNames } from '../../../core/aggregate/records.js';
import { numberIn, textIn, toSubjectRecord } from '../rows.js';

/** Names that are looked at in one step, which a commit may have to wait for: some ten milliseconds. */
const NAMES_A_STEP = 2048;
/** How soon after the last one a new search begins. */
const SEARCH_EVERY_MS = 600_000;

/**
 * Whether nothing has a row of `subject` any more: counts hold every stored event. The JSON is that of the indexes, which serve
 * only where the other side has no affinity, hence the plus.
 */
const IS_UNUSED_SUBJECT = `
  NOT EXISTS (SELECT 1 FROM count_total WHERE subject_id = subject.id)
  AND NOT EXISTS (SELECT 1 FROM past_verdict WHERE subject_id = subject.id)
  AND NOT EXISTS (SELECT 1 FROM gateway WHERE id = subject.gateway_id AND alias_of IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM gateway WHERE alias_of = subject.gateway_id)
  AND NOT EXISTS (SELECT 1 FROM gateway g JOIN alert
    ON CASE WHEN json_valid(alert.body) THEN json_extract(alert.body, '$.subject.gateway') END = +g.name
    AND CASE WHEN json_valid(alert.body) THEN json_extract(alert.body, '$.subject.kind') END = +subject.kind
    AND CASE WHEN json_valid(alert.body) THEN coalesce(json_extract(alert.body, '$.subject.matchkey'), json_extract(alert.body, '$.subject.iface'), '') END = +subject.name
    WHERE g.id = subject.gateway_id)
  AND NOT EXISTS (SELECT 1 FROM gateway g JOIN alert_member
    ON CASE WHEN json_valid(alert_member.subject) THEN json_extract(alert_member.subject, '$.gateway') END = +g.name
    AND CASE WHEN json_valid(alert_member.subject) THEN json_extract(alert_member.subject, '$.kind') END = +subject.kind
    AND CASE WHEN json_valid(alert_member.subject) THEN coalesce(json_extract(alert_member.subject, '$.matchkey'), json_extract(alert_member.subject, '$.iface'), '') END = +subject.name
    WHERE g.id = subject.gateway_id)
  AND NOT EXISTS (SELECT 1 FROM gateway g JOIN inventory_entry n ON n.gateway = g.name
    WHERE g.id = subject.gateway_id AND n.kind = iif(subject.kind = 'tunnel', 'matchkey', 'iface') AND n.pattern = subject.name)`;

const IS_UNUSED_GATEWAY = `
  NOT EXISTS (SELECT 1 FROM subject WHERE gateway_id = gateway.id)
  AND gateway.alias_of IS NULL
  AND NOT EXISTS (SELECT 1 FROM gateway other WHERE other.alias_of = gateway.id)
  AND NOT EXISTS (SELECT 1 FROM gateway_life WHERE gateway_life.gateway = gateway.name)
  AND NOT EXISTS (SELECT 1 FROM inventory_entry WHERE inventory_entry.gateway = gateway.name)
  AND NOT EXISTS (SELECT 1 FROM alert
    WHERE CASE WHEN json_valid(alert.body) THEN json_extract(alert.body, '$.subject.gateway') END = +gateway.name)
  AND NOT EXISTS (SELECT 1 FROM alert_member
    WHERE CASE WHEN json_valid(alert_member.subject) THEN json_extract(alert_member.subject, '$.gateway') END = +gateway.name)`;

const metaSchema = z.object({ removed: z.number(), searched: z.number() });

/** A search through all names, which goes on from step to step. */
interface Search {
  /** Events that retention had removed when it began. */
  removed: number;
  table: 'subject' | 'gateway';
  /** The number that it has reached. */
  after: number;
  /** False once the monitor has kept a name that was found: it is looked at again. */
  isWhole: boolean;
}

/**
 * Finds and removes names that nothing stored has any more: no event, alert, verdict, inventory entry or sign of life, and no
 * alias [STORE-30]. Who assigns their numbers is told first what was found, and lets go of it; the batch in which it says so removes
 * what is still unused by then. Only once retention has removed events, a few names at a time.
 */
export class UnusedNameTable {
  private readonly statements: Record<
    'subjects' | 'gateways' | 'subject' | 'gateway' | 'gatewayId' | 'rates' | 'note',
    StatementSyncInstance
  >;
  private search: Search | undefined;
  /** How many names were told, until a batch answers. */
  private told: number | undefined;
  private nextSearch = 0;

  constructor(private readonly database: DatabaseSyncInstance) {
    const prepare = (sql: string) => database.prepare(sql);
    this.statements = {
      subjects: prepare(`SELECT id, (SELECT name FROM gateway WHERE id = gateway_id) AS gateway, kind, name
        FROM subject WHERE id > ? AND id <= ? AND ${IS_UNUSED_SUBJECT} ORDER BY id`),
      gateways: prepare(`SELECT name FROM gateway WHERE id > ? AND id <= ? AND ${IS_UNUSED_GATEWAY} ORDER BY id`),
      subject: prepare(`DELETE FROM subject WHERE id = ? AND ${IS_UNUSED_SUBJECT} RETURNING gateway_id`),
      gateway: prepare(`DELETE FROM gateway WHERE id = ? AND ${IS_UNUSED_GATEWAY} RETURNING name`),
      gatewayId: prepare('SELECT id FROM gateway WHERE name = ?'),
      rates: prepare('DELETE FROM usual_rate WHERE subject_id = ?'),
      note: prepare(`INSERT OR REPLACE INTO meta VALUES ('sweptEvents', ?)`),
    };
  }

  /**
   * Looks at some more names; true when there is more to do at once.
   * @param now epoch ms
   */
  step(now: number, tell: (unused: UnusedNames) => void): boolean {
    if (this.told !== undefined) return false;
    const search = (this.search ??= now < this.nextSearch ? undefined : this.begin());
    if (search === undefined) return false;
    const until = this.reach(search);
    if (until === undefined) return this.turn(search, now);
    const unused = this.unusedIn(search, until);
    search.after = until;
    const count = unused.subjects.length + unused.gateways.length;
    if (count === 0) return true;
    this.told = count;
    tell(unused);
    return false;
  }

  /** A batch has answered what was told: it is durable, and let go of so many names. */
  settle(answered: readonly LeavingNames[]): void {
    const count = answered.reduce((sum, { subjects, gateways }) => sum + subjects.length + gateways.length, 0);
    if (this.search !== undefined && this.told !== undefined && count < this.told) this.search.isWhole = false;
    this.told = undefined;
  }

  /**
   * Removes those of these names that nothing has, and their gateways likewise. Within the transaction of the batch that lets go
   * of them, after all else of it.
   * @param isNew whether the batch brings a subject by itself: it has come again meanwhile
   */
  remove(leaving: readonly LeavingNames[], isNew: (subjectId: number) => boolean): LeavingNames {
    const { statements } = this;
    this.noteNumbers();
    const subjects: number[] = [];
    const gatewayIds = new Set<number>();
    for (const id of leaving.flatMap((each) => each.subjects)) {
      const row: unknown = isNew(id) ? undefined : statements.subject.get(id);
      if (row === undefined) continue;
      statements.rates.run(id);
      subjects.push(id);
      gatewayIds.add(numberIn(row, 'gateway_id'));
    }
    for (const name of leaving.flatMap((each) => each.gateways)) {
      const row: unknown = statements.gatewayId.get(name);
      if (row !== undefined) gatewayIds.add(numberIn(row, 'id'));
    }
    const gateways = Array.from(gatewayIds).flatMap((id) => {
      const row: unknown = statements.gateway.get(id);
      return row === undefined ? [] : [textIn(row, 'name')];
    });
    return { subjects, gateways };
  }

  private begin(): Search | undefined {
    const { removed, searched } = metaSchema.parse(
      this.database
        .prepare(
          `SELECT coalesce(max(iif(key = 'removedEvents', CAST(value AS INTEGER), 0)), 0) AS removed,
                  coalesce(max(iif(key = 'sweptEvents', CAST(value AS INTEGER), 0)), 0) AS searched FROM meta`,
        )
        .get(),
    );
    return removed === searched ? undefined : { removed, table: 'subject', after: 0, isWhole: true };
  }

  /** The last number that the next step looks at; undefined when there are no more. */
  private reach({ table, after }: Search): number | undefined {
    const row = this.database
      .prepare(`SELECT max(id) AS last FROM (SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ?)`)
      .get(after, NAMES_A_STEP);
    return z.object({ last: z.number().nullable() }).parse(row).last ?? undefined;
  }

  private unusedIn({ table, after }: Search, until: number): UnusedNames {
    const { statements } = this;
    const subjects: SubjectRecord[] =
      table === 'subject' ? statements.subjects.all(after, until).map(toSubjectRecord) : [];
    const gateways = table === 'gateway' ? statements.gateways.all(after, until).map((row) => textIn(row, 'name')) : [];
    return { subjects, gateways };
  }

  /** Goes on with gateways behind the last subject, and ends behind the last gateway. */
  private turn(search: Search, now: number): boolean {
    if (search.table === 'subject') {
      search.table = 'gateway';
      search.after = 0;
      return true;
    }
    if (search.isWhole) this.statements.note.run(String(search.removed));
    this.search = undefined;
    this.nextSearch = now + SEARCH_EVERY_MS;
    return false;
  }

  /** A number is not given twice, for what else is stored under it may be found later. */
  private noteNumbers(): void {
    this.database.exec(`
      INSERT OR REPLACE INTO meta SELECT 'lastSubjectId', CAST(max(n) AS TEXT) FROM (
        SELECT coalesce(max(id), 0) AS n FROM subject UNION ALL SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lastSubjectId');
      INSERT OR REPLACE INTO meta SELECT 'lastGatewayId', CAST(max(n) AS TEXT) FROM (
        SELECT coalesce(max(id), 0) AS n FROM gateway UNION ALL SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lastGatewayId');`);
  }
}
