/** How a running query is to end early. */
export type Interruption = 'stop' | 'finish';

const NONE = 0;
const VALUES: Readonly<Record<Interruption, number>> = { stop: 1, finish: 2 };

/** The code of the error as which an interruption arrives from the reader's thread. */
export const INTERRUPTED = 'interrupted';

/** A query was interrupted before its answer was complete. */
export class QueryInterrupted extends Error {
  readonly code = INTERRUPTED;

  /** @param interruption with `finish`, an incomplete answer is wanted where the question allows one */
  constructor(readonly interruption: Interruption) {
    super('the query was interrupted');
    this.name = 'QueryInterrupted';
  }
}

/**
 * Tells a thread that works synchronously, and so reads no messages, to end its query: memory that it shares with the
 * thread that asks, and looks at between segments and every so many lines.
 */
export class InterruptFlag {
  private readonly cell: Int32Array<SharedArrayBuffer>;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.cell = new Int32Array(memory);
  }

  raise(interruption: Interruption): void {
    Atomics.store(this.cell, 0, VALUES[interruption]);
  }

  lower(): void {
    Atomics.store(this.cell, 0, NONE);
  }

  /** @throws QueryInterrupted when the flag was raised, once: what was found by then may still be read */
  check(): void {
    const value = Atomics.load(this.cell, 0);
    if (value === NONE) return;
    this.lower();
    throw new QueryInterrupted(value === VALUES.finish ? 'finish' : 'stop');
  }
}
