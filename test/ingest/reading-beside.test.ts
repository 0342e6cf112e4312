import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { syslogSchema } from '@tunnelwatch/server/config/syslog-schema';
import type { FromIngest } from '@tunnelwatch/server/ingest/ingest-messages';
import { IngestLoop } from '@tunnelwatch/server/ingest/ingest-loop';
import { type Batch, StoreError, type WritableStore } from '@tunnelwatch/server/store/store';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { expect, it } from 'vitest';
import { EMPTY_STATE, eventsOf, tellingStore } from '../support/event-parts.js';
import { lineOf, linesOf, textOf } from '../support/follower.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

/** A pipeline that follows one file. */
function following(store: WritableStore, file: string, tell: (message: FromIngest) => void): IngestLoop {
  return new IngestLoop(store, EMPTY_STATE, {
    catalogue: createCatalogue(BUILTIN_CATALOGUE),
    timeZone: 'UTC',
    maxLineBytes: 65_536,
    pollMs: 1000,
    pastAfterMs: 900_000,
    mostAlertsPerRule: 500,
    storeOther: false,
    isWatched: true,
    clock: Date.now,
    monitoring: null,
    rules: null,
    diagnosis: null,
    channels: [],
    tell,
    listeners: [],
    syslog: syslogSchema.parse({}),
    groups: [{ files: [file], gateway: 'gw1', timeZone: 'UTC' }],
  });
}

/** A pipeline that follows one file and is asked to read another one, far larger than a batch. */
function pipelineOver(folder: string, onCommit: (batch: Batch, pipeline: IngestLoop) => void) {
  const told: FromIngest[] = [];
  const store = tellingStore((batch) => {
    onCommit(batch, pipeline);
  });
  const followed = join(folder, 'followed.log');
  const whole = join(folder, 'whole.txt');
  writeFileSync(followed, '');
  writeFileSync(whole, textOf(linesOf(0, 199_999)));
  const pipeline = following(store, followed, (message) => {
    told.push(message);
    if (message.kind === 'ingestDone') pipeline.receive({ kind: 'stop' });
  });
  pipeline.receive({ kind: 'ingest', requestId: 1, files: [whole] });
  return { pipeline, told, followed };
}

it('goes on following and answering while it reads a whole file, whose report counts that file alone', async () => {
  const batches: string[][] = [];
  const { pipeline, told, followed } = pipelineOver(tempFolder(), (batch) => {
    batches.push(eventsOf(batch).map(({ raw }) => raw.toString()));
    if (batches.length === 1) appendFileSync(followed, `${lineOf(777_777)}\n`);
  });
  await pipeline.run();
  const batchOfFollowed = batches.findIndex((lines) => lines.includes(lineOf(777_777)));
  expect(batches.length).toBeGreaterThan(2);
  expect(batchOfFollowed).toBeGreaterThan(0);
  expect(batchOfFollowed).toBeLessThan(batches.length - 1);
  expect(told).toContainEqual({
    kind: 'ingestDone',
    requestId: 1,
    report: { lines: 200_000, events: 200_000, unknown: 0, other: 0, unreadable: 0, empty: 0 },
  });
  expect(batches.flat().sort()).toEqual([...linesOf(0, 199_999), lineOf(777_777)].sort());
});

it('ends a reading that it is told to stop in the middle of, and says that it is not complete', async () => {
  let stored = 0;
  const { pipeline, told } = pipelineOver(tempFolder(), (batch, running) => {
    stored += eventsOf(batch).length;
    running.receive({ kind: 'stop' });
  });
  await pipeline.run();
  expect(stored).toBeGreaterThan(0);
  expect(stored).toBeLessThan(200_000);
  expect(told).toContainEqual({ kind: 'ingestFailed', requestId: 1, message: expect.stringContaining('run it again') });
  expect(told.at(-1)).toEqual({ kind: 'stopped' });
});

it('stops although the store takes no more', async () => {
  const folder = tempFolder();
  const followed = join(folder, 'followed.log');
  writeFileSync(followed, textOf(linesOf(0, 20_000)));
  let isAsked = () => undefined as void;
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const refusing: WritableStore = {
    ...tellingStore(() => undefined),
    ready: () => {
      isAsked();
      return new Promise<void>(() => undefined);
    },
  };
  const told: FromIngest[] = [];
  const pipeline = following(refusing, followed, (message) => told.push(message));
  const ended = pipeline.run();
  await asked;
  pipeline.setStoreError(new StoreError('disk-full', 'no space left'));
  pipeline.receive({ kind: 'stop' });
  await ended;
  expect(told.at(-1)).toEqual({ kind: 'stopped' });
});
