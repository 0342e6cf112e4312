import { openForReading, openForWriting } from '@tunnelwatch/server/store/sqlite/database';
import { checkAudit } from '@tunnelwatch/server/store/sqlite/alerts/audit-check';
import { listAudit } from '@tunnelwatch/server/store/sqlite/alerts/audit-table';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { describe, expect, it } from 'vitest';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
const NOTHING = { parts: [], sources: [], files: [], alerts: [], gateways: [] };

function note(part: Partial<AuditNote> = {}): AuditNote {
  return {
    at: 1_770_724_800_000,
    action: 'acknowledge',
    target: 'alert 1',
    comment: "it's \u202e=1+1",
    requestKey: null,
    actor: { kind: 'person', name: 'Anna', address: '192.0.2.7' },
    before: { state: 'unacknowledged' },
    after: { state: 'acknowledged', __proto__: null },
    ...part,
  };
}

/** A store with entries in three commits. */
function filled(): string {
  const folder = tempFolder();
  const writer = new SqliteWriter(folder);
  writer.load();
  writer.commit({ ...NOTHING, audit: [note({ action: 'opened', before: null })] });
  writer.commit({ ...NOTHING, audit: [note({ requestKey: 'key-1' }), note({ target: 'alert 2' })] });
  writer.commit({
    ...NOTHING,
    audit: [note({ target: 'window 1', actor: { kind: 'token', name: 'bot', address: null } })],
  });
  writer.close();
  return folder;
}

/** Changes the table as somebody would who owns the file. */
function tamper(folder: string, sql: string): void {
  const database = openForWriting(folder);
  database.exec('DROP TRIGGER audit_unchanged; DROP TRIGGER audit_kept');
  database.exec(sql);
  database.close();
}

function broken(folder: string): number | undefined {
  const database = openForReading(folder);
  try {
    const [problem] = checkAudit(database, { keys: [], seen: null }).problems.filter((text) => text.includes('match'));
    return problem === undefined ? undefined : Number(/entry (\d+)/.exec(problem)?.[1]);
  } finally {
    database.close();
  }
}

describe('[ALM-24] the audit trail', () => {
  it('keeps who, what, when, from where, before and after, and finds it again', async () => {
    const reader = new SqliteReader(filled());
    const all = await reader.listAudit({ limit: 10 });
    expect(all.map(({ id, action, target }) => [id, action, target])).toEqual([
      [4, 'acknowledge', 'window 1'],
      [3, 'acknowledge', 'alert 2'],
      [2, 'acknowledge', 'alert 1'],
      [1, 'opened', 'alert 1'],
    ]);
    expect(all[2]).toMatchObject({
      at: 1_770_724_800_000,
      actor: { kind: 'person', name: 'Anna', address: '192.0.2.7' },
      comment: "it's \u202e=1+1",
      before: { state: 'unacknowledged' },
      after: { state: 'acknowledged' },
    });
    const found = async (query: object) => (await reader.listAudit({ limit: 10, ...query })).map(({ id }) => id);
    expect(await found({ target: 'alert 1' })).toEqual([2, 1]);
    expect(await found({ actor: 'bot' })).toEqual([4]);
    expect(await found({ cursor: 3, limit: 1 })).toEqual([2]);
    expect(await found({ target: 'alert 1', after: 1 })).toEqual([2]);
    expect(await found({ after: 1, cursor: 4 })).toEqual([3, 2]);
    expect(await found({ after: 4 })).toEqual([]);
    expect(await found({ from: 1_770_724_800_001 })).toEqual([]);
    expect(await found({ target: 'alert 1', actor: 'Anna', to: 1_770_724_800_001 })).toEqual([2, 1]);
    await reader.close();
  });

  it('knows the requests of before the restart', () => {
    const again = new SqliteWriter(filled());
    expect(again.load().requests).toEqual(
      new Map([['key-1', { target: 'alert 1', after: { state: 'acknowledged' } }]]),
    );
    again.close();
  });

  it('can be neither changed nor shortened', () => {
    const database = openForWriting(filled());
    expect(() => {
      database.exec(`UPDATE audit SET comment = 'nothing happened' WHERE id = 2`);
    }).toThrow('append only');
    expect(() => {
      database.exec('DELETE FROM audit');
    }).toThrow('append only');
    database.close();
  });

  it.each([
    ['a word was changed', `UPDATE audit SET comment = 'nothing happened' WHERE id = 2`, 2],
    ['a name was changed', `UPDATE audit SET actor = replace(actor, 'Anna', 'Bob') WHERE id = 3`, 3],
    ['an entry was taken out', 'DELETE FROM audit WHERE id = 2', 3],
    ['two were swapped', 'UPDATE audit SET id = 9 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3', 2],
  ])('tells when %s', (_what, sql, first) => {
    const folder = filled();
    expect(broken(folder)).toBeUndefined();
    tamper(folder, sql);
    expect(broken(folder)).toBe(first);
  });

  it('goes on where it was, whatever the last commit came to', () => {
    const folder = filled();
    const database = openForWriting(folder);
    const [last] = listAudit(database, { limit: 1 });
    database.close();
    const writer = new SqliteWriter(folder);
    writer.load();
    writer.commit({ ...NOTHING, audit: [note()] });
    writer.close();
    expect(last?.id).toBe(4);
    expect(broken(folder)).toBeUndefined();
  });
});
