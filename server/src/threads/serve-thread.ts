import { parentPort, workerData } from 'node:worker_threads';
import {
  type Answers,
  type ArgsOf,
  invoke,
  memoryOf,
  type MessageFromThread,
  type MessageToThread,
  sentError,
  type ThreadProtocol,
} from './protocol.js';

/** What a worker gets from the thread that started it. */
export interface ThreadContext<Protocol extends ThreadProtocol> {
  data: Protocol['data'];
  /** Sends a one-way notice to the starting thread. */
  notify<Name extends keyof Protocol['fromThread'] & string>(
    name: Name,
    ...args: ArgsOf<Protocol['fromThread'][Name]>
  ): void;
  /** Ends this thread and those it has started; pending calls are rejected with the reason. */
  fail(reason: unknown): never;
}

/** What a worker does. Calls and notices are handled in the order they were made. */
export interface ThreadBody<Protocol extends ThreadProtocol> {
  calls: Answers<Protocol['calls']>;
  /** An error thrown here ends the thread, since there is no caller to receive it. */
  notices: Protocol['toThread'];
  /** Cleans up; the thread ends afterwards. Calls still without an answer then are rejected. */
  close?: () => void | Promise<void>;
}

/**
 * The body of a worker's entry file. Messages wait until `start` has resolved. If it throws, the thread ends and calls are
 * rejected with that error.
 */
export function serveThread<Protocol extends ThreadProtocol>(
  start: (context: ThreadContext<Protocol>) => ThreadBody<Protocol> | Promise<ThreadBody<Protocol>>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('this module must run in a worker thread');
  const post = (message: MessageFromThread, memory: readonly ArrayBuffer[] = []) => {
    port.postMessage(message, memory);
  };
  const fail = (reason: unknown): never => {
    post({ kind: 'failed', error: sentError(reason) });
    process.exit(1);
  };
  const notify = (name: string, ...args: readonly unknown[]) => {
    post({ kind: 'notice', name, args });
  };
  const answer = async (id: number, call: () => unknown): Promise<void> => {
    try {
      const value = await call();
      post({ kind: 'answer', id, value }, memoryOf(value));
    } catch (error) {
      post({ kind: 'error', id, error: sentError(error) });
    }
  };
  const end = async (close: (() => void | Promise<void>) | undefined): Promise<void> => {
    try {
      await close?.();
      port.close();
    } catch (error) {
      fail(error);
    }
  };
  const serve = async (): Promise<void> => {
    // Comes from the same build.
    const data = workerData as Protocol['data'];
    const { calls, notices, close } = await start({ data, notify, fail });
    port.on('message', (message: MessageToThread) => {
      if (message.kind === 'notice') invoke(notices, message.name, message.args);
      else if (message.kind === 'call') void answer(message.id, () => invoke(calls, message.name, message.args));
      else void end(close);
    });
  };
  serve().catch(fail);
}
