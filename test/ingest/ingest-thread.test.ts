import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { openAuditKeys } from '@tunnelwatch/server/store/audit/audit-key';
import { join } from 'node:path';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { retentionOf } from '@tunnelwatch/server/config/settings';
import type { IngestNotices } from '@tunnelwatch/server/ingest/ingest-protocol';
import { USUAL_NAME_LIMITS } from '@tunnelwatch/server/core/senders/name-budget';
import { IngestThread } from '@tunnelwatch/server/ingest/ingest-thread';
import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const ignore = () => undefined;

const UNHEARD: Omit<IngestNotices, 'progress'> = {
  ready: ignore,
  unstored: ignore,
  step: ignore,
  verdicts: ignore,
  sources: ignore,
  storeError: ignore,
  damage: ignore,
  storage: ignore,
  alarming: ignore,
  senders: ignore,
  rules: ignore,
  inventory: ignore,
  outbox: ignore,
  warning: ignore,
  activity: ignore,
};

/** The ingest thread of a server without sources. */
function start(notices: Partial<IngestNotices> = {}, catalogueFile: string | null = null): IngestThread {
  const loaded = loadSettings({ flags: { files: [] }, env: {}, cwd: '/nowhere' });
  if (!loaded.ok) throw new Error('the defaults are wrong');
  const { settings } = loaded;
  const dataDirectory = tempFolder();
  const ingest = new IngestThread(
    {
      dataDirectory,
      auditKey: openAuditKeys({ keyFile: null, dataDirectory }).current,
      catalogueFile,
      groups: [],
      listeners: [],
      syslog: settings.syslog,
      timeZone: 'UTC',
      maxLineBytes: 65_536,
      pollMs: 100,
      pastAfterMs: 900_000,
      mostAlertsPerRule: 500,
      maxWindowMs: 86_400_000,
      storeOther: false,
      isWatched: true,
      retention: retentionOf(settings),
      monitoring: null,
      plan: planOf([]),
      aliases: new Map(),
      nameLimits: USUAL_NAME_LIMITS,
      rules: null,
      diagnosis: null,
    },
    { ...UNHEARD, ...notices },
  );
  onTestFinished(() => ingest.thread.close());
  return ingest;
}

it('gives the reason when it cannot start, and refuses commands as not stored', async () => {
  const catalogueFile = join(tempFolder(), 'missing.yaml');
  const ingest = start({}, catalogueFile);
  const answer = ingest.carryOut('endWindow', { id: 1 }, SERVER_ACTOR);
  expect(await ingest.thread.ended).toMatchObject({ message: 'no such file' });
  expect(await answer).toMatchObject({ ok: false, problem: { status: 503, code: 'store-unavailable' } });
  await expect(ingest.note([])).rejects.toThrow('are queued');
});

it('ends when a command breaks off half way, instead of storing what that left behind', async () => {
  const ingest = start();
  expect(await ingest.carryOut('endWindow', { id: 1 }, SERVER_ACTOR)).toMatchObject({ ok: false });
  // No request that came in by the door is like this one.
  const broken = null as never;
  const answer = ingest.carryOut('editInventory', broken, SERVER_ACTOR);
  expect(await ingest.thread.ended).toBeInstanceOf(Error);
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'store-unavailable' } });
});

it('answers behind what it tells of the commit, and keeps the rows of imports that come at once apart', async () => {
  const heard: string[] = [];
  let entries = 0;
  const ingest = start({
    step: () => heard.push('step'),
    inventory: (changes) => {
      entries += changes.length;
      heard.push('inventory');
    },
  });
  const importOf = async (name: string, count: number) => {
    const rows = Array.from({ length: count }, (_, at) => ({
      gateway: 'gw1',
      kind: 'matchkey' as const,
      pattern: `${name}${String(at)}`,
      name,
    }));
    const request = { origin: { sha256: name, refused: 0 }, rows };
    const result = await ingest.carryOut('importInventory', request, SERVER_ACTOR);
    heard.push(name);
    return result;
  };
  expect(await Promise.all([importOf('a', 2500), importOf('b', 1200)])).toEqual([
    { ok: true, counts: { added: 2500, changed: 0, unchanged: 0 } },
    { ok: true, counts: { added: 1200, changed: 0, unchanged: 0 } },
  ]);
  expect(entries).toBe(3700);
  expect(heard.indexOf('step')).toBeLessThan(heard.indexOf('inventory'));
  expect(heard.lastIndexOf('inventory')).toBeLessThan(heard.indexOf('b'));
  await Promise.all([ingest.note([]), ingest.thread.close()]);
});
