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
  /** What people read of it when it ends, "the reader" for one. */
  name: string;
  data: Protocol['data'];
  calls: MethodNames<Protocol['calls']>;
  /** Told what the thread tells. What throws here ends the program, as in any listener of events. */
  notices: Protocol['fromThread'];
  /** Makes an error of the caller's kind from one of the thread, and from the reason for which it ended. */
  toError?: (error: SentError) => Error;
  resourceLimits?: ResourceLimits;
}

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
}

/**
 * A thread with typed calls, from the side that starts it. When it ends, whatever is pending is rejected with the reason,
 * and so is every call that comes later: none is ever left without an answer.
 */
export class Thread<Protocol extends ThreadProtocol> {
  /** The methods of the thread. */
  readonly calls: Protocol['calls'];
  /** Settles when the thread has ended, with the reason; `undefined` when it ended because it was closed. */
  readonly ended: Promise<Error | undefined>;
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private readonly toError: (error: SentError) => Error;
  private nextId = 1;
  /** Why it has ended, or is about to. */
  private reason: Error | undefined;
  private isClosing = false;
  private isOver = false;

  constructor(private readonly options: ThreadOptions<Protocol>) {
    const { entry, data, resourceLimits, toError } = options;
    this.toError = toError ?? ((error) => new ThreadError(error));
    this.calls = this.callsWith(undefined);
    this.worker = new Worker(entry, { workerData: data, ...(resourceLimits && { resourceLimits }) });
    this.worker.on('message', (message: MessageFromThread) => {
      this.receive(message);
    });
    this.worker.on('error', (error) => {
      this.reason ??= this.toError(sentError(error));
    });
    // What was sent is lost; who waits for it must not wait for ever.
    this.worker.on('messageerror', (error) => {
      this.reason ??= this.toError(sentError(error));
      void this.worker.terminate();
    });
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.end();
        resolve(this.isClosing ? undefined : this.reason);
      });
    });
  }

  /** Calls that are not answered yet. */
  get pendingCalls(): number {
    return this.pending.size;
  }

  /** True once nothing can be asked of it any more. */
  get hasEnded(): boolean {
    return this.isOver;
  }

  /** The methods of the thread, with a `CallTimeout` for one who waits longer than so many milliseconds. */
  within(waitMs: number): Protocol['calls'] {
    return this.callsWith(waitMs);
  }

  /** Tells the thread something. After its end there is nobody to be told: nothing happens. */
  notify<Name extends keyof Protocol['toThread'] & string>(
    name: Name,
    ...args: ArgsOf<Protocol['toThread'][Name]>
  ): void {
    this.post({ kind: 'notice', name, args });
  }

  /** Has the thread close behind all that it was sent before; settles when it has ended, whatever it ended by. */
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
    // Their type says that no name is missing, and the thread of the same build answers each with what it returns.
    return calls;
  }

  private call(name: string, args: readonly unknown[], waitMs: number | undefined): Promise<unknown> {
    if (this.isOver) return Promise.reject(this.reasonOfEnd());
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      // First, since it throws where the arguments cannot be sent.
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

  /** The one who waits for an answer; nobody, where they have given up. */
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
