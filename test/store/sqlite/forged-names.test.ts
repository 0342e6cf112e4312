import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { Monitor } from '@tunnelwatch/server/core/monitor';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { SubjectReader } from '@tunnelwatch/server/store/sqlite/subject-reader';
import { expect, it } from 'vitest';
import { monitorOf } from '../../support/monitors.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const HOUR = 3_600_000;
const START = Date.UTC(2026, 1, 10, 12);
const FORGED = 2000;
const LINES_IN_BATCH = 200;
/** Bounds that a few names exceed; what is tested is the same with the usual ones. */
const MOST = 100;
const LIMITS = { tunnels: MOST, gateways: 10, interfaces: 10, otherSubjects: 10 };

/** A server in small: what is read becomes events, is stored, and comes to the live model. */
class Pipeline {
  readonly writer: SqliteWriter;
  readonly subjects: SubjectReader;
  readonly loaded: number;
  private readonly monitor: Monitor;
  private readonly batches: BatchBuilder;
  private readonly recipes = new TemplateCache();
  private model: LiveModel | undefined;

  constructor(folder: string) {
    this.writer = new SqliteWriter(folder, undefined, undefined, MOST);
    const state = this.writer.load(START);
    this.loaded = state.subjects.length;
    this.subjects = new SubjectReader(folder);
    this.monitor = monitorOf(state, {
      storedSubjects: this.subjects,
      startedAt: START,
      isWatched: true,
      mostSubjects: MOST,
    });
    this.batches = new BatchBuilder(this.monitor, { isWatched: true });
  }

  follow(model: LiveModel): void {
    this.model = model;
  }

  /** Reads the lines of drops of these tunnels, and stores them as one batch. */
  take(matchkeys: readonly string[], at: number): void {
    const source = this.monitor.sources.of('syslog', 'udp://192.0.2.1:514');
    const origin = {
      source,
      zone: zoneReader('UTC'),
      gatewayHint: '',
      isHintGuessed: false,
      age: 'history' as const,
      isReadOnce: false,
      recipes: this.recipes,
    };
    this.monitor.lines.arrive(at);
    for (const matchkey of matchkeys) {
      const line = Buffer.from(
        `<133>1 ${new Date(at).toISOString()} gw1 EFW - - - IPSEC: prio=2 id=00000278 rev=1 event="Anti-replay check failed." action=drop seqno=5 windowbase=1300 windowsize=64 matchkey=${matchkey}`,
      );
      this.monitor.lines.line(origin, line, 0, line.length, false, at);
    }
    const taken = this.batches.takeBatch(at, { files: [], tails: [] });
    if (taken === undefined) throw new Error('nothing was read');
    const step = taken.toStep(this.writer.commit(taken.batch));
    taken.noteStored();
    this.model?.apply(step, at);
  }

  close(): void {
    this.subjects.close();
    this.writer.close();
  }
}

it('[STORE-20] [STORE-24] after a flood of forged names, known and old ones are counted and found, and a start loads few', async () => {
  const folder = tempFolder();
  const first = new Pipeline(folder);
  const reader = new SqliteReader(folder, undefined, undefined, { subjects: MOST, gateways: 10 });
  const seed = await reader.modelSeed(HOUR, Number.MAX_SAFE_INTEGER);
  const model = new LiveModel(seed, START, { stored: first.subjects, limits: LIMITS });
  first.follow(model);
  first.take(['real', 'real', 'real'], START);
  for (let from = 0; from < FORGED; from += LINES_IN_BATCH) {
    const names = Array.from({ length: LINES_IN_BATCH }, (_, at) => `forged-${String(from + at)}`);
    first.take([...names, 'real'], START + 1000);
  }
  const real = 3 + FORGED / LINES_IN_BATCH;
  expect(model.tunnels.size).toBe(MOST);
  expect(model.tunnel('gw1', 'real')?.activity.total).toBe(real);
  expect(model.gateway('gw1')?.activity.total).toBe(real + FORGED);
  expect(model.tunnel('gw1', 'forged-0')?.activity).toMatchObject({ total: 1, firstTime: START + 1000 });
  expect(await reader.countEvents({ gateway: 'gw1', matchkey: 'forged-0' })).toBe(1);
  first.close();

  const second = new Pipeline(folder);
  expect(second.loaded).toBe(0);
  const bounded = await reader.modelSeed(HOUR, Number.MAX_SAFE_INTEGER);
  expect(bounded.subjects).toHaveLength(MOST);
  const again = new LiveModel(bounded, START + 2000, { stored: second.subjects, limits: LIMITS });
  second.follow(again);
  expect(again.events).toBe(real + FORGED);
  second.take(['forged-7', 'real'], START + 2000);
  expect(again.tunnel('gw1', 'forged-7')?.activity.total).toBe(2);
  expect(again.tunnel('gw1', 'real')?.activity.total).toBe(real + 1);
  expect(again.gateway('gw1')?.activity.total).toBe(real + FORGED + 2);
  expect(await reader.countEvents({ matchkey: 'forged-7' })).toBe(2);
  expect((await reader.listEvents({ matchkey: 'forged-7' }, 10, undefined)).events).toHaveLength(2);
  await reader.close();
  second.close();
});
