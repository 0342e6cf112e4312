import { parentPort, workerData } from 'node:worker_threads';
import { loadCatalogue } from '../../config/load-catalogue.js';
import { SqliteReader } from '../../store/sqlite/sqlite-reader.js';
import type { FromPast, PastWorkerData, ToPast } from './past-messages.js';
import { PastViews } from './past-views.js';

/** Entry of the thread of the time machine: building a past world of 100,000 tunnels delays nobody who looks at the live one. */
function main(): void {
  const port = parentPort;
  if (port === null) throw new Error('the time machine runs as a worker thread only');
  const tell = (message: FromPast) => {
    port.postMessage(message);
  };
  // The main thread of the same build made this object.
  const { dataDirectory, catalogueFile, world } = workerData as PastWorkerData;
  const loaded = loadCatalogue(catalogueFile);
  if (!loaded.ok) throw new Error(loaded.errors.map((error) => error.message).join('; '));
  const reader = new SqliteReader(dataDirectory, (damage) => {
    tell({ kind: 'damage', damage });
  });
  const views = new PastViews({ reader, catalogue: loaded.catalogue, world });
  port.on('message', (message: ToPast) => {
    if (message.kind === 'close') {
      void reader.close().then(() => {
        port.close();
      });
      return;
    }
    const { id, view, at } = message;
    views.view(view, at).then(
      (answer) => {
        tell({ kind: 'answer', id, answer });
      },
      (error: unknown) => {
        tell({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
      },
    );
  });
}

main();
