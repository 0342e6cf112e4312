import { priorityRank } from '@tunnelwatch/shared/priority';
import { type Bundling, MAX_IN_MESSAGE, messageRank, nextMessage } from '../../core/notifications/next-message.js';
import type { OutboxResult, WaitingEntry } from '../../core/notifications/outbox.js';
import type { OutboxStore } from '../../store/queries.js';
import { isGivenUp, pauseAfter } from './retry-plan.js';
import type { SendOutcome } from './channel.js';

export interface ChannelQueueParts {
  channel: string;
  outbox: Pick<OutboxStore, 'dueEntries'>;
  /** How the channel takes several notifications. */
  bundling: Bundling;
  /** Delivers the bodies of entries as one message, once; never rejects. */
  send: (bodies: readonly string[]) => Promise<SendOutcome>;
  /** Submits the results of an attempt to be stored; `stored` is called when they are. */
  report: (results: OutboxResult[]) => void;
  /** Called when the outbox could not be read, and when the receiver refuses a digest. */
  onError: (error: unknown) => void;
  clock: () => number;
  /** 0 to 1. */
  chance: () => number;
}

/** While something is pending it is checked at least this often: a clock may be set, and a machine may sleep. */
const LONGEST_TIMER_MS = 1000;
/** An answer that was outdated by news is asked for again so many times; then it is used, so that news cannot stop all. */
const MAX_REREADS = 10;

/** Attempts so far, and when the next one is due, epoch ms; undefined when there is none. */
interface Reported {
  attempts: number;
  nextAt: number | undefined;
}

/**
 * Delivers what is pending for one channel, the most urgent first. Before each message it reads what is due, so that an
 * urgent notification waits at most for the message that is in flight. It remembers what it has reported and is not stored
 * yet, so that nothing confirmed is sent again, except after a crash between the two. While the channel does not respond, it
 * is tried with one message, and the others wait, unless they are more urgent than that one.
 */
