import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { SERVER_KEY } from '../../threads/fair-queue.js';
import { Thread } from '../../threads/thread.js';
import { SEGMENT_THREAD_LIMITS } from '../../threads/thread-limits.js';
import type { ReadableStore } from '../queries.js';
import { StoreError, storeErrorOf } from '../store.js';
import { INTERRUPTED, InterruptFlag, QueryInterrupted } from './interrupt.js';
import { type Ending, type Query, ReaderLane, type ReaderThread } from './reader-lane.js';
import { READER_CALLS, type ReaderCalls, type ReaderProtocol } from './reader-protocol.js';

/** While others wait, a question runs this long before it moves to the thread for long ones. */
const TURN_MS = 250;
/** The time limit of a question, from when it runs. */
const LIMIT_MS = 20_000;

/** Who asks. */
export interface Asker {
  /** Equal for all requests of one person or program. */
  key: string;
  /** Aborted when nobody waits for the answer any more; undefined for the server itself. */
  signal?: AbortSignal;
}

/** The server itself. */
export const SERVER_ASKER: Asker = { key: SERVER_KEY };

/** Nobody waits for the answer any more: the question was dropped, or stopped where it was. */
export class QueryAbandoned extends Error {
  constructor() {
    super('nobody waits for the answer any more');
    this.name = 'QueryAbandoned';
  }
}

/** A question ran into the time limit, and what was found by then is of no use. */
export class QueryOverran extends Error {
  constructor() {
    super(
      `this takes longer than ${String(LIMIT_MS / 1000)} s: choose a shorter time range, or one gateway or tunnel, and try again`,
    );
    this.name = 'QueryOverran';
  }
}

/** How questions have ended since the start, by number. */
export type QueryCounts = Record<'answered' | 'failed' | 'abandoned' | 'overran', number>;

/**
 * Answers questions in worker threads: in turn by asker, and never one for whom nobody waits any more. A long one gives
 * way to whoever waits, and goes on in a thread for long ones, so that short ones never wait for it [LIVE-20].
 */
export class ThreadedReader {
  readonly counts: QueryCounts = { answered: 0, failed: 0, abandoned: 0, overran: 0 };
  private readonly threads: ReaderThread[] = [];
  private readonly short: ReaderLane;
  /** Started when the first question takes long. */
  private long: ReaderLane | undefined;
  private readonly settling = new Map<Query, (ending: Ending) => void>();
  private isClosed = false;
  private onSettled: () => void = () => undefined;

  /** @param onDamage called for what could not be read: a segment that is missing from an answer, or an entire query */
  constructor(
    private readonly dataDirectory: string,
    private readonly onDamage: (damage: StoreDamage) => void,
  ) {
    this.short = new ReaderLane({
      thread: this.startThread(),
      turnMs: TURN_MS,
      onEnd: (query, ending) => {
        if (ending.kind === 'cut') this.longLane().add(query);
        else this.settle(query, ending);
      },
    });
  }

  /** Questions that wait or run. */
  get pending(): number {
    return this.settling.size;
  }

  /** The store for one asker; what asks may differ from one question to the next. */
  for(asker: Asker | (() => Promise<Asker>)): ReadableStore {
    const ask = async (name: keyof ReaderCalls, args: readonly unknown[]) =>
      this.ask(name, args, typeof asker === 'function' ? await asker() : asker);
    const names = Object.keys(READER_CALLS) as (keyof ReaderCalls)[];
    const calls: object = Object.fromEntries(
      names.map((name) => [name, (...args: readonly unknown[]) => ask(name, args)]),
    );
    // `READER_CALLS` makes the names complete, and the worker comes from the same build.
    return { ...(calls as ReaderCalls), close: () => this.close() };
  }

  /** Answers what it was asked by now, and ends. */
  async close(): Promise<void> {
    this.isClosed = true;
    await new Promise<void>((resolve) => {
      this.onSettled = () => {
        if (this.settling.size === 0) resolve();
      };
      this.onSettled();
    });
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private ask(name: keyof ReaderCalls, args: readonly unknown[], { key, signal }: Asker): Promise<unknown> {
    if (this.isClosed) return Promise.reject(new StoreError('failed', 'the reader has ended'));
    if (signal?.aborted === true) return Promise.reject(new QueryAbandoned());
    const limitMs = key === SERVER_KEY ? null : LIMIT_MS;
    const query: Query = { key, name, args, isAbandoned: false, limitMs };
    const abandon = () => {
      query.isAbandoned = true;
      this.short.abandon(query);
      this.long?.abandon(query);
    };
    return new Promise((resolve, reject) => {
      this.settling.set(query, (ending) => {
        signal?.removeEventListener('abort', abandon);
        if (ending.kind === 'answered') resolve(ending.answer);
        else reject(errorOf(ending));
      });
      signal?.addEventListener('abort', abandon, { once: true });
      this.short.add(query);
    });
  }

  private settle(query: Query, ending: Ending): void {
    if (ending.kind !== 'cut') this.counts[ending.kind] += 1;
    this.settling.get(query)?.(ending);
    this.settling.delete(query);
    this.onSettled();
  }

  private longLane(): ReaderLane {
    this.long ??= new ReaderLane({
      thread: this.startThread(),
      onEnd: (query, ending) => {
        this.settle(query, ending);
      },
    });
    return this.long;
  }

  private startThread(): ReaderThread {
    const flag = new InterruptFlag();
    const thread = new Thread<ReaderProtocol>({
      entry: new URL('./reader-worker.js', import.meta.url),
      name: 'the reader',
      data: { dataDirectory: this.dataDirectory, interrupt: flag.memory },
      calls: READER_CALLS,
      notices: { damage: this.onDamage },
      resourceLimits: SEGMENT_THREAD_LIMITS,
      toError: (error) => (error.code === INTERRUPTED ? new QueryInterrupted('stop') : storeErrorOf(error)),
    });
    const calls: Record<keyof ReaderCalls, (...args: never[]) => Promise<unknown>> = thread.calls;
    const started: ReaderThread = {
      ask: (name, args) => {
        // One question at a time: nothing else runs that the flag could have been meant for.
        flag.lower();
        // The arguments are those of the method: `for` passes them on.
        return calls[name](...(args as never[]));
      },
      interrupt: (interruption) => {
        flag.raise(interruption);
      },
      close: () => thread.close(),
    };
    this.threads.push(started);
    return started;
  }
}

function errorOf(ending: Exclude<Ending, { kind: 'answered' }>): unknown {
  switch (ending.kind) {
    case 'failed':
      return ending.error;
    case 'overran':
      return new QueryOverran();
    case 'abandoned':
    case 'cut':
      return new QueryAbandoned();
  }
}
