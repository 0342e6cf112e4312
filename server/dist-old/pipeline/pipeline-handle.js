import { Worker } from 'node:worker_threads';
import { BUSY_THREAD_LIMITS } from '../thread-limits.js';
/** How long a command may wait for its commit before its sender is told that the store does not answer. */
const COMMAND_WAIT_MS = 10_000;
/** The main thread's end of the pipeline. */
export class PipelineHandle {
    listener;
    worker;
    commands = new Map();
    windows = new Map();
    rules = new Map();
    notes = new Map();
    bulks = new Map();
    ingests = new Map();
    nextRequest = 1;
    isStopping = false;
    failure;
    ended;
    constructor(data, listener) {
        this.listener = listener;
        this.worker = new Worker(new URL('./pipeline-worker.js', import.meta.url), {
            workerData: data,
            resourceLimits: BUSY_THREAD_LIMITS,
        });
        this.worker.on('message', (message) => {
            this.receive(message);
        });
        this.worker.on('error', (error) => {
            this.failure = error instanceof Error ? error.message : String(error);
        });
        this.ended = new Promise((resolve) => {
            this.worker.on('exit', () => {
                resolve();
                if (!this.isStopping)
                    listener.onEnd(this.failure ?? 'the pipeline ended by itself');
            });
        });
    }
    /** Carries out what a person has asked for; answers once it is durable, or cannot become so for now. */
    act(command, actor) {
        return this.ask(this.commands, { ok: false, alert: null, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
            this.send({ kind: 'act', requestId, command, actor });
        });
    }
    /** The same for all alerts of a filter. */
    actOnAll(command, actor) {
        return this.ask(this.bulks, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
            this.send({ kind: 'actOnAll', requestId, command, actor });
        });
    }
    /** Opens a maintenance window. */
    addWindow(body, actor) {
        return this.ask(this.windows, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
            this.send({ kind: 'addWindow', requestId, body, actor });
        });
    }
    /** Ends one now. */
    endWindow(id, actor) {
        return this.ask(this.windows, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
            this.send({ kind: 'endWindow', requestId, id, actor });
        });
    }
    /** Sets a rule about rates. */
    setRule(name, body, actor) {
        return this.ask(this.rules, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
            this.send({ kind: 'setRule', requestId, name, body, actor });
        });
    }
    /**
     * Enters notes in the audit trail; settles once they stand there.
     * @throws Error when the store does not take them for now: they may come again, which enters them once all the same
     */
    async note(notes) {
        const isEntered = await this.ask(this.notes, false, (requestId) => {
            const again = notes.map((note) => ({ ...note, mayComeAgain: true }));
            this.send({ kind: 'note', requestId, notes: again });
        });
        if (!isEntered)
            throw new Error('the store does not accept entries of the audit trail at the moment: they wait');
    }
    ask(waiting, late, send) {
        const requestId = this.nextRequest++;
        return new Promise((resolve) => {
            const timer = setTimeout(() => {
                waiting.delete(requestId);
                resolve(late);
            }, COMMAND_WAIT_MS);
            waiting.set(requestId, (result) => {
                clearTimeout(timer);
                resolve(result);
            });
            send(requestId);
        });
    }
    /** Reads whole files into the store beside what is being followed. */
    ingest(files, onProgress) {
        const requestId = this.nextRequest++;
        return new Promise((resolve, reject) => {
            this.ingests.set(requestId, { resolve, reject, onProgress });
            this.send({ kind: 'ingest', requestId, files });
        });
    }
    /** Has what became of deliveries stored with the next commit. */
    storeResults(results) {
        this.send({ kind: 'outboxResults', results });
    }
    /** Finishes the batch, commits, and ends the thread. */
    async stop() {
        this.isStopping = true;
        this.send({ kind: 'stop' });
        await this.ended;
    }
    send(message) {
        this.worker.postMessage(message);
    }
    receive(message) {
        switch (message.kind) {
            case 'commandResult':
                settle(this.commands, message.requestId, message.result);
                break;
            case 'ruleResult':
                this.listener.onMessage({ kind: 'rules', rules: message.rules });
                settle(this.rules, message.requestId, message.result);
                break;
            case 'windowResult':
                settle(this.windows, message.requestId, message.result);
                break;
            case 'bulkResult':
                settle(this.bulks, message.requestId, message.result);
                break;
            case 'noted':
                settle(this.notes, message.requestId, true);
                break;
            case 'ingestProgress':
                this.ingests.get(message.requestId)?.onProgress(message.bytes, message.totalBytes);
                break;
            case 'ingestDone':
                this.ingests.get(message.requestId)?.resolve(message.report);
                this.ingests.delete(message.requestId);
                break;
            case 'ingestFailed':
                this.ingests.get(message.requestId)?.reject(new Error(message.message));
                this.ingests.delete(message.requestId);
                break;
            case 'failed':
                this.failure = message.message;
                break;
            default:
                this.listener.onMessage(message);
        }
    }
}
/** Gives an answer to the one who waits for it; who has given up by now gets none. */
function settle(waiting, requestId, answer) {
    waiting.get(requestId)?.(answer);
    waiting.delete(requestId);
}
const STORE_DOES_NOT_ANSWER = {
    type: 'about:blank',
    title: 'Not stored yet',
    status: 503,
    detail: 'the store does not accept changes at the moment: the state of the alert shows whether it was stored later',
    code: 'store-unavailable',
};
//# sourceMappingURL=pipeline-handle.js.map