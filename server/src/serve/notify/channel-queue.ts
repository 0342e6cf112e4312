import type { OutboxResult, WaitingEntry } from '../../core/notifications/outbox.js';
import type { ReadableStore } from '../../store/queries.js';
import { isGivenUp, pauseAfter } from './retry-plan.js';
import type { SendOutcome } from './channel.js';

export interface ChannelQueueParts {
  channel: string;
  outbox: Pick<ReadableStore, 'dueEntries'>;
  /** Delivers the body of an entry once; never rejects. */
  send: (body: string) => Promise<SendOutcome>;
  /** Submits the result of an attempt to be stored; `stored` is called when it is. */
  report: (results: OutboxResult[]) => void;
  /** Called when the outbox could not be read. */
  onError: (error: unknown) => void;
  clock: () => number;
  /** 0 to 1. */
  chance: () => number;
}

/** Entries per query. */
const PAGE = 50;
/** While something is pending it is checked at least this often: a clock may be set, and a machine may sleep. */
const LONGEST_TIMER_MS = 1000;

/**
 * Delivers what is pending for one channel, in order. It remembers what it has reported and is not stored yet, so that
 * nothing confirmed is sent again, except after a crash between the two. While the channel does not respond, it is tried
 * with one message, and the others wait.
 */
export class ChannelQueue {
  /** Reported and not stored yet: attempts by number, and when the next one is due; undefined when there is none. */
  private readonly reported = new Map<number, { attempts: number; nextAt: number | undefined }>();
  private failures = 0;
  private heldUntil = 0;
  private isRunning = false;
  private isWoken = false;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ChannelQueueParts) {}

  /** There may be something to do. */
  wake(): void {
    if (this.isClosed) return;
    this.isWoken = true;
    if (this.isRunning) return;
    this.isRunning = true;
    clearTimeout(this.timer);
    this.ended = this.run();
  }

  /** Reported results are durable now. */
  stored(results: readonly Pick<OutboxResult, 'id' | 'attempts'>[]): void {
    let isOurs = false;
    for (const { id, attempts } of results) {
      if (this.reported.get(id)?.attempts === attempts) isOurs = this.reported.delete(id);
    }
    if (isOurs) this.wake();
  }

  /** Starts nothing new; settles when what was in progress has ended. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.ended;
  }

  private async run(): Promise<void> {
    let nextAt: number | null = null;
    try {
      while (this.isWoken && !this.isClosed) {
        this.isWoken = false;
        nextAt = await this.pass();
      }
    } catch (error) {
      if (!this.isClosed) this.parts.onError(error);
      nextAt = this.parts.clock();
    }
    this.isRunning = false;
    if (this.isClosed || nextAt === null) return;
    const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(0, nextAt - this.parts.clock()));
    // Never in a tight loop, whatever is due: what is due now waits for the store.
    this.timer = setTimeout(
      () => {
        this.wake();
      },
      Math.max(50, waitMs),
    );
  }

  /** Sends what is due; returns when the next is due, epoch ms, or null when nothing is pending. */
  private async pass(): Promise<number | null> {
    const now = this.parts.clock();
    // A clock that was set back must not delay it for longer than the longest pause.
    if (this.heldUntil > now && this.heldUntil - now <= pauseAfter(this.failures, 0)) return this.heldUntil;
    // What becomes durable during the query may still be pending in its answer.
    const before = new Map(this.reported);
    // What was reported and is not stored is among the due entries: it must not fill the page.
    const { entries, nextAt } = await this.parts.outbox.dueEntries(this.parts.channel, now, PAGE + this.reported.size);
    for (const [index, entry] of entries.entries()) {
      const known = this.reported.get(entry.id) ?? before.get(entry.id);
      if (known !== undefined && (known.nextAt === undefined || known.nextAt > this.parts.clock())) continue;
      if (this.isClosed) return null;
      const failure = await this.attempt({ ...entry, attempts: known?.attempts ?? entry.attempts });
      if (failure === undefined) continue;
      this.giveUpOld(entries.slice(index + 1), failure);
      return this.heldUntil;
    }
    if (entries.length >= PAGE) this.isWoken = true;
    const dueAgain = [...this.reported.values()].flatMap((each) => each.nextAt ?? []);
    const times = [...dueAgain, ...(nextAt === null ? [] : [nextAt])];
    return times.length === 0 ? null : Math.min(...times);
  }

  /** One attempt; returns the reason of a failure when the whole channel has to wait after it. */
  private async attempt(entry: WaitingEntry): Promise<string | undefined> {
    const outcome = await this.parts.send(entry.body);
    const at = this.parts.clock();
    const attempts = entry.attempts + 1;
    const holdsChannel = !outcome.ok && outcome.holds === 'channel';
    this.failures = holdsChannel ? this.failures + 1 : 0;
    if (outcome.ok) {
      this.settle({ id: entry.id, at, attempts, outcome: 'sent' }, undefined);
      return undefined;
    }
    const { error } = outcome;
    const nextAt = at + pauseAfter(holdsChannel ? this.failures : attempts, this.parts.chance());
    if (isGivenUp(entry.madeAt, at)) this.settle({ id: entry.id, at, attempts, outcome: 'failed', error }, undefined);
    else this.settle({ id: entry.id, at, attempts, outcome: 'again', nextAt, error }, nextAt);
    if (!holdsChannel) return undefined;
    this.heldUntil = nextAt;
    return error;
  }

  /** What is too old is not tried again while the channel does not respond: one by one it would take hours. */
  private giveUpOld(entries: readonly WaitingEntry[], error: string): void {
    const at = this.parts.clock();
    for (const { id, attempts, madeAt } of entries) {
      if (!isGivenUp(madeAt, at) || this.reported.has(id)) continue;
      this.settle({ id, at, attempts, outcome: 'failed', error }, undefined);
    }
  }

  private settle(result: OutboxResult, nextAt: number | undefined): void {
    this.reported.set(result.id, { attempts: result.attempts, nextAt });
    this.parts.report([result]);
  }
}
