import { FairQueue } from './fair-queue.js';

interface Waiting {
  key: string;
  start: () => void;
}

/** Runs a bounded number of jobs at once; the others wait, in turn by whoever wants them. */
export class Turns {
  private readonly waiting = new FairQueue<Waiting>();
  private running = 0;

  constructor(private readonly atOnce: number) {}

  /**
   * Runs a job when its turn has come.
   * @param signal drops the job when it is aborted while it waits: the promise is rejected with its reason
   */
  run<Result>(key: string, job: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      const item: Waiting = {
        key,
        start: () => {
          signal?.removeEventListener('abort', drop);
          job().then(resolve, reject).finally(this.end);
        },
      };
      const drop = () => {
        if (this.waiting.remove(item)) reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      signal?.addEventListener('abort', drop, { once: true });
      this.waiting.add(item);
      if (signal?.aborted === true) drop();
      this.startNext();
    });
  }

  private readonly end = (): void => {
    this.running -= 1;
    this.startNext();
  };

  private startNext(): void {
    if (this.running >= this.atOnce) return;
    const item = this.waiting.next();
    if (item === undefined) return;
    this.running += 1;
    item.start();
  }
}
