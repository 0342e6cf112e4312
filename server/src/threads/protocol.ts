/**
 * The contract between a worker thread and the thread that starts it. Each worker has one such interface, and the compiler
 * checks both ends against it:
 *
 *     interface IngestProtocol extends ThreadProtocol {
 *       data: IngestData;                                               start-up data
 *       calls: { enterNotes(notes: AuditNote[]): Promise<void> };       request and response
 *       toThread: { keepRecord(record: StoredRecord): void };           one-way notices to the worker
 *       fromThread: { step(step: Step): void };                         one-way notices from the worker
 *     }
 *
 * `Thread` starts the worker and calls it; `serveThread` is the body of the worker's entry file. Calls and notices are posted
 * at once and handled in the order they were made, so a call sees the effect of every notice before it.
 *
 * Neither comlink nor birpc does what the writer needs. With comlink a call stays pending for ever when its thread ends, and
 * calls cannot time out. birpc posts and handles in later microtasks, which mixes badly with strict order, and swallows an
 * error thrown in a one-way call. Both lose the code of an error.
 */
export interface ThreadProtocol {
  /** Start-up data; must survive a structured clone. */
  data: unknown;
  /** Methods of the worker; each returns a promise. */
  calls: object;
  /** One-way notices to the worker: methods that return nothing. */
  toThread: object;
  /** One-way notices from the worker. */
  fromThread: object;
}

/** The method names of an interface. A missing or an extra name does not compile. */
export type MethodNames<Calls> = Record<keyof Calls & string, true>;

/** An implementation of calls; it may also return without a promise. */
export type Answers<Calls> = {
  [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => Promise<infer Answer>
    ? (...args: Args) => Answer | Promise<Answer>
    : never;
};

/** The arguments of a method. */
export type ArgsOf<Method> = Method extends (...args: infer Args) => unknown ? Args : never;

/** An error as it is sent between threads. Its class is lost. */
export interface SentError {
  name: string;
  message: string;
  /** The error's `code`, where it has one that is a string. */
  code: string | undefined;
  /** The stack in the thread that threw it. */
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

/** A call timed out. It may still be carried out. */
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
  /** The worker is about to exit because of this error. */
  | { kind: 'failed'; error: SentError };

const moved = new WeakMap<object, readonly ArrayBuffer[]>();

/** An answer whose memory is not copied but handed over: whoever answers must not touch it any more. */
export function moving<Answer extends object>(answer: Answer, memory: ArrayBuffer): Answer {
  moved.set(answer, [memory]);
  return answer;
}

/** The memory that goes with an answer, once. */
export function memoryOf(answer: unknown): readonly ArrayBuffer[] {
  return (typeof answer === 'object' && answer !== null ? moved.get(answer) : undefined) ?? [];
}

/** Converts an error, or any other thrown value, to a form that can be sent. */
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

/** Calls a method by name. */
export function invoke(methods: object, name: string, args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(methods, name);
  if (typeof method !== 'function') throw new TypeError(`there is no method ${name} in this thread`);
  return Reflect.apply(method, methods, args);
}
