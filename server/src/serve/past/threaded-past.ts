import type { PastAnswer } from '@tunnelwatch/shared/past';
import type { View } from '@tunnelwatch/shared/protocol';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { Worker } from 'node:worker_threads';
import type { FromPast, PastWorkerData, ToPast } from './past-messages.js';

/** The thread ends when nobody has looked back for so long, milliseconds: a past world takes memory. */
const IDLE_MS = 5 * 60_000;
/** Questions that may wait; who plays the past faster than it can be read is told so. */
const MOST_WAITING = 40;

interface Pending {
  resolve: (answer: PastAnswer) => void;
  reject: (error: Error) => void;
}

/** The time machine in a thread of its own, which is there only while somebody looks back. */
export class ThreadedPast {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private idle: NodeJS.Timeout | undefined;

  /** @param onDamage told of what could not be read */
  constructor(
    private readonly data: PastWorkerData,
    private readonly onDamage: (damage: StoreDamage) => void,
  ) {}

  /** A view as it was at a time, epoch ms; undefined when too many wait already. */
  async view(view: View, at: number): Promise<PastAnswer | undefined> {
    if (this.pending.size >= MOST_WAITING) return undefined;
    clearTimeout(this.idle);
    this.worker ??= this.start();
    const id = this.nextId++;
    const { worker } = this;
    try {
      return await new Promise<PastAnswer>((resolve, reject) => {
        this.pending.set(id, { resolve, reject });
        worker.postMessage({ kind: 'view', id, view, at } satisfies ToPast);
      });
    } finally {
      this.endWhenIdle();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => {
        resolve();
      });
    });
    worker.postMessage({ kind: 'close' } satisfies ToPast);
    await ended;
  }

  private start(): Worker {
    const worker = new Worker(new URL('./past-worker.js', import.meta.url), { workerData: this.data });
    let reason = 'the time machine has ended';
    worker.on('message', (message: FromPast) => {
      this.receive(message);
    });
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.pending.values()) reject(new Error(reason));
      this.pending.clear();
    });
    return worker;
  }

  private receive(message: FromPast): void {
    if (message.kind === 'damage') {
      this.onDamage(message.damage);
      return;
    }
    const waiting = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.answer);
    else waiting?.reject(new Error(`history could not be read: ${message.message}`));
  }

  private endWhenIdle(): void {
    clearTimeout(this.idle);
    if (this.pending.size > 0) return;
    this.idle = setTimeout(() => {
      void this.close();
    }, IDLE_MS);
    this.idle.unref();
  }
}
