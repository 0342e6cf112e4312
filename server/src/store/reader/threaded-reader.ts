import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { Worker } from 'node:worker_threads';
import type { ReadableStore } from '../queries.js';
import type { ReaderAnswer, ReaderMethod, ReaderRequest } from './reader-messages.js';
import { StoreError } from '../store.js';

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** A reading store whose work is done in a thread of its own. */
export class ThreadedReader implements ReadableStore {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  /** Why the thread is gone. */
  private ended: string | undefined;

  /** @param onDamage told of every segment that was left out of an answer, and of what could not be answered at all */
  constructor(dataDirectory: string, onDamage: (damage: StoreDamage) => void) {
    this.worker = new Worker(new URL('./reader-worker.js', import.meta.url), { workerData: { dataDirectory } });
    this.worker.on('message', (answer: ReaderAnswer) => {
      if (answer.kind === 'damage') {
        onDamage(answer.damage);
        return;
      }
      const waiting = this.pending.get(answer.id);
      this.pending.delete(answer.id);
      if (answer.ok) waiting?.resolve(answer.value);
      else waiting?.reject(new StoreError(answer.code, `the store could not be read: ${answer.message}`));
    });
    this.worker.on('error', (error) => {
      this.failAll(error instanceof Error ? error.message : String(error));
    });
    this.worker.on('exit', () => {
      this.failAll('the reader has ended');
    });
  }

  readonly modelSeed: ReadableStore['modelSeed'] = (...args) => this.ask('modelSeed', args);
  readonly newestTime: ReadableStore['newestTime'] = (...args) => this.ask('newestTime', args);
  readonly countEvents: ReadableStore['countEvents'] = (...args) => this.ask('countEvents', args);
  readonly listEvents: ReadableStore['listEvents'] = (...args) => this.ask('listEvents', args);
  readonly classBuckets: ReadableStore['classBuckets'] = (...args) => this.ask('classBuckets', args);
  readonly series: ReadableStore['series'] = (...args) => this.ask('series', args);
  readonly listAlerts: ReadableStore['listAlerts'] = (...args) => this.ask('listAlerts', args);
  readonly alertsSince: ReadableStore['alertsSince'] = (...args) => this.ask('alertsSince', args);
  readonly listMembers: ReadableStore['listMembers'] = (...args) => this.ask('listMembers', args);
  readonly ruleCounts: ReadableStore['ruleCounts'] = (...args) => this.ask('ruleCounts', args);
  readonly listAudit: ReadableStore['listAudit'] = (...args) => this.ask('listAudit', args);
  readonly dueEntries: ReadableStore['dueEntries'] = (...args) => this.ask('dueEntries', args);
  readonly pastRange: ReadableStore['pastRange'] = (...args) => this.ask('pastRange', args);
  readonly pastMoment: ReadableStore['pastMoment'] = (...args) => this.ask('pastMoment', args);
  readonly pastSeed: ReadableStore['pastSeed'] = (...args) => this.ask('pastSeed', args);
  readonly pastStep: ReadableStore['pastStep'] = (...args) => this.ask('pastStep', args);
  readonly pastAlerts: ReadableStore['pastAlerts'] = (...args) => this.ask('pastAlerts', args);
  readonly pastAlert: ReadableStore['pastAlert'] = (...args) => this.ask('pastAlert', args);
  readonly pastVerdicts: ReadableStore['pastVerdicts'] = (...args) => this.ask('pastVerdicts', args);
  readonly shiftEnds: ReadableStore['shiftEnds'] = (...args) => this.ask('shiftEnds', args);
  readonly shiftChanges: ReadableStore['shiftChanges'] = (...args) => this.ask('shiftChanges', args);
  readonly shiftAlerts: ReadableStore['shiftAlerts'] = (...args) => this.ask('shiftAlerts', args);
  readonly shiftRecords: ReadableStore['shiftRecords'] = (...args) => this.ask('shiftRecords', args);
  readonly outboxSummary: ReadableStore['outboxSummary'] = (...args) => this.ask('outboxSummary', args);

  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.worker.on('exit', () => {
        resolve();
      });
    });
    this.worker.postMessage({ method: 'close' } satisfies ReaderRequest);
    await ended;
  }

  private ask<Method extends ReaderMethod>(
    method: Method,
    args: Parameters<ReadableStore[Method]>,
  ): ReturnType<ReadableStore[Method]> {
    const id = this.nextId++;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.ended !== undefined) {
        reject(new StoreError('failed', this.ended));
        return;
      }
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, method, args });
    });
    // The thread of the same build answers a method with what that method returns.
    return answer as ReturnType<ReadableStore[Method]>;
  }

  private failAll(reason: string): void {
    this.ended ??= reason;
    for (const { reject } of this.pending.values()) reject(new StoreError('failed', this.ended));
    this.pending.clear();
  }
}
