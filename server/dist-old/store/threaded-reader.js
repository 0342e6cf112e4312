import { Worker } from 'node:worker_threads';
import { StoreError } from './store.js';
/** A reading store whose work is done in a thread of its own. */
export class ThreadedReader {
    worker;
    pending = new Map();
    nextId = 1;
    /** @param onDamage told of every segment that was left out of an answer */
    constructor(dataDirectory, onDamage) {
        this.worker = new Worker(new URL('./reader-worker.js', import.meta.url), { workerData: { dataDirectory } });
        this.worker.on('message', (answer) => {
            if (answer.kind === 'damage') {
                onDamage(answer.damage);
                return;
            }
            const waiting = this.pending.get(answer.id);
            this.pending.delete(answer.id);
            if (answer.ok)
                waiting?.resolve(answer.value);
            else
                waiting?.reject(new StoreError('failed', `the store could not be read: ${answer.message}`));
        });
        this.worker.on('error', (error) => {
            this.failAll(error instanceof Error ? error.message : String(error));
        });
        this.worker.on('exit', () => {
            this.failAll('the reader has ended');
        });
    }
    modelSeed = (...args) => this.ask('modelSeed', args);
    newestTime = (...args) => this.ask('newestTime', args);
    countEvents = (...args) => this.ask('countEvents', args);
    listEvents = (...args) => this.ask('listEvents', args);
    classBuckets = (...args) => this.ask('classBuckets', args);
    series = (...args) => this.ask('series', args);
    listAlerts = (...args) => this.ask('listAlerts', args);
    alertsSince = (...args) => this.ask('alertsSince', args);
    listMembers = (...args) => this.ask('listMembers', args);
    ruleCounts = (...args) => this.ask('ruleCounts', args);
    listAudit = (...args) => this.ask('listAudit', args);
    dueEntries = (...args) => this.ask('dueEntries', args);
    outboxSummary = (...args) => this.ask('outboxSummary', args);
    async close() {
        const ended = new Promise((resolve) => {
            this.worker.on('exit', () => {
                resolve();
            });
        });
        this.worker.postMessage({ method: 'close' });
        await ended;
    }
    ask(method, args) {
        const id = this.nextId++;
        const answer = new Promise((resolve, reject) => {
            this.pending.set(id, { resolve, reject });
            this.worker.postMessage({ id, method, args });
        });
        // The thread of the same build answers a method with what that method returns.
        return answer;
    }
    failAll(reason) {
        for (const { reject } of this.pending.values())
            reject(new StoreError('failed', reason));
        this.pending.clear();
    }
}
//# sourceMappingURL=threaded-reader.js.map