import { parentPort, workerData } from 'node:worker_threads';
import {
  type Answers,
  type ArgsOf,
  invoke,
  type MessageFromThread,
  type MessageToThread,
  sentError,
  type ThreadProtocol,
} from './protocol.js';

/** What a thread knows of the one that started it. */
export interface ThreadContext<Protocol extends ThreadProtocol> {
  data: Protocol['data'];
  /** Tells the starting thread something. */
  notify<Name extends keyof Protocol['fromThread'] & string>(
    name: Name,
    ...args: ArgsOf<Protocol['fromThread'][Name]>
  ): void;
  /** Ends this thread, and those that it has started, because it cannot go on: whoever waits for it is given the reason. */
  fail(reason: unknown): never;
}

/** What a thread does. Methods are called one after the other, in the order in which they were called on the other side. */
export interface ThreadBody<Protocol extends ThreadProtocol> {
  calls: Answers<Protocol['calls']>;
  /** What throws here ends the thread: there is nobody to be given the error. */
  notices: Protocol['toThread'];
  /** Ends its work; the thread ends when it settles. A call that it leaves without an answer is rejected. */
  close?: () => void | Promise<void>;
}

/**
 * The body of a worker's entry file. What is sent before `start` settles waits for it; where it throws, the thread ends with
 * that reason.
 */
export function serveThread<Protocol extends ThreadProtocol>(
  start: (context: ThreadContext<Protocol>) => ThreadBody<Protocol> | Promise<ThreadBody<Protocol>>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('this module is the entry of a worker thread: it is not a program of its own');
  const post = (message: MessageFromThread) => {
    port.postMessage(message);
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
      post({ kind: 'answer', id, value: await call() });
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
    // The other side of the same build made this object.
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
