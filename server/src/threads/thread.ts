import { type ResourceLimits, Worker } from 'node:worker_threads';
import {
  type ArgsOf,
  CallTimeout,
  invoke,
  type MessageFromThread,
  type MessageToThread,
  type MethodNames,
  sentError,
  type SentError,
  ThreadError,
  type ThreadProtocol,
} from './protocol.js';

export interface ThreadOptions<Protocol extends ThreadProtocol> {
  /** The worker's module, by `new URL('./x-worker.js', import.meta.url)`. */
  entry: URL;
  /** How error messages refer to it, for example "the reader". */
  name: string;
  data: Protocol['data'];
  calls: MethodNames<Protocol['calls']>;
  /** Handlers of the worker's notices. An error thrown here is an uncaught exception, as in any event listener. */
  notices: Protocol['fromThread'];
  /** Converts errors of the worker, and the reason why it ended, to the caller's own type. */
  toError?: (error: SentError) => Error;
  resourceLimits?: ResourceLimits;
}

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Starts a worker thread and gives typed access to it. When the worker ends, every pending call and every later one is
 * rejected with the reason, so no call stays pending for ever.
 */
export class Thread<Protocol extends ThreadProtocol> {
  /** The worker's methods. */
  readonly calls: Protocol['calls'];
  /** Resolves when the worker has ended: with the reason, or with `undefined` after `close`. */
  readonly ended: Promise<Error | undefined>;
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private readonly toError: (error: SentError) => Error;
  private nextId = 1;
  /** Why the worker has ended or is about to. */
  private reason: Error | undefined;
  private isClosing = false;
  private isOver = false;

  constructor(private readonly options: ThreadOptions<Protocol>) {
    const { entry, data, resourceLimits, toError } = options;
    this.toError = toError ?? ((error) => new ThreadError(error));
    this.calls = this.callsWith(undefined);
    // A pipe's descriptor is closed by its stream, which the tracking does not see: it would warn of every next one.
    const trackUnmanagedFds = false;
    this.worker = new Worker(entry, { workerData: data, trackUnmanagedFds, ...(resourceLimits && { resourceLimits }) });
    this.worker.on('message', (message: MessageFromThread) => {
      this.receive(message);
    });
    this.worker.on('error', (error) => {
      this.reason ??= this.toError(sentError(error));
    });
    // A message that cannot be read may have been an answer: end the worker, so that its caller does not wait for ever.
    this.worker.on('messageerror', (error) => {
      this.reason ??= this.toError(sentError(error));
      void this.worker.terminate();
    });
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.end();
        resolve(this.isClosing ? undefined : this.reasonOfEnd());
      });
    });
  }

  /** Number of calls without an answer so far. */
  get pendingCalls(): number {
    return this.pending.size;
  }

  /** True once the worker has ended. */
  get hasEnded(): boolean {
    return this.isOver;
  }

  /** The worker's methods with a time-out: after so many milliseconds a call is rejected with `CallTimeout`. */
  within(waitMs: number): Protocol['calls'] {
    return this.callsWith(waitMs);
  }

  /** Sends a one-way notice. Does nothing once the worker has ended. */
  notify<Name extends keyof Protocol['toThread'] & string>(
    name: Name,
    ...args: ArgsOf<Protocol['toThread'][Name]>
  ): void {
    this.post({ kind: 'notice', name, args });
  }

  /** Closes the worker after everything sent before has been handled; resolves when it has ended, for whatever reason. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.post({ kind: 'close' });
    await this.ended;
  }

  private callsWith(waitMs: number | undefined): Protocol['calls'] {
    const names = Object.keys(this.options.calls);
    const calls: object = Object.fromEntries(
      names.map((name) => [name, (...args: readonly unknown[]) => this.call(name, args, waitMs)]),
    );
    // `MethodNames` makes the names complete, and the worker comes from the same build.
    return calls;
  }

  private call(name: string, args: readonly unknown[], waitMs: number | undefined): Promise<unknown> {
    if (this.isOver) return Promise.reject(this.reasonOfEnd());
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      // Post first: it throws when the arguments cannot be cloned.
      this.post({ kind: 'call', id, name, args });
      const giveUp = () => {
        this.pending.delete(id);
        reject(new CallTimeout(name, waitMs ?? 0));
      };
      this.pending.set(id, { resolve, reject, timer: waitMs === undefined ? undefined : setTimeout(giveUp, waitMs) });
    });
  }

  private post(message: MessageToThread): void {
    this.worker.postMessage(message);
  }

  private receive(message: MessageFromThread): void {
    switch (message.kind) {
      case 'notice':
        invoke(this.options.notices, message.name, message.args);
        break;
      case 'answer':
        this.take(message.id)?.resolve(message.value);
        break;
      case 'error':
        this.take(message.id)?.reject(this.toError(message.error));
        break;
      case 'failed':
        this.reason ??= this.toError(message.error);
        break;
    }
  }

  /** Removes and returns a pending call; undefined when it has timed out. */
  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  private end(): void {
    this.isOver = true;
    for (const id of [...this.pending.keys()]) this.take(id)?.reject(this.reasonOfEnd());
  }

  private reasonOfEnd(): Error {
    const message = `${this.options.name} has ended`;
    this.reason ??= this.toError({ name: 'Error', message, code: undefined, stack: undefined });
    return this.reason;
  }
}
