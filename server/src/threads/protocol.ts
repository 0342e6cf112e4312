/**
 * What the thread that starts a worker and the worker agree on. A room with a thread of its own writes one such interface,
 * and both ends are checked against it:
 *
 *     interface IngestProtocol extends ThreadProtocol {
 *       data: IngestData;                       what the thread is started with
 *       calls: { act(command: Command): Promise<CommandResult> };        answered
 *       toThread: { keepRecord(record: StoredRecord): void };            one way, there
 *       fromThread: { step(step: Step): void };                          one way, back
 *     }
 *
 * `Thread` starts the thread and calls it; `serveThread` is the body of the worker's entry file. Everything is posted in the
 * order in which it is called, and arrives in that order: a call sees what the notices before it have done.
 *
 * This is our own and not comlink or birpc, because of what the writer needs: comlink leaves a call pending for ever when
 * its thread ends and has no time-outs; both lose the code of an error, and birpc swallows what fails in a notice and posts
 * and handles in later microtasks, so that a call and a notice of the same turn need not keep their order.
 */
export interface ThreadProtocol {
  /** What the thread is started with; must survive a structured clone. */
  data: unknown;
  /** Methods that the thread answers, each with a promise. */
  calls: object;
  /** What the thread is told, without an answer: methods that return nothing. */
  toThread: object;
  /** What the thread tells, without an answer. */
  fromThread: object;
}

/** The methods of an interface by name: with one missing, or one too many, it does not compile. */
export type MethodNames<Calls> = Record<keyof Calls & string, true>;

/** What stands behind calls: an answer may be there at once. */
export type Answers<Calls> = {
  [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => Promise<infer Answer>
    ? (...args: Args) => Answer | Promise<Answer>
    : never;
};

/** The arguments of a method. */
export type ArgsOf<Method> = Method extends (...args: infer Args) => unknown ? Args : never;

/** An error on its way between threads: its class stays behind. */
export interface SentError {
  name: string;
  message: string;
  /** The error's own code, which says what its message says in words. */
  code: string | undefined;
  /** Where it was thrown. */
  stack: string | undefined;
}

/** An error that was thrown in another thread. */
export class ThreadError extends Error {
  readonly code: string | undefined;

  constructor({ name, message, code, stack }: SentError) {
    super(message);
    this.name = name;
    this.code = code;
    if (stack !== undefined) this.stack = stack;
  }
}

/** A call that was not answered in the time that its caller gave it. Whether it was carried out is not known. */
export class CallTimeout extends Error {
  constructor(method: string, waitMs: number) {
    super(`no answer to ${method} within ${String(waitMs / 1000)} s`);
    this.name = 'CallTimeout';
  }
}

export type MessageToThread =
  | { kind: 'call'; id: number; name: string; args: readonly unknown[] }
  | { kind: 'notice'; name: string; args: readonly unknown[] }
  | { kind: 'close' };

export type MessageFromThread =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'error'; id: number; error: SentError }
  | { kind: 'notice'; name: string; args: readonly unknown[] }
  /** The thread cannot go on, for this reason. */
  | { kind: 'failed'; error: SentError };

/** An error, or whatever was thrown in place of one, as it can be sent. */
export function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: undefined, stack: undefined };
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' ? code : undefined,
    stack: error.stack,
  };
}

/** Calls a method by its name, as one who is sent messages must. */
export function invoke(methods: object, name: string, args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(methods, name);
  if (typeof method !== 'function') throw new TypeError(`there is no method ${name} to call between threads`);
  return Reflect.apply(method, methods, args);
}
