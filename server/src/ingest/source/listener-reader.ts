import type { ListenerCounts, ListenerHealth, Silence } from '@tunnelwatch/shared/source-health';
import type { ListenProtocol } from '../../config/listen-url.js';
import type { InputQueue } from './syslog/input-queue.js';
import type { ListenerKeeper } from './syslog/listener-keeper.js';
import type { SourceReader } from './health/source-report.js';

/** What a listener reports about itself. The queue is shared by all listeners: what waits in it may be from any. */
export class ListenerReader implements SourceReader {
  readonly offset = 0;
  readonly size = null;
  readonly bytesRead = null;
  /** The last poll that left nothing in the queue. */
  readThroughAt: number | null = null;
  silence: Silence | null = null;
  listenerHealth: ListenerHealth;

  constructor(
    private readonly protocol: ListenProtocol,
    private readonly keeper: ListenerKeeper,
    private readonly counts: ListenerCounts,
    private readonly queue: InputQueue,
  ) {
    this.listenerHealth = this.healthNow();
  }

  get state(): 'starting' | 'reading' | 'idle' | 'degraded' {
    const { state } = this.keeper;
    if (state !== 'listening') return state;
    return this.queue.isEmpty ? 'idle' : 'reading';
  }

  get lastError(): string | null {
    return this.keeper.lastError;
  }

  get lagBytes(): number {
    return this.queue.bytes;
  }

  get isBehind(): boolean {
    return !this.queue.isEmpty;
  }

  /** Asks the kernel for its drops. Call it about once a second. */
  update(): void {
    this.keeper.listener?.readKernel();
    this.listenerHealth = this.healthNow();
  }

  private healthNow(): ListenerHealth {
    const { listener } = this.keeper;
    return {
      protocol: this.protocol,
      connections: listener?.connections ?? 0,
      waitingConnections: listener?.waitingConnections ?? 0,
      receiveBufferBytes: listener?.receiveBufferBytes ?? null,
      certificate: listener?.certificate ?? null,
      ...this.counts,
    };
  }
}
