import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import type { EventPart } from '@tunnelwatch/server/core/events/event-part';
import type { ReadableStore } from '@tunnelwatch/server/store/queries';
import { SERVER_ASKER, ThreadedReader } from '@tunnelwatch/server/store/reader/threaded-reader';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import type { Batch, StoreError, WritableStore } from '@tunnelwatch/server/store/store';
import { DirectWriter, type UpkeepListener } from '@tunnelwatch/server/store/writer/direct-writer';
import { ThreadedWriter } from '@tunnelwatch/server/store/writer/threaded-writer';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { onTestFinished } from 'vitest';

/** A way to have a store: what holds for one holds for all. */
export interface StoreForm {
  name: string;
  newWriter: (
    folder: string,
    onRefused: (error: StoreError | undefined) => void,
    upkeep: UpkeepListener,
  ) => WritableStore;
  newReader: (folder: string, onDamage: (damage: StoreDamage) => void) => ReadableStore;
}

export const STORE_FORMS: readonly StoreForm[] = [
  {
    name: 'plain',
    newWriter: (...options) => new DirectWriter(...options),
    newReader: (...options) => new SqliteReader(...options),
  },
  {
    name: 'in a thread of its own',
    newWriter: (...options) => new ThreadedWriter(...options),
    newReader: (...options) => new ThreadedReader(...options).for(SERVER_ASKER),
  },
];

export interface WriterOptions extends Partial<UpkeepListener> {
  onRefused?: (error: StoreError | undefined) => void;
}

/**
 * An empty folder for a store. It is removed when what was opened in it later is closed: a store whose folder vanishes
 * before would say so.
 */
export function storeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A writer that is closed when the test has ended, however it ends. */
export function openWriter(form: StoreForm, folder: string, options: WriterOptions = {}): WritableStore {
  const { onRefused = failAtOnce, ...upkeep } = options;
  const writer = form.newWriter(folder, onRefused, {
    retention: { maxAgeMs: null, maxBytes: null },
    onRemoved: () => undefined,
    onStorage: () => undefined,
    onUnused: () => undefined,
    onFailure: () => undefined,
    ...upkeep,
  });
  onTestFinished(() => writer.close());
  return writer;
}

/** A reader that is closed when the test has ended, however it ends. */
export function openReader(
  form: StoreForm,
  folder: string,
  onDamage: (damage: StoreDamage) => void = () => undefined,
): ReadableStore {
  const reader = form.newReader(folder, onDamage);
  onTestFinished(() => reader.close());
  return reader;
}

/** Where a test does not mean it, a refused batch would be tried again until the test is out of time. */
function failAtOnce(error: StoreError | undefined): void {
  if (error !== undefined) throw error;
}

/** Moves a part into columns of a store, as everything that is handed to one must be. */
export function partIn(columns: EventColumns, part: EventPart): EventPart {
  const { columns: own } = part;
  for (let at = 0; at < own.count; at++) {
    columns.addEvent(
      own.times[at] ?? 0,
      own.receivedTimes[at] ?? 0,
      own.subjectIds[at] ?? 0,
      own.kindIds[at] ?? 0,
      own.sourceIds[at] ?? 0,
    );
    const start = own.starts[at] ?? 0;
    const shape = part.shapes[own.shapes[at] ?? -1];
    if (shape === undefined) columns.addRaw(own.raws[start] ?? Buffer.alloc(0));
    else columns.addShaped(shape, own.values.subarray(start));
  }
  return { ...part, columns };
}

/** A batch whose parts lie in columns of a store. */
export function batchIn(store: WritableStore, batch: Batch): Batch {
  return { ...batch, parts: batch.parts.map((part) => partIn(store.columns(), part)) };
}
