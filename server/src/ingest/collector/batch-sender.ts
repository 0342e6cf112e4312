import type { InputStream } from '../../cluster/stream/input-stream.js';
import { LoopPause } from '../loop-pause.js';
import type { Spool } from './spool.js';

/** So many batches are on their way at once. */
const MAX_UNDERWAY = 8;
const RETRY_MS = 500;

/**
 * Sends the batches of a spool in order. Several are on their way at once, so one may fail while later ones arrive: then it
 * and all behind it are sent again, and nodes leave out those that came too early. A batch counts as taken when it and all
 * before it stand in the stream one behind the other.
 */
export class BatchSender {
  private readonly underway: { number: number; sequence: Promise<number | undefined> }[] = [];
  /** What is sent next. */
  private next: number;
  /** Repeated messages of one attempt are the same to the stream; those of another are not, for the order has to be made anew. */
  private attempt = 0;
  private lastSequence = 0;
  private readonly pauses = new LoopPause();
  private isClosed = false;

  /**
   * @param onTaken called when batches were taken
   * @param retryMs how long it waits before it sends again
   */
  constructor(
    private readonly stream: Pick<InputStream, 'publish'>,
    private readonly spool: Spool,
    private readonly onTaken: () => void,
    private readonly retryMs = RETRY_MS,
  ) {
    this.next = spool.next;
  }

  /** There is more to send. */
  wake(): void {
    this.pauses.wake();
  }

  /** Ends `run`; what is on its way is sent again after the next start. */
  close(): void {
    this.isClosed = true;
    this.wake();
  }

  /** Sends until it is closed. */
  async run(): Promise<void> {
    while (!this.isClosed) {
      while (this.underway.length < MAX_UNDERWAY && this.sendNext()) {
        // Each call sends one.
      }
      const first = this.underway[0];
      if (first === undefined) {
        await this.pauses.wait();
        continue;
      }
      const sequence = await first.sequence;
      if (sequence !== undefined && sequence > this.lastSequence) {
        this.underway.shift();
        this.lastSequence = sequence;
        this.spool.take(first.number);
        this.onTaken();
      } else await this.startOver(first.number);
    }
  }

  private sendNext(): boolean {
    const { spool, next: number, attempt } = this;
    const body = spool.body(number);
    if (body === undefined) return false;
    const id = `${spool.incarnation} ${String(number)} ${String(attempt)}`;
    // What it failed for is a state of the stream, which is told as such.
    const sequence = this.stream.publish('lines', body, id).catch(() => undefined);
    this.underway.push({ number, sequence });
    this.next += 1;
    return true;
  }

  private async startOver(number: number): Promise<void> {
    await Promise.all(this.underway.map(({ sequence }) => sequence));
    this.underway.length = 0;
    this.next = number;
    this.attempt += 1;
    if (!this.isClosed) await new Promise((resolve) => setTimeout(resolve, this.retryMs));
  }
}
