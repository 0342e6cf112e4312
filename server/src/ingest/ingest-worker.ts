import { parentPort, workerData } from 'node:worker_threads';
import { loadCatalogue } from '../config/load-catalogue.js';
import { isDamage, type StoreError } from '../store/store.js';
import { ThreadedWriter } from '../store/writer/threaded-writer.js';
import { removalStep } from './batch/removal-step.js';
import type { FromIngest, IngestWorkerData, ToIngest } from './ingest-messages.js';

/** Entry of the ingest thread. A failure here is reported to the main thread, which ends the program with the reason. */
async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('ingest runs as a worker thread only');
  const tell = (message: FromIngest) => {
    port.postMessage(message);
  };
  // The main thread of the same build created this object.
  const data = workerData as IngestWorkerData;
  const loaded = loadCatalogue(data.catalogueFile);
  if (!loaded.ok) throw new Error(loaded.errors.map((error) => error.message).join('; '));
  let setStoreError: (error: StoreError | undefined) => void = () => undefined;
  const onRefused = (error: StoreError | undefined) => {
    setStoreError(error);
  };
  const store = new ThreadedWriter(data.dataDirectory, onRefused, {
    retention: data.retention,
    onRemoved: (removal) => {
      if (data.isWatched) tell({ kind: 'step', step: removalStep(removal) });
    },
    onStorage: (storage) => {
      tell({ kind: 'storage', storage });
    },
    onFailure: ({ code, message }) => {
      tell({ kind: 'warning', message: `store maintenance failed, retrying in a minute: ${message}` });
      if (isDamage(code)) tell({ kind: 'damage', damage: { question: 'upkeep', reason: message } });
    },
  });
  // Loaded while the writer's thread starts and opens the store.
  const [state, { IngestLoop }] = await Promise.all([store.load(), import('./ingest-loop.js')]);
  const running = new IngestLoop(store, state, {
    catalogue: loaded.catalogue,
    groups: data.groups,
    listeners: data.listeners,
    syslog: data.syslog,
    timeZone: data.timeZone,
    maxLineBytes: data.maxLineBytes,
    pollMs: data.pollMs,
    pastAfterMs: data.pastAfterMs,
    mostAlertsPerRule: data.mostAlertsPerRule,
    storeOther: data.storeOther,
    isWatched: data.isWatched,
    monitoring: data.monitoring,
    channels: data.channels,
    rules: data.rules,
    diagnosis: data.diagnosis,
    clock: Date.now,
    tell,
  });
  setStoreError = (error) => {
    running.setStoreError(error);
  };
  port.on('message', (message: ToIngest) => {
    running.receive(message);
  });
  await running.run();
  port.close();
}

main().catch((error: unknown) => {
  const failed: FromIngest = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  parentPort?.postMessage(failed);
  // Ends this thread and the writer's, which would keep waiting for parts.
  process.exit(1);
});
