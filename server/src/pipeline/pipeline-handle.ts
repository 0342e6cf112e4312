import { Worker } from 'node:worker_threads';
import type { AcknowledgeCommand, CommandResult } from '@tunnelwatch/shared/protocol';
import type { FromPipeline, IngestReport, PipelineWorkerData, ToPipeline } from './messages.js';
import { BUSY_THREAD_LIMITS } from '../thread-limits.js';

/** How long a command may wait for its commit before its sender is told that the store does not answer. */
const COMMAND_WAIT_MS = 10_000;

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

  /** Acknowledges an alert; answers once the change is durable, or cannot become so for now. */
  acknowledge(command: AcknowledgeCommand): Promise<CommandResult> {
    const requestId = this.nextRequest++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.commands.delete(requestId);
        resolve(STORE_DOES_NOT_ANSWER);
      }, COMMAND_WAIT_MS);
      this.commands.set(requestId, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
      this.send({ kind: 'acknowledge', requestId, command });
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
        this.commands.get(message.requestId)?.(message.result);
        this.commands.delete(message.requestId);
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

const STORE_DOES_NOT_ANSWER: CommandResult = {
  ok: false,
  alert: null,
  problem: {
    type: 'about:blank',
    title: 'Not stored yet',
    status: 503,
    detail: 'the store does not accept changes at the moment: the state of the alert shows whether it was stored later',
    code: 'store-unavailable',
  },
};
