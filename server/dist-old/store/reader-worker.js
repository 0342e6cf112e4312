import { parentPort, workerData } from 'node:worker_threads';
import { SqliteReader } from './sqlite/sqlite-reader.js';
/** Entry of the reading thread: a long question to the store never delays a browser. */
function main() {
    const port = parentPort;
    if (port === null)
        throw new Error('the reader runs as a worker thread only');
    // The main thread of the same build made this object.
    const { dataDirectory } = workerData;
    const reader = new SqliteReader(dataDirectory, (damage) => {
        port.postMessage({ kind: 'damage', damage });
    });
    port.on('message', (request) => {
        if (request.method === 'close') {
            void reader.close().then(() => {
                port.close();
            });
            return;
        }
        answer(reader, request).then((value) => {
            port.postMessage({ kind: 'answer', id: request.id, ok: true, value });
        }, (error) => {
            const message = error instanceof Error ? error.message : String(error);
            port.postMessage({ kind: 'answer', id: request.id, ok: false, message });
        });
    });
}
function answer(reader, request) {
    switch (request.method) {
        case 'modelSeed':
            return reader.modelSeed(...request.args);
        case 'newestTime':
            return reader.newestTime(...request.args);
        case 'countEvents':
            return reader.countEvents(...request.args);
        case 'listEvents':
            return reader.listEvents(...request.args);
        case 'classBuckets':
            return reader.classBuckets(...request.args);
        case 'series':
            return reader.series(...request.args);
        case 'alertsSince':
            return reader.alertsSince(...request.args);
        case 'listMembers':
            return reader.listMembers(...request.args);
        case 'listAudit':
            return reader.listAudit(...request.args);
        case 'dueEntries':
            return reader.dueEntries(...request.args);
        case 'outboxSummary':
            return reader.outboxSummary(...request.args);
        case 'ruleCounts':
            return reader.ruleCounts(...request.args);
        case 'listAlerts':
            return reader.listAlerts(...request.args);
    }
}
main();
//# sourceMappingURL=reader-worker.js.map