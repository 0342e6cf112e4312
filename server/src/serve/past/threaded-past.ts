import type { PastAnswer } from '@tunnelwatch/shared/past';
import type { View } from '@tunnelwatch/shared/protocol';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { Thread } from '../../threads/thread.js';
import type { PastProtocol } from './past-protocol.js';

/** The thread ends after so long without a request, milliseconds: a past state takes memory. */
const IDLE_MS = 5 * MINUTE_MS;
/** Requests that may wait; beyond it, whoever plays the past faster than it can be read is told so. */
const MAX_WAITING = 40;

/** The time machine in a worker thread, which runs only while it is used. */
export class ThreadedPast {
  private thread: Thread<PastProtocol> | undefined;
  private idle: NodeJS.Timeout | undefined;
  private closing: Promise<unknown> = Promise.resolve();

  /** @param onDamage called for what could not be read: a segment that is missing from an answer, or an entire query */
  constructor(
    private readonly data: PastProtocol['data'],
    private readonly onDamage: (damage: StoreDamage) => void,
  ) {}

  /** A view as it was at a time, epoch ms; undefined when too many requests are waiting. */
  async view(view: View, at: number): Promise<PastAnswer | undefined> {
    clearTimeout(this.idle);
    // A thread that has crashed is replaced.
    if (this.thread === undefined || this.thread.hasEnded) this.thread = this.start();
    const { thread } = this;
    if (thread.pendingCalls >= MAX_WAITING) return undefined;
    try {
      return await thread.calls.view(view, at);
    } finally {
      this.endWhenIdle();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    // Requests that arrive while it ends start another thread.
    this.thread = undefined;
    this.closing = Promise.all([this.closing, thread?.close()]);
    await this.closing;
  }

  private start(): Thread<PastProtocol> {
    return new Thread<PastProtocol>({
      entry: new URL('./past-worker.js', import.meta.url),
      name: 'the time machine',
      data: this.data,
      calls: { view: true },
      notices: { damage: this.onDamage },
    });
  }

  private endWhenIdle(): void {
    clearTimeout(this.idle);
    if (this.thread === undefined || this.thread.pendingCalls > 0) return;
    this.idle = setTimeout(() => {
      void this.close();
    }, IDLE_MS);
    this.idle.unref();
  }
}
