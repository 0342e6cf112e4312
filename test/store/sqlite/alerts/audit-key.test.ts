import { openAuditKeys, readAuditKeys } from '@tunnelwatch/server/store/audit/audit-key';
import { keepSeenHead, readSeenHead, seenHeadFile } from '@tunnelwatch/server/store/audit/seen-head';
import { checkAudit } from '@tunnelwatch/server/store/sqlite/alerts/audit-check';
import { auditRowSchema } from '@tunnelwatch/server/store/sqlite/alerts/audit-table';
import { openForReading, openForWriting } from '@tunnelwatch/server/store/sqlite/database';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../support/run-cli.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
const NOTHING = { parts: [], sources: [], files: [], alerts: [], gateways: [] };
const AT = 1_770_724_800_000;

let data = '';

beforeEach(() => {
  data = join(tempFolder(), 'data');
  mkdirSync(data);
});

const place = () => ({ keyFile: null, dataDirectory: data });

function note(target: string) {
  const actor = { kind: 'person', name: 'ann', address: null } as const;
  return { at: AT, action: 'acknowledge', target, comment: '', requestKey: null, actor, before: null, after: null };
}

/** A run of the server that enters so many entries, in commits of `each`. */
function run(entries: number, each = entries): void {
  const writer = new SqliteWriter(data, undefined, openAuditKeys(place()).current);
  writer.load();
  for (let done = 0; done < entries; done += each) {
    const audit = Array.from({ length: Math.min(each, entries - done) }, (_, at) => note(`alert ${String(done + at)}`));
    writer.commit({ ...NOTHING, audit, at: AT + done });
  }
  writer.close();
}

/** What a run has seen by its end is kept. */
function keepHead(): void {
  const { head } = check();
  if (head !== null) keepSeenHead(openAuditKeys(place()), data, head);
}

function check() {
  const keys = openAuditKeys(place());
  const database = openForReading(data);
  try {
    return checkAudit(database, { keys: keys.keys, seen: readSeenHead(keys, data).head });
  } finally {
    database.close();
  }
}

/** Changes the table as somebody would who owns the file but not the key. */
function tamper(sql: string, isRechained = false): void {
  const database = openForWriting(data);
  database.exec('DROP TRIGGER audit_unchanged; DROP TRIGGER audit_kept');
  database.exec(sql);
  if (isRechained) {
    let hash = '0'.repeat(64);
    for (const raw of database.prepare('SELECT * FROM audit ORDER BY id').all()) {
      const { id, at_ms, actor, action, target, comment, request_key, before, after } = auditRowSchema.parse(raw);
      const content = [hash, id, at_ms, actor, action, target, comment, request_key, before, after];
      hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
      database.prepare('UPDATE audit SET hash = ? WHERE id = ?').run(hash, id);
    }
  }
  database.close();
}

/** All that the store itself knows of the highest number. */
const FORGET = `UPDATE meta SET value = (SELECT max(id) FROM audit) WHERE key = 'lastAuditId'; DELETE FROM past_moment;`;

describe('[KEEP-20] the key of the audit trail', () => {
  it('is created beside the data folder, for its owner only, and found again', () => {
    const made = openAuditKeys(place());
    expect(made).toMatchObject({ file: `${data}.audit.key`, isNew: true, isInside: false });
    expect(statSync(made.file).mode & 0o777).toBe(0o600);
    expect(openAuditKeys(place())).toEqual({ ...made, isNew: false });
    expect(existsSync(join(data, 'audit.key'))).toBe(false);
  });

  it('is where the settings say, and nothing is created to read it', () => {
    const keyFile = join(tempFolder(), 'own.key');
    expect(readAuditKeys({ keyFile, dataDirectory: data })).toBeUndefined();
    expect(openAuditKeys({ keyFile, dataDirectory: data })).toMatchObject({ file: keyFile, isNew: true });
  });

  it('is never overwritten when it is not one', () => {
    writeFileSync(`${data}.audit.key`, 'something else\n');
    expect(() => openAuditKeys(place())).toThrow('each line must have 64 hexadecimal digits; put the right file back');
    expect(readFileSync(`${data}.audit.key`, 'utf8')).toBe('something else\n');
  });

  it('verifies with all keys of the file, and writes with the last one', () => {
    run(5);
    const first = openAuditKeys(place());
    appendFileSync(first.file, `${'ab'.repeat(32)}\n`);
    expect(openAuditKeys(place()).current.id).not.toBe(first.current.id);
    run(5);
    expect(check()).toMatchObject({ head: { id: 10 }, problems: [] });
  });
});

