import { Worker } from 'node:worker_threads';
import { EventColumns } from './event-columns.js';
import { SEGMENT_EVENTS } from './segment/segment.js';
import { StoreError, } from './store.js';
import { BUSY_THREAD_LIMITS } from '../thread-limits.js';
/** Parts that may be on their way at once: one being encoded, and two more, which bridge a commit. */
const MOST_UNDERWAY = 3;
/** A writing store whose work is done in a thread of its own. Columns lie in shared memory and are used again and again. */
export class ThreadedWriter {
    onRefused;
    upkeep;
    worker;
    byNumber = [];
    free = [];
    commits = [];
    underway = new Set();
    waitingForRoom = [];
    sentShapes = [];
    sentCount = 0;
    failure;
    loading;
    loaded;
    ended;
    /** @param onRefused told why a batch cannot be stored for now, and undefined when it was stored at last */
    constructor(dataDirectory, onRefused, upkeep) {
        this.onRefused = onRefused;
        this.upkeep = upkeep;
        const workerData = { dataDirectory, retention: upkeep.retention };
        this.worker = new Worker(new URL('./writer-worker.js', import.meta.url), {
            workerData,
            resourceLimits: BUSY_THREAD_LIMITS,
        });
        this.worker.on('message', (message) => {
            this.receive(message);
        });
        this.worker.on('error', (error) => {
            this.fail(error instanceof Error ? error : new Error(String(error)));
        });
        this.loaded = new Promise((resolve, reject) => {
            this.loading = { resolve, reject };
        });
        this.ended = new Promise((resolve) => {
            this.worker.on('exit', () => {
                this.fail(new StoreError('failed', 'the writer has ended'));
                resolve();
            });
        });
    }
    load() {
        return this.loaded;
    }
    columns() {
        const known = this.free.pop();
        if (known !== undefined)
            return known;
        const memory = new SharedArrayBuffer(EventColumns.bytesFor(SEGMENT_EVENTS));
        const made = new EventColumns(SEGMENT_EVENTS, memory);
        const number = this.byNumber.push(made) - 1;
        this.send({ kind: 'columns', columns: number, capacity: SEGMENT_EVENTS, memory });
        return made;
    }
    add({ columns, shapes, words, subjects, kinds }) {
        const isNewList = shapes !== this.sentShapes;
        const raws = Buffer.concat(columns.raws);
        this.underway.add(columns);
        this.send({
            kind: 'part',
            columns: this.byNumber.indexOf(columns),
            count: columns.count,
            valueCount: columns.valueCount,
            raws,
            rawLengths: Uint32Array.from(columns.raws, ({ length }) => length),
            shapes: shapes.slice(isNewList ? 0 : this.sentCount),
            words: words.join('\n'),
            wordCount: words.length,
            ...{ isNewList, subjects, kinds },
        });
        this.sentShapes = shapes;
        this.sentCount = shapes.length;
    }
    commit({ parts, ...rest }) {
        for (const part of parts)
            this.add(part);
        const done = new Promise((resolve, reject) => {
            this.commits.push({ resolve, reject });
            if (this.failure !== undefined)
                reject(this.failure);
        });
        this.send({ kind: 'commit', rest });
        return done;
    }
    ready() {
        if (this.underway.size < MOST_UNDERWAY || this.failure !== undefined)
            return Promise.resolve();
        return new Promise((resolve) => {
            this.waitingForRoom.push(resolve);
        });
    }
    async close() {
        this.send({ kind: 'close' });
        await this.ended;
    }
    send(message) {
        this.worker.postMessage(message);
    }
    receive(message) {
        switch (message.kind) {
            case 'loaded':
                this.loading?.resolve(message.state);
                break;
            case 'failed':
                this.fail(new StoreError(message.code, message.message));
                break;
            case 'free':
                this.takeBack(message.columns);
                break;
            case 'committed':
                this.onRefused(undefined);
                this.commits.shift()?.resolve(message.committed);
                break;
            case 'refused':
                this.onRefused(new StoreError(message.code, message.message));
                break;
            case 'removed':
                this.upkeep.onRemoved(message.removal);
                break;
            case 'storage':
                this.upkeep.onStorage(message.storage);
                break;
            case 'upkeepFailed':
                this.upkeep.onFailure(message.message);
                break;
        }
    }
    takeBack(number) {
        const columns = this.byNumber[number];
        if (columns === undefined)
            return;
        columns.clear();
        this.underway.delete(columns);
        this.free.push(columns);
        this.letGoOn();
    }
    letGoOn() {
        const waiting = this.waitingForRoom;
        this.waitingForRoom = [];
        for (const resolve of waiting)
            resolve();
    }
    fail(error) {
        this.failure ??= error;
        this.loading?.reject(error);
        for (const { reject } of this.commits.splice(0))
            reject(error);
        this.letGoOn();
    }
}
//# sourceMappingURL=threaded-writer.js.map