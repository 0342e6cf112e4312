import { Worker } from 'node:worker_threads';
import type { Actor } from '@tunnelwatch/shared/actor';
import type { AlertCommand, BulkCommand, BulkResult, CommandResult } from '@tunnelwatch/shared/alert-command';
import type { AlertRuleName, RuleBody, RuleResult } from '@tunnelwatch/shared/alert-rules';
import type { MaintenanceWindowBody, WindowResult } from '@tunnelwatch/shared/maintenance-window';
import type { InventoryCommand, InventoryResult } from '@tunnelwatch/shared/inventory';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { ImportOrigin, ImportResult } from '../inventory/inventory-book.js';
import type { ImportRow } from '../inventory/plan-import.js';
import type { StoreRule } from '../alert/store-rules.js';
import { nextTurn } from './next-turn.js';
import type { FromPipeline, IngestReport, PipelineWorkerData, ToPipeline } from './messages.js';
import type { OutboxResult } from '../store/outbox.js';
import type { StoredRecord } from '../store/past-record.js';
import { BUSY_THREAD_LIMITS } from '../thread-limits.js';

/** How long a command may wait for its commit before its sender is told that the store does not answer. */
const COMMAND_WAIT_MS = 10_000;
/** An import of a large file takes its time. */
const IMPORT_WAIT_MS = 120_000;
const ROWS_IN_MESSAGE = 1000;

export interface PipelineListener {
  onMessage(message: FromPipeline): void;
  /** The thread ended although nobody stopped it. */
  onEnd(reason: string): void;
}

interface PendingIngest {
  resolve: (report: IngestReport) => void;
  reject: (error: Error) => void;
  onProgress: (bytes: number, totalBytes: number) => void;
}

/** The main thread's end of the pipeline. */
export class PipelineHandle {
  private readonly worker: Worker;
  private readonly commands = new Map<number, (result: CommandResult) => void>();
  private readonly windows = new Map<number, (result: WindowResult) => void>();
  private readonly rules = new Map<number, (result: RuleResult) => void>();
  private readonly inventory = new Map<number, (result: InventoryResult) => void>();
  private readonly imports = new Map<number, (result: ImportResult) => void>();
  private readonly notes = new Map<number, (isEntered: boolean) => void>();
  private readonly bulks = new Map<number, (result: BulkResult) => void>();
  private readonly ingests = new Map<number, PendingIngest>();
  private nextRequest = 1;
  private isStopping = false;
  private failure: string | undefined;
  private readonly ended: Promise<void>;

