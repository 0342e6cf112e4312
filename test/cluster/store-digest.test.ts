import { Members } from '@tunnelwatch/server/ingest/replica/members';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import type { StoreDigest } from '@tunnelwatch/server/store/store';
import { DatabaseSync } from '@photostructure/sqlite';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { openOrigin, sharedReading } from '@tunnelwatch/server/core/lines/line-origin';
import type { DigestReport } from '@tunnelwatch/server/cluster/member-report';
import { describe, expect, it } from 'vitest';
import { monitorOf } from '../support/monitors.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const NOW = Date.UTC(2026, 1, 10, 17);

const SETTINGS = {
  gatewayHint: 'gw1',
  isHintGuessed: false,
  timeZone: 'UTC',
  format: null,
  isReadOnce: false,
  sender: null,
  binding: null,
};

const CRITICAL =
  '2026-02-10T17:00:00Z gw1 IPSEC: prio=2 id=1682 rev=1 event=commit_failed action=none reason="out of memory"';

/** A node's store that has applied a line and an acknowledgement. */
function applied(folder: string): SqliteWriter {
  const writer = new SqliteWriter(folder);
  const monitor = monitorOf(writer.load(NOW), { startedAt: NOW });
  const source = monitor.sources.of('file', 'c1: /logs/gw1.log');
  const origin = openOrigin(source, SETTINGS, sharedReading(SETTINGS));
  origin.age = 'live';
  const line = Buffer.from(CRITICAL);
  monitor.lines.arrive(NOW);
  monitor.lines.line(origin, line, 0, line.length, false, NOW);
  monitor.lines.settle();
  const taken = new BatchBuilder(monitor, { isWatched: false }).takeBatch(NOW, { files: [], tails: [] });
  if (taken === undefined || taken.batch.alerts.length === 0) throw new Error('no alert was raised');
  writer.commit(taken.batch);
  return writer;
}

const NOTHING = { parts: [], alerts: [], gateways: [], sources: [], files: [] };

function digestOf(writer: SqliteWriter, sequence = 7): StoreDigest {
  const replica = { sequence, id: 'i', storedAt: NOW, at: NOW, batches: [] };
  const { digest } = writer.commit({ ...NOTHING, replica, isDigested: true });
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

function change(folder: string, sql: string): void {
  const database = new DatabaseSync(databaseFile(folder));
  database.exec(sql);
  database.close();
}

const reportOf = (node: string, digest: StoreDigest, more: Partial<DigestReport> = {}): DigestReport => ({
  node,
  version: '1',
  sequence: 7,
  ...digest,
  ...more,
});

const REPORT = {
  incarnation: 'i',
  version: '1',
  sequence: 7,
  appliedAt: NOW,
  isActing: false,
  differingSettings: [],
  at: NOW,
};

/** What node a sees of node b. */
function membersOf(): Members {
  const members = new Members('tunnelwatch', 'a', '1');
  members.takeNode({ node: 'b', ...REPORT }, 0);
  return members;
}

describe('stores of nodes that have applied the same', () => {
  it('[CLU-66] have the same digest', () => {
    const [a, b] = [applied(tempFolder()), applied(tempFolder())];
    expect(digestOf(a)).toEqual(digestOf(b));
    a.close();
    b.close();
  });

  it.each([
    ['an alert', `UPDATE alert SET body = json_set(body, '$.count', 99)`],
    ['an event that is missing in the counts', 'DELETE FROM count_hour'],
    ['the audit trail', `DROP TRIGGER audit_unchanged; UPDATE audit SET comment = 'changed'`],
  ])('[CLU-66] have another one once %s was changed in one of them', (_what, sql) => {
    const folder = tempFolder();
    const [a, b] = [applied(folder), applied(tempFolder())];
    change(folder, sql);
    const members = membersOf();
    members.takeOwnDigest(reportOf('a', digestOf(a)));
    members.takeDigest(reportOf('b', digestOf(b)));
    expect(members.comparisons().differing).toEqual(['b']);
    a.close();
    b.close();
  });

  it('[CLU-66] are compared at the same input and within a version only', () => {
    const folder = tempFolder();
    const [a, b] = [applied(folder), applied(tempFolder())];
    change(folder, `UPDATE alert SET body = json_set(body, '$.count', 99)`);
    const own = digestOf(a);
    const other = digestOf(b);
    const [later, newer] = [membersOf(), membersOf()];
    later.takeOwnDigest(reportOf('a', own));
    later.takeDigest(reportOf('b', other, { sequence: 8 }));
    newer.takeOwnDigest(reportOf('a', own));
    newer.takeDigest(reportOf('b', other, { version: '2' }));
    expect([later, newer].map((members) => members.comparisons())).toEqual([
      { differing: [], same: [] },
      { differing: [], same: [] },
    ]);
    a.close();
    b.close();
  });

  it('[CLU-66] count as different on the node that is alone with its own', () => {
    const members = membersOf();
    members.takeNode({ node: 'c', ...REPORT }, 0);
    members.takeOwnDigest(reportOf('a', { state: 'own', hours: [] }));
    members.takeDigest(reportOf('b', { state: 'others', hours: [] }));
    members.takeDigest(reportOf('c', { state: 'own', hours: [] }));
    const seen = () => {
      const { nodes } = members.status(
        REPORT,
        { state: { kind: 'connected' }, stream: null, collectors: [] },
        { now: 0, at: NOW },
      );
      return nodes.map(({ name, store }) => [name, store]);
    };
    expect(seen()).toEqual([
      ['a', 'same'],
      ['b', 'differs'],
      ['c', 'same'],
    ]);
    members.takeDigest(reportOf('c', { state: 'others', hours: [] }));
    expect(seen()[0]).toEqual(['a', 'differs']);
  });
});
