import { parentPort, workerData } from 'node:worker_threads';
import { loadCatalogue } from './load-catalogue.js';
import { ThreadedWriter } from '../store/threaded-writer.js';
import { Pipeline } from './pipeline.js';
import { removalStep } from './removal-step.js';
/** Entry of the pipeline's thread. What breaks here is told to the main thread, which ends the program with the reason. */
async function main() {
    const port = parentPort;
    if (port === null)
        throw new Error('the pipeline runs as a worker thread only');
    const tell = (message) => {
        port.postMessage(message);
    };
    // The main thread of the same build made this object.
    const data = workerData;
    const loaded = loadCatalogue(data.catalogueFile);
    if (!loaded.ok)
        throw new Error(loaded.errors.map((error) => error.message).join('; '));
    let setStoreError = () => undefined;
    const onRefused = (error) => {
        setStoreError(error?.message ?? null);
    };
    const store = new ThreadedWriter(data.dataDirectory, onRefused, {
        retention: data.retention,
        onRemoved: (removal) => {
            if (data.isWatched)
                tell({ kind: 'step', step: removalStep(removal) });
        },
        onStorage: (storage) => {
            tell({ kind: 'storage', storage });
        },
        onFailure: (reason) => {
            tell({ kind: 'warning', message: `upkeep of the store failed and is tried again in a minute: ${reason}` });
        },
    });
    const state = await store.load();
    const running = new Pipeline(store, state, {
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
    setStoreError = (message) => {
        running.setStoreError(message);
    };
    port.on('message', (message) => {
        running.receive(message);
    });
    await running.run();
    port.close();
}
main().catch((error) => {
    const failed = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    parentPort?.postMessage(failed);
    // Ends this thread and the writer's, which would go on waiting for parts.
    process.exit(1);
});
//# sourceMappingURL=pipeline-worker.js.map