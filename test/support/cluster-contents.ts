import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { DatabaseSync } from '@photostructure/sqlite';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** What the store of a node holds: what has to be the same on every node that has applied as much. */
export interface NodeContents {
  /** A hash over everything of every event, and how many there are. */
  events: { count: number; hash: string };
  /** Rows by table, each as JSON. */
  tables: Record<string, string[]>;
}

/**
 * What has to be equal, by name. What is left out is each node's own: steps and marks are of its commits, segments of its
 * upkeep, usual rates and traffic are what it has learned since its start, and the monitor's own records are of what was shown there.
 */
const TABLES: Readonly<Record<string, string>> = {
  alerts: 'SELECT id, rule, is_past, state, last_ms, body FROM alert ORDER BY id',
  members: 'SELECT * FROM alert_member ORDER BY alert_id, subject',
  audit: 'SELECT id, at_ms, actor, action, target, comment, request_key, before, after, hash FROM audit ORDER BY id',
  outbox:
    'SELECT id, key, channel, alert_id, body, made_ms, attempts, next_ms, state, last_error, error_ms, tried_ms FROM outbox ORDER BY id',
  windows: 'SELECT * FROM maintenance_window ORDER BY id',
  inventory: 'SELECT * FROM inventory_entry ORDER BY id',
  rules: 'SELECT * FROM rule_setting ORDER BY rule',
  gateways: 'SELECT id, name, alias_of FROM gateway ORDER BY id',
  subjects: 'SELECT * FROM subject ORDER BY id',
  kinds: 'SELECT * FROM kind ORDER BY id',
  hours: 'SELECT * FROM count_hour ORDER BY hour, subject_id, kind_id',
  minutes: 'SELECT * FROM count_minute ORDER BY minute, gateway_id, kind_id',
  totals: 'SELECT * FROM count_total ORDER BY subject_id, kind_id',
  // How many lines were decoded as a whole depends on what a process has seen before.
  sources: `SELECT id, kind, name, json_remove(json_extract(state, '$.counts'), '$.slow') AS counts FROM source ORDER BY id`,
  senders: 'SELECT * FROM sender ORDER BY key',
  verdicts: 'SELECT * FROM past_verdict ORDER BY id',
};

/** Each page of lines that all differ costs a look at all of their segment. */
const PAGE = 20_000;

/**
 * Reads a store whose node has ended.
 * @param onLine told the bytes of each line, as Latin-1, in the order of the list of events
 */
export async function contentsOf(
  data: string,
  onLine: (line: string) => void = () => undefined,
): Promise<NodeContents> {
  const reader = new SqliteReader(data);
  const hash = createHash('sha256');
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await reader.listEvents({}, PAGE, cursor);
    for (const { raw, ...rest } of page.events) {
      const line = Buffer.from(raw).toString('latin1');
      hash.update(JSON.stringify(rest)).update(line);
      count += 1;
      onLine(line);
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  await reader.close();
  const database = new DatabaseSync(join(data, 'tunnelwatch.db'), { readOnly: true });
  const tables = Object.fromEntries(
    Object.entries(TABLES).map(([name, sql]) => [
      name,
      database
        .prepare(sql)
        .all()
        .map((row) => JSON.stringify(row, withSortedKeys)),
    ]),
  );
  database.close();
  return { events: { count, hash: hash.digest('hex') }, tables };
}

/** Objects are stored as JSON, whose keys come in another order where a node was started meanwhile; it means nothing. */
function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('{')) return sorted(JSON.parse(value));
  return sorted(value);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What differs between stores, one line each, and not more of a table than tells what kind of thing it is; empty when all are equal. */
export function differences(contents: ReadonlyMap<string, NodeContents>): string[] {
  const [[firstName, first] = ['', undefined], ...others] = contents;
  if (first === undefined) return [];
  return others.flatMap(([name, other]) => {
    const found =
      first.events.hash === other.events.hash
        ? []
        : [
            `events: ${String(first.events.count)} on ${firstName}, ${String(other.events.count)} on ${name}, or different ones`,
          ];
    for (const [table, rows] of Object.entries(first.tables)) {
      const here = new Set(rows);
      const there = new Set(other.tables[table]);
      const only = [
        ...rows.filter((row) => !there.has(row)).map((row) => `${table}, only on ${firstName}: ${row}`),
        ...(other.tables[table] ?? [])
          .filter((row) => !here.has(row))
          .map((row) => `${table}, only on ${name}: ${row}`),
      ];
      if (only.length > 0) found.push(`${table}: ${String(only.length)} rows differ`, ...only.slice(0, 6));
      else if (rows.join('\n') !== other.tables[table]?.join('\n')) found.push(`${table}: in another order on ${name}`);
    }
    return found;
  });
}