  constructor(
    data: PipelineWorkerData,
    private readonly listener: PipelineListener,
  ) {
    this.worker = new Worker(new URL('./pipeline-worker.js', import.meta.url), {
      workerData: data,
      resourceLimits: BUSY_THREAD_LIMITS,
    });
    this.worker.on('message', (message: FromPipeline) => {
      this.receive(message);
    });
    this.worker.on('error', (error) => {
      this.failure = error instanceof Error ? error.message : String(error);
    });
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', () => {
        resolve();
        if (!this.isStopping) listener.onEnd(this.failure ?? 'the pipeline ended by itself');
      });
    });
  }

  /** Carries out what a person has asked for; answers once it is durable, or cannot become so for now. */
  act(command: AlertCommand, actor: Actor): Promise<CommandResult> {
    return this.ask(this.commands, { ok: false, alert: null, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
      this.send({ kind: 'act', requestId, command, actor });
    });
  }

  /** The same for all alerts of a filter. */
  actOnAll(command: BulkCommand, actor: Actor): Promise<BulkResult> {
    return this.ask(this.bulks, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
      this.send({ kind: 'actOnAll', requestId, command, actor });
    });
  }

  /** Opens a maintenance window. */
  addWindow(body: MaintenanceWindowBody, actor: Actor): Promise<WindowResult> {
    return this.ask(this.windows, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
      this.send({ kind: 'addWindow', requestId, body, actor });
    });
  }

  /** Ends one now. */
  endWindow(id: number, actor: Actor): Promise<WindowResult> {
    return this.ask(this.windows, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
      this.send({ kind: 'endWindow', requestId, id, actor });
    });
  }

  /** Sets a rule about rates. */
  setRule(name: AlertRuleName, body: RuleBody, actor: Actor): Promise<RuleResult> {
    return this.ask(this.rules, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
      this.send({ kind: 'setRule', requestId, name, body, actor });
    });
  }

  /** Adds, changes or removes an entry of the inventory. */
  editInventory(command: InventoryCommand, actor: Actor): Promise<InventoryResult> {
    return this.ask(this.inventory, { ok: false, problem: STORE_DOES_NOT_ANSWER }, (requestId) => {
      this.send({ kind: 'inventory', requestId, command, actor });
    });
  }

  /** Takes the rows of a file over into the inventory, in messages of a bearable size. */
  async importInventory(rows: readonly ImportRow[], origin: ImportOrigin, actor: Actor): Promise<ImportResult> {
    const importId = this.nextRequest++;
    for (let from = 0; from < rows.length; from += ROWS_IN_MESSAGE) {
      this.send({ kind: 'inventoryRows', importId, rows: rows.slice(from, from + ROWS_IN_MESSAGE) });
      await nextTurn();
    }
    const late = { ok: false as const, problem: STORE_DOES_NOT_ANSWER };
    const send = (requestId: number) => {
      this.send({ kind: 'importInventory', requestId, importId, origin, actor });
    };
    return this.ask(this.imports, late, send, IMPORT_WAIT_MS);
  }

  /**
   * Enters notes in the audit trail; settles once they stand there.
   * @throws Error when the store does not take them for now: they may come again, which enters them once all the same
   */
  async note(notes: readonly AuditNote[]): Promise<void> {
    const isEntered = await this.ask(this.notes, false, (requestId) => {
      const again = notes.map((note) => ({ ...note, mayComeAgain: true }));
      this.send({ kind: 'note', requestId, notes: again });
    });
    if (!isEntered) throw new Error('the store does not accept entries of the audit trail at the moment: they wait');
  }

  private ask<Result>(
    waiting: Map<number, (result: Result) => void>,
    late: Result,
    send: (requestId: number) => void,
    waitMs = COMMAND_WAIT_MS,
  ): Promise<Result> {
    const requestId = this.nextRequest++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(requestId);
        resolve(late);
      }, waitMs);
      waiting.set(requestId, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
      send(requestId);
    });
  }

  /** Reads whole files into the store beside what is being followed. */
  ingest(files: string[], onProgress: PendingIngest['onProgress']): Promise<IngestReport> {
    const requestId = this.nextRequest++;
    return new Promise((resolve, reject) => {
      this.ingests.set(requestId, { resolve, reject, onProgress });
      this.send({ kind: 'ingest', requestId, files });
    });
  }

  /** Has what became of deliveries stored with the next commit. */
  storeResults(results: OutboxResult[]): void {
    this.send({ kind: 'outboxResults', results });
  }

  /** Has what was shown of the monitor itself stored with the next commit. */
  keepRecord(record: StoredRecord): void {
    this.send({ kind: 'record', record });
  }

  /** Raises an alert about our own store, or says with null that it is over. */
  noteStore(rule: StoreRule, message: string | null): void {
    this.send({ kind: 'storeCondition', rule, message });
  }

  /** Finishes the batch, commits, and ends the thread. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.send({ kind: 'stop' });
    await this.ended;
  }

  private send(message: ToPipeline): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromPipeline): void {
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
      case 'inventoryResult':
        settle(this.inventory, message.requestId, message.result);
        break;
      case 'importResult':
        settle(this.imports, message.requestId, message.result);
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
function settle<Answer>(waiting: Map<number, (answer: Answer) => void>, requestId: number, answer: Answer): void {
  waiting.get(requestId)?.(answer);
  waiting.delete(requestId);
}

const STORE_DOES_NOT_ANSWER: Problem = {
  type: 'about:blank',
  title: 'Not stored yet',
  status: 503,
  detail: 'the store does not accept changes at the moment: look again whether it was stored later',
  code: 'store-unavailable',
};
