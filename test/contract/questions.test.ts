import type { ReadableStore } from '@tunnelwatch/server/store/queries';
import { READER_CALLS, type ReaderCalls } from '@tunnelwatch/server/store/reader/reader-protocol';
import { SERVER_ASKER, ThreadedReader } from '@tunnelwatch/server/store/reader/threaded-reader';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { MEASURES } from '@tunnelwatch/server/core/alert/rates/measure';
import { invoke } from '@tunnelwatch/server/threads/protocol';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualMonitor } from '../support/virtual-monitor.js';

const START = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MINUTES = 8;
const END = START + MINUTES * MINUTE;

/** Something to ask of each kind: a new question without one does not compile. The first one has something to tell. */
const QUESTIONS: { [Name in keyof ReaderCalls]: readonly Parameters<ReaderCalls[Name]>[] } = {
  modelSeed: [
    [HOUR, END],
    [MINUTE, START],
  ],
  newestTime: [[END], [0]],
  countEvents: [
    [{}],
    [{ class: 'replay' }],
    [{ q: 'seqno' }],
    [{ asOf: { at: START + MINUTE, seq: 100 } }],
    [{ gateway: 'no' }],
  ],
  listEvents: [
    [{}, 20, undefined],
    [{ messageId: 278, from: START + MINUTE }, 5, undefined],
    [{ gateway: 'no' }, 5, undefined],
  ],
  classBuckets: [
    [{}, START, MINUTE, MINUTES],
    [{ class: 'integrity' }, START + 1, 1000, 90],
  ],
  series: [
    [{ filter: {}, by: 'tunnel', top: 5, from: START, stepMs: MINUTE, buckets: MINUTES }],
    [{ filter: { class: 'replay' }, by: 'messageId', top: 9, from: START, stepMs: 1000, buckets: 100 }],
  ],
  listAlerts: [[{ limit: 100 }], [{ limit: 1, state: 'unacknowledged' }]],
  alertsSince: [[START], [END]],
  listMembers: [
    [1, 10],
    [99, 10],
  ],
  checkAudit: [[{ keys: [], seen: null }]],
  auditChoices: [[]],
  listAudit: [
    [{ limit: 100 }],
    [{ limit: 2, target: 'alert 1' }],
    [{ limit: 2, onlyPeople: true, text: 'gw', actions: ['acknowledge'], notActions: ['refused'] }],
  ],
  dueEntries: [
    [{ channel: 'noc', now: END, limit: 10, settled: [] }],
    [{ channel: 'noc', now: END, limit: 10, settled: [1] }],
    [{ channel: 'nobody', now: END, limit: 10, settled: [] }],
  ],
  outboxSummary: [[]],
  ruleCounts: [
    [
      {
        from: START,
        since: START,
        to: END,
        measures: MEASURES.map((_, at) => at),
        reach: 1,
        least: 1,
        needsAllHours: true,
      },
    ],
  ],
  pastRange: [[]],
  pastMoment: [[START + 3 * MINUTE], [0]],
  pastSeed: [[{ at: START + 3 * MINUTE, seq: 500, activityMs: HOUR, aheadMs: HOUR }]],
  pastStep: [
    [1, 300],
    [5, 4],
  ],
  pastAlerts: [[END], [START]],
  pastAlert: [
    [1, END],
    [1, 0],
  ],
  pastVerdicts: [[END], [0]],
  shiftEnds: [[START, END]],
  shiftChanges: [
    [0, 50, 100],
    [2, 1, 100],
  ],
  shiftAlerts: [[[1, 2, 99], END, 50]],
  shiftRecords: [
    [START, END, 100],
    [0, 1, 100],
  ],
};

describe('a reader in a thread of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-questions-'));
  let plain: ReadableStore;
  let threaded: ReadableStore;

  beforeAll(async () => {
    const monitor = await VirtualMonitor.open(folder, START, 7);
    for (let minute = 0; minute < MINUTES; minute++) {
      for (let second = 0; second < 60; second++) monitor.second();
      monitor.record();
    }
    monitor.second();
    await monitor.close();
    const writer = new SqliteWriter(folder);
    writer.load(END);
    const subject = { kind: 'tunnel', gateway: 'gw1', matchkey: 'a' } as const;
    writer.commit({
      parts: [],
      sources: [],
      files: [],
      alerts: [],
      gateways: [],
      members: [{ alertId: 1, subject, count: 2, firstTime: START, lastTime: END, endedAt: null }],
      outbox: [{ key: 'k', channel: 'noc', alertId: 1, priority: 'high', body: '{}', madeAt: START }],
    });
    writer.close();
    plain = new SqliteReader(folder);
    threaded = new ThreadedReader(folder, () => undefined).for(SERVER_ASKER);
  });
  afterAll(async () => {
    await plain.close();
    await threaded.close();
    rmSync(folder, { recursive: true });
  });

  it.each(Object.keys(READER_CALLS))('answers %s as a plain one does', async (name) => {
    const questions: unknown = Reflect.get(QUESTIONS, name);
    if (!Array.isArray(questions)) throw new Error(`there is nothing to ask of ${name}`);
    for (const [at, args] of questions.entries()) {
      const expected: unknown = await invoke(plain, name, args);
      if (at === 0) expect(hasContent(expected), 'nothing is told: the question proves nothing').toBe(true);
      expect(await invoke(threaded, name, args), JSON.stringify(args)).toEqual(expected);
    }
  });
});

/** Whether an answer holds anything but zeros and empty lists. */
function hasContent(value: unknown): boolean {
  if (ArrayBuffer.isView(value)) return value.byteLength > 0;
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasContent);
  return value !== undefined && value !== null && value !== 0 && value !== '' && value !== false;
}