describe('[KEEP-21] the chain of the audit trail', () => {
  it('does not depend on batches', () => {
    run(30, 7);
    const inSevens = check().head;
    rmSync(data, { recursive: true });
    mkdirSync(data);
    run(30, 1);
    expect(check().head).toEqual(inSevens);
  });

  it('continues one of before there were keys', () => {
    const old = new SqliteWriter(data);
    old.load();
    old.commit({ ...NOTHING, audit: [note('alert 1'), note('alert 2')] });
    old.close();
    run(3);
    expect(check()).toMatchObject({ head: { id: 5 }, problems: [] });
    tamper(`UPDATE audit SET comment = 'x' WHERE id = 2`);
    expect(check().problems).toEqual([
      'entry 2 of the audit trail does not match the hash chain: it or an earlier one was changed',
    ]);
  });

  it('is not verified where there is no key, and that is said', async () => {
    run(3);
    rmSync(`${data}.audit.key`);
    expect(await runCli(['check-data', '--data', data])).toMatchObject({
      code: 0,
      out: expect.stringContaining('The key of the audit trail was not found: its chain was not verified.'),
    });
  });

  it('cannot be computed again without the key', () => {
    run(60);
    tamper(`UPDATE audit SET comment = 'nothing happened' WHERE id = 50`, true);
    expect(check().problems).toEqual([
      'entry 1 of the audit trail was chained without the key: the trail was changed from there on, and the chain was computed again',
    ]);
  });

  it('names entries whose key is gone', () => {
    run(5);
    const { id } = openAuditKeys(place()).current;
    rmSync(`${data}.audit.key`);
    run(2);
    expect(check().problems).toEqual([
      `entries of the audit trail from 1 on were chained with the key ${id}, which is not in the key file: they cannot be verified`,
    ]);
  });
});

describe('[KEEP-22] a trail that was cut', () => {
  it('names the newest entries that were removed, also when the chain was computed again', () => {
    run(160, 10);
    tamper('DELETE FROM audit WHERE id > 120', true);
    expect(check().problems[0]).toBe(
      'the audit trail ends with entry 120: the newest 40 entries were removed; the store’s own count knows entry 160, the time machine knows entry 160',
    );
  });

  it('is known outside of the store, where all traces in it were removed', () => {
    run(160, 10);
    keepHead();
    tamper(`DELETE FROM audit WHERE id > 120; ${FORGET}`);
    expect(check().problems).toEqual([
      'the audit trail ends with entry 120: the newest 40 entries were removed; the record beside the key (2026-02-10T12:00:00.000Z) knows entry 160',
    ]);
  });

  it('is known when other entries have taken the place of those removed', () => {
    run(10);
    keepHead();
    tamper(`DELETE FROM audit WHERE id > 5; ${FORGET}`);
    run(8);
    expect(check().problems).toEqual([
      'entry 10 of the audit trail is not the one that was there at 2026-02-10T12:00:00.000Z: it or earlier ones were changed, and the chain was computed again',
    ]);
  });

  it('shows the gap for ever: no number is given twice', () => {
    run(10);
    tamper('DELETE FROM audit WHERE id > 7');
    run(2);
    expect(check()).toMatchObject({
      head: { id: 12 },
      problems: ['entries 8 to 10 are missing from the audit trail: they were removed or renumbered'],
    });
  });

  it('is known when its entries were renumbered', () => {
    run(20);
    tamper('DELETE FROM audit WHERE id = 4; UPDATE audit SET id = id - 1 WHERE id > 4');
    expect(check().problems).toEqual([
      expect.stringContaining('the newest 1 entries were removed'),
      'entry 4 of the audit trail does not match the hash chain: it or an earlier one was changed',
    ]);
  });

  it('is known when all of it is gone', () => {
    run(20);
    tamper('DELETE FROM audit');
    expect(check().problems).toEqual([
      'the audit trail is empty; the store’s own count knows entry 20, the time machine knows entry 20',
    ]);
  });

  it('is known when the marks of its keys are gone', () => {
    run(20);
    keepHead();
    tamper(`DELETE FROM audit WHERE id > 15; DELETE FROM audit_chain; ${FORGET}`, true);
    expect(check().problems).toEqual([expect.stringContaining('the newest 5 entries were removed')]);
  });
});

describe('[KEEP-22] the record beside the key', () => {
  it('is believed only from a holder of the key', () => {
    run(20);
    keepHead();
    const keys = openAuditKeys(place());
    const file = seenHeadFile(keys, data);
    expect([statSync(file).mode & 0o777, file.startsWith(`${data}.audit.key.`)]).toEqual([0o600, true]);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"id":20', '"id":10'));
    expect(readSeenHead(keys, data)).toEqual({
      head: null,
      problem: `${file} was changed by something other than Tunnelwatch, or its key is gone`,
    });
  });
});
