import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { openAuditKeys } from '@tunnelwatch/server/store/audit/audit-key';
import { join } from 'node:path';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { retentionOf } from '@tunnelwatch/server/config/settings';
import type { IngestData, IngestNotices } from '@tunnelwatch/server/ingest/ingest-protocol';
import { USUAL_NAME_LIMITS } from '@tunnelwatch/server/core/senders/name-budget';
import { IngestThread } from '@tunnelwatch/server/ingest/ingest-thread';
import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import type { Subject } from '@tunnelwatch/shared/subject';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { checkStore } from '@tunnelwatch/server/store/sqlite/maintenance/check/check-store';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const DROP =
  'prio=2 id=00000278 rev=1 event="Anti-replay check failed." action=drop seqno=5 windowbase=1300 windowsize=64';
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
  acting: () => undefined,
  people: () => undefined,
  peopleAtEnd: () => undefined,
  superseded: ignore,
  attempts: ignore,
  outbox: ignore,
  warning: ignore,
  activity: ignore,
  cluster: ignore,
  copyWanted: ignore,
};

/** The ingest thread of a server without sources. */
function start(
  notices: Partial<IngestNotices> = {},
  { dataDirectory = tempFolder(), ...options }: Partial<IngestData> = {},
): IngestThread {
  const loaded = loadSettings({ flags: { files: [] }, env: {}, cwd: '/nowhere' });
  if (!loaded.ok) throw new Error('the defaults are wrong');
  const { settings } = loaded;
  const ingest = new IngestThread(
    {
      dataDirectory,
      auditKey: openAuditKeys({ keyFile: null, dataDirectory }).current,
      catalogueFile: null,
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
      cluster: null,
      people: null,
      version: '0',
      fileSettings: null,
      retention: retentionOf(settings),
      monitoring: null,
      plan: planOf([]),
      aliases: new Map(),
      nameLimits: USUAL_NAME_LIMITS,
      rules: null,
      diagnosis: null,
      ...options,
    },
    { ...UNHEARD, ...notices },
  );
  onTestFinished(() => ingest.thread.close());
  return ingest;
}

it('gives the reason when it cannot start, and refuses commands as not stored', async () => {
  const catalogueFile = join(tempFolder(), 'missing.yaml');
  const ingest = start({}, { catalogueFile });
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

it('[STORE-30] removes names that retention has left behind while it runs, and one that comes again counts on', async () => {
  const [dataDirectory, logs] = [tempFolder(), tempFolder()];
  const forged = Array.from({ length: 2500 }, (_, at) => `forged-${String(at)}`);
  const known = new Map<number, Subject>();
  const left: number[] = [];
  let areGone: () => void = ignore;
  const gone = new Promise<void>((resolve) => {
    areGone = resolve;
  });
  const ingest = start(
    {
      step: ({ subjects, leftSubjects = [] }) => {
        for (const { id, subject } of subjects) known.set(id, subject);
        left.push(...leftSubjects);
        if (left.length >= forged.length) areGone();
      },
    },
    { dataDirectory, retention: { maxAgeMs: null, maxBytes: 1 } },
  );
  let hour = 0;
  const read = (matchkeys: readonly string[]) => {
    hour += 1;
    const time = new Date(Date.UTC(2026, 1, 10, hour)).toISOString();
    const lines = matchkeys.map((key) => `<133>1 ${time} gw1 EFW - - - IPSEC: ${DROP} matchkey=${key}\n`);
    const file = join(logs, `${String(hour)}.log`);
    writeFileSync(file, lines.join(''));
    return ingest.readFiles([file], ignore);
  };
  await read(forged);
  await read(Array.from({ length: 20_000 }, () => 'real'));
  await gone;
  expect(left.map((id) => known.get(id))).toEqual(
    forged.map((matchkey) => ({ kind: 'tunnel', gateway: 'gw1', matchkey })),
  );
  await read(['forged-7', 'real']);
  await ingest.thread.close();
  const reader = new SqliteReader(dataDirectory);
  const { subjects } = await reader.modelSeed(3_600_000, Number.MAX_SAFE_INTEGER);
  expect(subjects.map(({ id, subject }) => [id > forged.length + 1, subjectLabel(subject)])).toEqual([
    [false, 'tunnel real of gw1'],
    [true, 'tunnel forged-7 of gw1'],
  ]);
  expect(await reader.countEvents({ gateway: 'gw1', matchkey: 'forged-7' })).toBe(1);
  expect(await reader.countEvents({ gateway: 'gw1', matchkey: 'forged-8' })).toBe(0);
  await reader.close();
  expect(checkStore(dataDirectory, ignore).findings).toEqual([]);
});
