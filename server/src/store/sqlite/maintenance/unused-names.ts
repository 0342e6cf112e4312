import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';

/** Names that alerts and the inventory have, whether or not there are events of them. */
const NAMED = `
  CREATE TEMP TABLE named AS
    SELECT json_extract(subject, '$.gateway') AS gateway, json_extract(subject, '$.kind') AS kind,
           coalesce(json_extract(subject, '$.matchkey'), json_extract(subject, '$.iface'), '') AS name
    FROM (SELECT json_extract(body, '$.subject') AS subject FROM alert UNION ALL SELECT subject FROM alert_member)
    WHERE json_extract(subject, '$.gateway') IS NOT NULL
    UNION SELECT gateway, iif(kind = 'matchkey', 'tunnel', 'interface'), pattern FROM inventory_entry;
  CREATE INDEX temp.named_gateway ON named (gateway, kind, name);
`;

/** What an alias joins is found by its name. */
const JOINED =
  '(SELECT id FROM gateway WHERE alias_of IS NOT NULL UNION SELECT alias_of FROM gateway WHERE alias_of IS NOT NULL)';

const SUBJECTS = `
  DELETE FROM subject WHERE NOT EXISTS (SELECT 1 FROM count_total WHERE subject_id = subject.id)
    AND gateway_id NOT IN ${JOINED}
    AND id NOT IN (SELECT subject_id FROM past_verdict)
    AND NOT EXISTS (SELECT 1 FROM gateway g JOIN temp.named n ON n.gateway = g.name
                    WHERE g.id = subject.gateway_id AND n.kind = subject.kind AND n.name = subject.name)`;

const GATEWAYS = `
  DELETE FROM gateway WHERE NOT EXISTS (SELECT 1 FROM subject WHERE gateway_id = gateway.id)
    AND id NOT IN ${JOINED}
    AND NOT EXISTS (SELECT 1 FROM gateway_life WHERE gateway_life.gateway = gateway.name)
    AND NOT EXISTS (SELECT 1 FROM temp.named n WHERE n.gateway = gateway.name)`;

const metaSchema = z.object({ removed: z.number(), swept: z.number() });

/**
 * Removes names that nothing stored has any more: no event, alert, verdict, inventory entry or sign of life [STORE-30]. At the start, within a
 * transaction, before anybody has names in memory; and only when retention has removed events since the last time.
 * @returns how many names of tunnels, interfaces and gateways were removed
 */
export function removeUnusedNames(database: DatabaseSyncInstance): number {
  const { removed, swept } = metaSchema.parse(
    database
      .prepare(
        `SELECT coalesce(max(iif(key = 'removedEvents', CAST(value AS INTEGER), 0)), 0) AS removed,
                coalesce(max(iif(key = 'sweptEvents', CAST(value AS INTEGER), 0)), 0) AS swept FROM meta`,
      )
      .get(),
  );
  if (removed === swept) return 0;
  // A number is not given twice, for what else is stored under it may be found later.
  database.exec(`
    INSERT OR REPLACE INTO meta SELECT 'lastSubjectId', CAST(max(n) AS TEXT) FROM (
      SELECT coalesce(max(id), 0) AS n FROM subject UNION ALL SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lastSubjectId');
    INSERT OR REPLACE INTO meta SELECT 'lastGatewayId', CAST(max(n) AS TEXT) FROM (
      SELECT coalesce(max(id), 0) AS n FROM gateway UNION ALL SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lastGatewayId');
    ${NAMED}`);
  const names = Number(database.prepare(SUBJECTS).run().changes) + Number(database.prepare(GATEWAYS).run().changes);
  database.exec('DROP TABLE temp.named; DELETE FROM usual_rate WHERE subject_id NOT IN (SELECT id FROM subject);');
  database.prepare(`INSERT OR REPLACE INTO meta VALUES ('sweptEvents', ?)`).run(String(removed));
  return names;
}
