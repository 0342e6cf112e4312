import type { Listener, ListenerParts } from './listener.js';
import { listenerError } from './listener-error.js';
import { StreamListener } from './stream-listener.js';
import { UdpListener } from './udp-listener.js';

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;

export type ListenerKeeperParts = Omit<ListenerParts, 'onFailure'>;

/** Keeps one listener open: a failure is reported with its remedy and retried, with increasing delays. */
export class ListenerKeeper {
  state: 'starting' | 'listening' | 'degraded' = 'starting';
  lastError: string | null = null;
  /** The listener while it is open. */
  listener: Listener | undefined;
  private retryMs = FIRST_RETRY_MS;
  private retryTimer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly parts: ListenerKeeperParts) {}

  /** Begins to listen; never throws. */
  start(): void {
    const { settings } = this.parts;
    const parts: ListenerParts = {
      ...this.parts,
      onFailure: (error) => {
        this.fail(listener, error);
      },
    };
    const listener = settings.protocol === 'udp' ? new UdpListener(parts) : new StreamListener(parts);
    listener.open().then(
      () => {
        if (this.isClosed) listener.close();
        else this.listen(listener);
      },
      (error: unknown) => {
        this.fail(listener, error);
      },
    );
  }

  /** Ends the connections of senders that are blocked by now. */
  cutOff(): void {
    this.listener?.cutOff();
  }

  hold(isHolding: boolean): void {
    this.listener?.hold(isHolding);
  }

  /** Stops in order. */
  async finish(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.retryTimer);
    await this.listener?.finish();
    this.listener = undefined;
  }

  /** Stops at once. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.retryTimer);
    this.listener?.close();
    this.listener = undefined;
  }

  private listen(listener: Listener): void {
    this.listener = listener;
    this.state = 'listening';
    this.lastError = null;
    this.retryMs = FIRST_RETRY_MS;
    listener.readKernel();
  }

  private fail(listener: Listener, error: unknown): void {
    listener.close();
    if (this.isClosed) return;
    this.listener = undefined;
    const message = listenerError(error, this.parts.settings);
    if (message !== this.lastError) this.parts.onWarning(message);
    this.state = 'degraded';
    this.lastError = message;
    this.retryTimer = setTimeout(() => {
      this.start();
    }, this.retryMs);
    this.retryMs = Math.min(MAX_RETRY_MS, this.retryMs * 2);
  }
}