export class ChannelQueue {
  /** By number, what is reported and not stored yet. */
  private readonly reported = new Map<number, Reported>();
  private failures = 0;
  /** While the channel did not respond: until when it is left alone, and the rank of what failed. */
  private hold: { until: number; rank: number } | undefined;
  /** The receiver has refused a digest: what waits is sent one by one. */
  private refusesDigests = false;
  private rereads = 0;
  private isRunning = false;
  private isWoken = false;
  /** The outbox may have changed since it was read. */
  private hasNews = false;
  /** When the next was due by what was read last. */
  private nextAt = 0;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ChannelQueueParts) {}

  /** There may be something to do. */
  wake(): void {
    this.hasNews = true;
    this.start();
  }

  private start(): void {
    if (this.isClosed) return;
    this.isWoken = true;
    if (this.isRunning) return;
    this.isRunning = true;
    clearTimeout(this.timer);
    this.ended = this.run();
  }

  /** Reported results are durable now. */
  stored(results: readonly Pick<OutboxResult, 'id' | 'attempts'>[]): void {
    for (const { id, attempts } of results) {
      if (this.reported.get(id)?.attempts === attempts) this.reported.delete(id);
    }
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
        this.start();
      },
      Math.max(50, waitMs),
    );
  }

  /** Sends the next message, if any is due; returns when the next is due, epoch ms, or null when nothing is pending. */
  private async pass(): Promise<number | null> {
    const { channel, outbox, bundling, clock } = this.parts;
    const now = clock();
    // A receiver may be down for hours: meanwhile only news are a reason to look.
    if (!this.hasNews && now < this.nextAt && this.holdAt(now) !== undefined) return this.nextAt;
    this.hasNews = false;
    // What becomes durable during the query may still be as it was in its answer.
    const before = new Map(this.reported);
    const settled = [...before].flatMap(([id, each]) => (each.nextAt === undefined ? id : []));
    // What waits for another attempt and is not stored so is among the due entries: it must not fill the answer.
    const limit = MAX_IN_MESSAGE + before.size - settled.length;
    const { entries, nextAt } = await outbox.dueEntries({ channel, now, limit, settled });
    if (this.isClosed) return null;
    // What came meanwhile may be more urgent than all of the answer.
    if (this.hasNews && this.rereads < MAX_REREADS) {
      this.rereads += 1;
      this.isWoken = true;
      return now;
    }
    this.rereads = 0;
    const ready = entries.flatMap((entry) => this.ready(entry, before.get(entry.id)) ?? []);
    if (ready.length === 0) this.refusesDigests = false;
    const hold = this.holdAt(now);
    const allowed = hold === undefined ? ready : ready.filter(({ priority }) => priorityRank(priority) > hold.rank);
    const message = nextMessage(allowed, this.refusesDigests ? 'single' : bundling);
    if (message.length > 0) {
      await this.attempt(message, ready);
      this.hasNews = true;
      this.isWoken = true;
      return clock();
    }
    const dueAgain = [...this.reported.values()].flatMap((each) => each.nextAt ?? []);
    const times = [...dueAgain, ...(nextAt === null ? [] : [nextAt]), ...(hold === undefined ? [] : [hold.until])];
    this.nextAt = Math.min(...times);
    return times.length === 0 ? null : this.nextAt;
  }

  /** A due entry with the attempts that are known of it; undefined when it waits for its next attempt. */
  private ready(entry: WaitingEntry, before: Reported | undefined): WaitingEntry | undefined {
    const known = this.reported.get(entry.id) ?? before;
    if (known === undefined) return entry;
    if (known.nextAt === undefined || known.nextAt > this.parts.clock()) return undefined;
    return { ...entry, attempts: known.attempts };
  }

  /** The hold that is in force; a clock that was set back must not prolong it beyond the longest pause. */
  private holdAt(now: number): typeof this.hold {
    if (this.hold === undefined || this.hold.until <= now) return undefined;
    return this.hold.until - now <= pauseAfter(this.failures, 0) ? this.hold : undefined;
  }

  /** One attempt. When the whole channel has to wait after it, what is too old of all that is ready is given up. */
  private async attempt(message: readonly WaitingEntry[], ready: readonly WaitingEntry[]): Promise<void> {
    const { channel, send, clock, chance, onError } = this.parts;
    const outcome = await send(message.map(({ body }) => body));
    const at = clock();
    const holdsChannel = !outcome.ok && outcome.holds === 'channel';
    this.failures = holdsChannel ? this.failures + 1 : 0;
    this.hold = undefined;
    if (outcome.ok) {
      this.settle(message.map(({ id, attempts }) => ({ id, at, attempts: attempts + 1, outcome: 'sent' })));
      return;
    }
    const { error } = outcome;
    if (!holdsChannel && message.length > 1) {
      this.refusesDigests = true;
      onError(new Error(`${channel} refuses a message about several alerts (${error}): they are sent one by one`));
      return;
    }
    // A message that was refused by itself tells one notification.
    const failures = holdsChannel ? this.failures : (message[0]?.attempts ?? 0) + 1;
    const nextAt = at + pauseAfter(failures, chance());
    this.settle(
      message.map(({ id, attempts, madeAt }) =>
        isGivenUp(madeAt, at)
          ? { id, at, attempts: attempts + 1, outcome: 'failed', error }
          : { id, at, attempts: attempts + 1, outcome: 'again', nextAt, error },
      ),
    );
    if (!holdsChannel) return;
    this.hold = { until: nextAt, rank: messageRank(message) };
    this.giveUpOld(
      ready.filter(({ id }) => !this.reported.has(id)),
      error,
    );
  }

  /** What is too old is not tried again while the channel does not respond: one by one it would take hours. */
  private giveUpOld(entries: readonly WaitingEntry[], error: string): void {
    const at = this.parts.clock();
    const old = entries.filter(({ madeAt }) => isGivenUp(madeAt, at));
    if (old.length > 0) this.settle(old.map(({ id, attempts }) => ({ id, at, attempts, outcome: 'failed', error })));
  }

  private settle(results: OutboxResult[]): void {
    for (const result of results) {
      const nextAt = result.outcome === 'again' ? result.nextAt : undefined;
      this.reported.set(result.id, { attempts: result.attempts, nextAt });
    }
    this.parts.report(results);
  }
}
