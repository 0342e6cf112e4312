import { parentPort, workerData } from 'node:worker_threads';
import { EventColumns } from './event-columns.js';
import { SqliteWriter } from './sqlite/sqlite-writer.js';
import { LoadMeter } from './load-meter.js';
import { StoreError } from './store.js';
import { UpkeepLoop } from './upkeep-loop.js';
/** A batch that was refused is tried again this often. */
const RETRY_MS = 1000;
/** Events a second from which on the thread has no time for upkeep: people wait for its commits. */
const FLOOD_EVENTS = 20_000;
/**
 * The thread that stores: it encodes, compresses and writes, while another one reads and decodes. What it is told is done
 * strictly in order; while a batch is refused, everything behind it waits.
 */
class WriterThread {
    writer;
    tell;
    end;
    columns = new Map();
    waiting = [];
    shapes = [];
    retry;
    /** Parts that wait for the rest of their batch. */
    openParts = 0;
    upkeep;
    load = new LoadMeter(() => performance.now());
    constructor(writer, tell, end, upkeep) {
        this.writer = writer;
        this.tell = tell;
        this.end = end;
        this.upkeep = new UpkeepLoop({
            upkeep,
            isFree: () => this.isFree,
            clock: Date.now,
            onFailure: (message) => {
                tell({ kind: 'upkeepFailed', message });
            },
        });
    }
    receive(message) {
        if (message.kind === 'close')
            this.close();
        else if (this.retry !== undefined)
            this.waiting.push(message);
        else
            this.handle(message);
    }
    handle(message) {
        switch (message.kind) {
            case 'columns':
                this.columns.set(message.columns, new EventColumns(message.capacity, message.memory));
                break;
            case 'part':
                this.openParts += 1;
                this.writer.add(this.open(message));
                this.tell({ kind: 'free', columns: message.columns });
                break;
            case 'commit':
                this.attempt(() => this.writer.commit({ parts: [], ...message.rest }));
                break;
        }
    }
    attempt(commit) {
        try {
            const committed = commit();
            this.load.add(committed.count);
            this.tell({ kind: 'committed', committed });
            this.retry = undefined;
            this.openParts = 0;
        }
        catch (error) {
            if (!(error instanceof StoreError))
                throw error;
            this.tell({ kind: 'refused', code: error.code, message: error.message });
            this.retry = setTimeout(() => {
                this.again();
            }, RETRY_MS);
        }
    }
    again() {
        this.attempt(() => this.writer.retry());
        while (this.retry === undefined) {
            const message = this.waiting.shift();
            if (message === undefined)
                return;
            if (message.kind !== 'close')
                this.handle(message);
        }
    }
    /** The part as it was handed over. */
    open({ columns: number, count, valueCount, raws, rawLengths, ...rest }) {
        const columns = this.columns.get(number);
        if (columns === undefined)
            throw new Error(`there are no columns ${String(number)}`);
        columns.count = count;
        columns.valueCount = valueCount;
        columns.raws = [];
        let at = 0;
        for (const length of rawLengths) {
            columns.raws.push(Buffer.from(raws.buffer, raws.byteOffset + at, length));
            at += length;
        }
        if (rest.isNewList)
            this.shapes = [];
        for (const shape of rest.shapes)
            this.shapes.push(shape);
        return {
            columns,
            shapes: this.shapes,
            words: rest.wordCount === 0 ? [] : rest.words.split('\n'),
            subjects: rest.subjects,
            kinds: rest.kinds,
        };
    }
    /** True when nothing is being stored, nothing waits to be, and there is no flood: merging can wait until it is over. */
    get isFree() {
        return this.retry === undefined && this.openParts === 0 && this.load.lastSecond < FLOOD_EVENTS;
    }
    close() {
        clearTimeout(this.retry);
        this.upkeep.stop();
        this.writer.close();
        this.end();
    }
}
function main() {
    const port = parentPort;
    if (port === null)
        throw new Error('the writer runs as a worker thread only');
    const tell = (message) => {
        port.postMessage(message);
    };
    // The pipeline of the same build made this object.
    const { dataDirectory, retention } = workerData;
    try {
        const writer = new SqliteWriter(dataDirectory);
        tell({ kind: 'loaded', state: writer.load() });
        const upkeep = writer.maintenance({
            retention,
            onRemoved: (removal) => {
                tell({ kind: 'removed', removal });
            },
            onStorage: (storage) => {
                tell({ kind: 'storage', storage });
            },
        });
        const end = () => {
            port.close();
        };
        const thread = new WriterThread(writer, tell, end, upkeep);
        port.on('message', (message) => {
            thread.receive(message);
        });
    }
    catch (error) {
        if (!(error instanceof StoreError))
            throw error;
        tell({ kind: 'failed', code: error.code, message: error.message });
        port.close();
    }
}
main();
//# sourceMappingURL=writer-worker.js.map