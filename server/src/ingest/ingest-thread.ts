import { Worker } from 'node:worker_threads';
import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type {
  AnyCommandResult,
  Command,
  CommandName,
  CommandRequests,
  CommandResults,
} from '@tunnelwatch/shared/commands';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { StoreRule } from '../core/alert/monitoring/store-rules.js';
import { nextTurn } from './next-turn.js';
import type { FromIngest, IngestReport, IngestWorkerData, ToIngest } from './ingest-messages.js';
import type { OutboxResult } from '../core/notifications/outbox.js';
import type { StoredRecord } from '../core/past-record.js';
import { BUSY_THREAD_LIMITS } from '../threads/thread-limits.js';

/** How long a command may wait for its commit before its sender gets an error that the store does not respond. */
const COMMAND_WAIT_MS = 10_000;
/** An import of a large file takes longer. */
const IMPORT_WAIT_MS = 120_000;
const ROWS_IN_MESSAGE = 1000;

export interface IngestThreadListener {
  onMessage(message: FromIngest): void;
  /** The thread ended although it was not stopped. */
  onEnd(reason: string): void;
}

type ImportCommand = Extract<Command, { name: 'importInventory' }>;

interface PendingIngest {
  resolve: (report: IngestReport) => void;
  reject: (error: Error) => void;
  onProgress: (bytes: number, totalBytes: number) => void;
}

/** The main thread's end of the ingest thread. */
export class IngestThread {
  private readonly worker: Worker;
  private readonly commands = new Map<number, (result: AnyCommandResult) => void>();
  private readonly notes = new Map<number, (isEntered: boolean) => void>();
  private readonly ingests = new Map<number, PendingIngest>();
  private nextRequest = 1;
  private isStopping = false;
  private failure: string | undefined;
  private readonly ended: Promise<void>;

  constructor(
    data: IngestWorkerData,
    private readonly listener: IngestThreadListener,
  ) {
    this.worker = new Worker(new URL('./ingest-worker.js', import.meta.url), {
      workerData: data,
      resourceLimits: BUSY_THREAD_LIMITS,
    });
    this.worker.on('message', (message: FromIngest) => {
      this.receive(message);
    });
    this.worker.on('error', (error) => {
      this.failure = error instanceof Error ? error.message : String(error);
    });
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', () => {
        resolve();
        if (!this.isStopping) listener.onEnd(this.failure ?? 'ingest ended unexpectedly');
      });
    });
  }

  /** Executes a command; answers once it is durable, or with a refusal when it cannot be for now. */
  async carryOut<Name extends CommandName>(
    name: Name,
    request: CommandRequests[Name],
    actor: Actor,
  ): Promise<CommandResults[Name]> {
    const requestId = this.nextRequest++;
    // Name and request belong together, which the compiler cannot infer for a union.
    let command = { name, request } as Command;
    if (command.name === 'importInventory') command = await this.sendRows(requestId, command);
    const waitMs = command.name === 'importInventory' ? IMPORT_WAIT_MS : COMMAND_WAIT_MS;
    const refusal: AnyCommandResult = { ok: false, alert: null, problem: STORE_DOES_NOT_ANSWER };
    const result = await this.ask(this.commands, requestId, refusal, waitMs, () => {
      this.send({ kind: 'command', requestId, command, actor });
    });
    return result;
  }

  /** Sends the rows of an import ahead of it, in messages of limited size; returns the command without them. */
  private async sendRows(requestId: number, command: ImportCommand): Promise<ImportCommand> {
    const { origin, rows } = command.request;
    for (let from = 0; from < rows.length; from += ROWS_IN_MESSAGE) {
      this.send({ kind: 'importRows', requestId, rows: rows.slice(from, from + ROWS_IN_MESSAGE) });
      await nextTurn();
    }
    return { name: command.name, request: { origin, rows: [] } };
  }

  /**
   * Enters notes in the audit trail; settles once they are durable.
   * @throws Error when the store does not accept them for now: resubmitting them enters them only once
   */
  async note(notes: readonly AuditNote[]): Promise<void> {
    const requestId = this.nextRequest++;
    const isEntered = await this.ask(this.notes, requestId, false, COMMAND_WAIT_MS, () => {
      const again = notes.map((note) => ({ ...note, mayComeAgain: true }));
      this.send({ kind: 'notes', requestId, notes: again });
    });
    if (!isEntered) throw new Error('the store does not accept audit trail entries at the moment: they are queued');
  }

  private ask<Result>(
    waiting: Map<number, (result: Result) => void>,
    requestId: number,
    late: Result,
    waitMs: number,
    send: () => void,
  ): Promise<Result> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(requestId);
        resolve(late);
      }, waitMs);
      waiting.set(requestId, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
      send();
    });
  }

  /** Reads whole files into the store while others are being followed. */
  ingest(files: string[], onProgress: PendingIngest['onProgress']): Promise<IngestReport> {
    const requestId = this.nextRequest++;
    return new Promise((resolve, reject) => {
      this.ingests.set(requestId, { resolve, reject, onProgress });
      this.send({ kind: 'ingest', requestId, files });
    });
  }

  /** Stores the results of deliveries with the next commit. */
  storeResults(results: OutboxResult[]): void {
    this.send({ kind: 'deliveries', results });
  }

  /** Stores the monitor's own state with the next commit. */
  keepRecord(record: StoredRecord): void {
    this.send({ kind: 'record', record });
  }

  /** Raises an alert about our own store, or clears it with null. */
  noteStore(rule: StoreRule, message: string | null): void {
    this.send({ kind: 'storeCondition', rule, message });
  }

  /** Finishes the batch, commits, and ends the thread. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.send({ kind: 'stop' });
    await this.ended;
  }

  private send(message: ToIngest): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromIngest): void {
    switch (message.kind) {
      case 'commandResult':
        settle(this.commands, message.requestId, message.result);
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

/** Passes an answer to the caller; one that has given up by now gets none. */
function settle<Answer>(waiting: Map<number, (answer: Answer) => void>, requestId: number, answer: Answer): void {
  waiting.get(requestId)?.(answer);
  waiting.delete(requestId);
}

const STORE_DOES_NOT_ANSWER: Problem = {
  type: 'about:blank',
  title: 'Not stored yet',
  status: 503,
  detail: 'the store does not accept changes at the moment: check later whether the change was stored',
  code: 'store-unavailable',
};
