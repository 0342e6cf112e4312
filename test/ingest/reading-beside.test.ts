import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { syslogSchema } from '@tunnelwatch/server/config/syslog-schema';
import { IngestLoop } from '@tunnelwatch/server/ingest/ingest-loop';
import type { IngestOptions } from '@tunnelwatch/server/ingest/ingest-options';
import { type Batch, StoreError, type WritableStore } from '@tunnelwatch/server/store/store';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { expect, it } from 'vitest';
import { EMPTY_STATE, eventsOf, tellingStore } from '../support/event-parts.js';
import { lineOf, linesOf, textOf } from '../support/follower.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

/** A pipeline that follows one file. */
function following(store: WritableStore, file: string, notify: IngestOptions['notify']): IngestLoop {
  return new IngestLoop(store, EMPTY_STATE, {
    catalogue: createCatalogue(BUILTIN_CATALOGUE),
    timeZone: 'UTC',
    maxLineBytes: 65_536,
    pollMs: 1000,
    pastAfterMs: 900_000,
    mostAlertsPerRule: 500,
    maxWindowMs: 86_400_000,
    storeOther: false,
    isWatched: true,
    clock: Date.now,
    monitoring: null,
    rules: null,
    diagnosis: null,
    plan: planOf([]),
    notify,
    listeners: [],
    syslog: syslogSchema.parse({}),
    groups: [{ files: [file], gateway: 'gw1', timeZone: 'UTC' }],
  });
}

/** A store that says whether it was closed. */
function closingStore(onCommit: (batch: Batch) => void): WritableStore & { isClosed: boolean } {
  const store = {
    ...tellingStore(onCommit),
    isClosed: false,
    close: () => {
      store.isClosed = true;
      return Promise.resolve();
    },
  };
  return store;
}

/** A pipeline that follows one file and is asked to read another one, far larger than a batch. */
function pipelineOver(folder: string, onCommit: (batch: Batch, pipeline: IngestLoop) => void) {
  const store = closingStore((batch) => {
    onCommit(batch, pipeline);
  });
  const followed = join(folder, 'followed.log');
  const whole = join(folder, 'whole.txt');
  writeFileSync(followed, '');
  writeFileSync(whole, textOf(linesOf(0, 199_999)));
  const pipeline = following(store, followed, () => undefined);
  const report = pipeline.readFiles(1, [whole]);
  const stop = () => {
    pipeline.stop();
  };
  report.then(stop, stop);
  return { pipeline, report, store, whole, followed };
}

it('goes on following and answering while it reads a whole file, whose report counts that file alone', async () => {
  const batches: string[][] = [];
  const { pipeline, report, followed } = pipelineOver(tempFolder(), (batch) => {
    batches.push(eventsOf(batch).map(({ raw }) => raw.toString()));
    if (batches.length === 1) appendFileSync(followed, `${lineOf(777_777)}\n`);
  });
  await pipeline.run();
  const batchOfFollowed = batches.findIndex((lines) => lines.includes(lineOf(777_777)));
  expect(batches.length).toBeGreaterThan(2);
  expect(batchOfFollowed).toBeGreaterThan(0);
  expect(batchOfFollowed).toBeLessThan(batches.length - 1);
  expect(await report).toEqual({
    lines: 200_000,
    events: 200_000,
    unknown: 0,
    other: 0,
    unreadable: 0,
    empty: 0,
  });
  expect(batches.flat().sort()).toEqual([...linesOf(0, 199_999), lineOf(777_777)].sort());
});

it('ends a reading that it is told to stop in the middle of, and says of it and those behind that they are not complete', async () => {
  let stored = 0;
  const { pipeline, report, store, whole } = pipelineOver(tempFolder(), (batch, running) => {
    stored += eventsOf(batch).length;
    running.stop();
  });
  const readings = Promise.allSettled([report, pipeline.readFiles(2, [whole])]);
  await pipeline.run();
  expect(stored).toBeGreaterThan(0);
  expect(stored).toBeLessThan(200_000);
  const reason = expect.objectContaining({ message: expect.stringContaining('run it again') });
  expect(await readings).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ]);
  expect(store.isClosed).toBe(true);
});

it('stops although the store takes no more', async () => {
  const folder = tempFolder();
  const followed = join(folder, 'followed.log');
  writeFileSync(followed, textOf(linesOf(0, 20_000)));
  let isAsked = () => undefined as void;
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const refusing = closingStore(() => undefined);
  refusing.ready = () => {
    isAsked();
    return new Promise<void>(() => undefined);
  };
  const pipeline = following(refusing, followed, () => undefined);
  const ended = pipeline.run();
  await asked;
  pipeline.setStoreError(new StoreError('disk-full', 'no space left'));
  pipeline.stop();
  await ended;
  expect(refusing.isClosed).toBe(true);
});
