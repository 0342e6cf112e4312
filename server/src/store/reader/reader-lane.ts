import { FairQueue } from '../../threads/fair-queue.js';
import { type Interruption, QueryInterrupted } from './interrupt.js';
import type { ReaderCalls } from './reader-protocol.js';

/** A question to the store, on its way to an answer. */
export interface Query {
  key: string;
  name: keyof ReaderCalls;
  args: readonly unknown[];
  /** True once nobody waits for the answer. */
  isAbandoned: boolean;
  /** Milliseconds that it may run; null for the server's own. A list may go on for a quarter more, to where it leads on. */
  limitMs: number | null;
}

/** A thread that answers one question at a time. */
export interface ReaderThread {
  ask: (name: keyof ReaderCalls, args: readonly unknown[]) => Promise<unknown>;
  /** Ends the running question early. */
  interrupt: (interruption: Interruption) => void;
  close: () => Promise<void>;
}

/** How a question left a lane. */
export type Ending =
  | { kind: 'answered'; answer: unknown }
  | { kind: 'failed'; error: unknown }
  | { kind: 'abandoned' | 'overran' | 'cut' };

export interface LaneOptions {
  thread: ReaderThread;
  /** How long a question runs while others wait, milliseconds; then it is cut short. Undefined for as long as it may. */
  turnMs?: number;
  onEnd: (query: Query, ending: Ending) => void;
}

/** The questions for one thread: one runs, the others wait, in turn by asker. */
export class ReaderLane {
  private readonly waiting = new FairQueue<Query>();
  private running: Query | undefined;
  private isTurnOver = false;
  private isCut = false;

  constructor(private readonly options: LaneOptions) {}

  add(query: Query): void {
    this.waiting.add(query);
    if (this.running === undefined) this.run();
    else if (this.isTurnOver) this.cut();
  }

  /** Drops a question that waits, and interrupts the one that runs, if it is the abandoned one. */
  abandon(query: Query): void {
    if (this.waiting.remove(query)) this.options.onEnd(query, { kind: 'abandoned' });
    else if (this.running === query) this.options.thread.interrupt('stop');
  }

  private run(): void {
    const query = this.waiting.next();
    if (query === undefined) return;
    const { thread, turnMs, onEnd } = this.options;
    this.running = query;
    const turn = turnMs === undefined ? undefined : setTimeout(() => this.endTurn(), turnMs);
    const finishAfter = (ms: number) =>
      setTimeout(() => {
        thread.interrupt('finish');
      }, ms);
    const limits = query.limitMs === null ? [] : [finishAfter(query.limitMs), finishAfter(query.limitMs * 1.25)];
    const end = (ending: Ending) => {
      clearTimeout(turn);
      limits.forEach(clearTimeout);
      [this.running, this.isTurnOver, this.isCut] = [undefined, false, false];
      // The next one first: whoever is told may ask again at once.
      this.run();
      onEnd(query, ending);
    };
    thread.ask(query.name, query.args).then(
      (answer) => {
        end(query.isAbandoned ? { kind: 'abandoned' } : { kind: 'answered', answer });
      },
      (error: unknown) => {
        end(query.isAbandoned ? { kind: 'abandoned' } : this.endingOf(error));
      },
    );
  }

  private endingOf(error: unknown): Ending {
    if (!(error instanceof QueryInterrupted)) return { kind: 'failed', error };
    return { kind: this.isCut ? 'cut' : 'overran' };
  }

  private endTurn(): void {
    this.isTurnOver = true;
    if (this.waiting.size > 0) this.cut();
  }

  private cut(): void {
    if (this.isCut) return;
    this.isCut = true;
    this.options.thread.interrupt('stop');
  }
}
