import type { PastAnswer } from '@tunnelwatch/shared/past';
import type { View } from '@tunnelwatch/shared/protocol';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { WallSettings } from '@tunnelwatch/shared/wall';
import type { Asker } from '../../store/reader/threaded-reader.js';
import { Turns } from '../../threads/turns.js';
import { Thread } from '../../threads/thread.js';
import type { PastProtocol } from './past-protocol.js';

/** The thread ends after so long without a request, milliseconds: a past state takes memory. */
const IDLE_MS = 5 * MINUTE_MS;

/** The time machine in a worker thread, which runs only while it is used. */
export class ThreadedPast {
  private thread: Thread<PastProtocol> | undefined;
  private idle: NodeJS.Timeout | undefined;
  private closing: Promise<unknown> = Promise.resolve();
  /** The views share a world, so one is made at a time. */
  private readonly turns = new Turns(1);

  /** @param onDamage called for what could not be read: a segment that is missing from an answer, or an entire query */
  constructor(
    private readonly data: PastProtocol['data'],
    private readonly onDamage: (damage: StoreDamage) => void,
  ) {}

  /** A view as it was at a time, epoch ms, in turn by asker. @throws QueryAbandoned when its asker was gone before it was begun */
  view(view: View, at: number, { key, signal }: Asker, wall?: WallSettings): Promise<PastAnswer> {
    return this.turns.run(key, () => this.read(view, at, wall), signal);
  }

  private async read(view: View, at: number, wall: WallSettings | undefined): Promise<PastAnswer> {
    clearTimeout(this.idle);
    // A thread that has crashed is replaced.
    if (this.thread === undefined || this.thread.hasEnded) this.thread = this.start();
    const { thread } = this;
    try {
      return await thread.calls.view(view, at, wall);
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
