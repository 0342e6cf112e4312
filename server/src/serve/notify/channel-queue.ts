import { type Bundling, MAX_IN_MESSAGE, messageRank, nextMessage } from '../../core/notifications/next-message.js';
import { isUrgentRank, type OutboxResult, type WaitingEntry } from '../../core/notifications/outbox.js';
import type { OutboxStore } from '../../store/queries.js';
import { Pacer } from './pacer.js';
import type { ChannelPace } from '../../config/channel-schema.js';
import { isGivenUp, MIN_GAP_MS, pauseAfter } from './retry-plan.js';
import type { SendOutcome } from './channel.js';

export interface ChannelQueueParts {
  channel: string;
  outbox: Pick<OutboxStore, 'dueEntries'>;
  /** How the channel takes several notifications, and how many messages; asked before each, since a reload may change it. */
  bundling: () => Bundling;
  pace: () => ChannelPace;
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

/** A digest within this time means a storm: what comes next belongs to it. */
const STORM_MS = 60_000;

/** A channel that did not respond is left alone for a while. */
interface Hold {
  /** When the last attempt ended, and until when it holds, epoch ms. */
  at: number;
  until: number;
  /** How long it may hold from any moment on: a clock that was set back must not prolong it. */
  longestMs: number;
  /** The highest rank that failed. */
  rank: number;
  /** The highest number of an entry before the attempt: later ones are news. */
  newestId: number;
  /** True when the receiver has asked for it: then nothing is sent meanwhile. */
  isAsked: boolean;
}

/** Attempts so far, and when the next one is due, epoch ms; undefined when there is none. */
interface Reported {
  attempts: number;
  nextAt: number | undefined;
}

/**
 * Delivers what is pending for one channel, the most urgent first. Before each message it reads what is due, so that an
 * urgent notification waits at most for the message that is in flight. It remembers what it has reported and is not stored
 * yet, so that nothing confirmed is sent again, except after a crash between the two. While the channel does not respond, it
 * is tried with one message, and the others wait, unless they are more urgent than that one, or urgent and new.
 */
export class ChannelQueue {
  /** By number, what is reported and not stored yet. */
  private readonly reported = new Map<number, Reported>();
  private failures = 0;
  private hold: Hold | undefined;
  /** Until when what waits counts as one storm, epoch ms. */
  private stormUntil = 0;
  private readonly pacer = new Pacer();
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

  /** The channel was set up anew: what it did before says nothing now. */
  retry(): void {
    this.hold = undefined;
    this.failures = 0;
    this.refusesDigests = false;
    this.wake();
  }

  /** Until when the receiver has asked to be left alone, epoch ms; null when it has not. */
  askedToWaitUntil(): number | null {
    const hold = this.holdAt(this.parts.clock());
    return hold?.isAsked === true ? hold.until : null;
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

  /** Its channel is there again: it still knows what it has sent, is sending and has given up. */
  reopen(): void {
    this.isClosed = false;
  }

  /** Gives up entries, except what it has settled itself meanwhile. */
  abandon(entries: readonly WaitingEntry[], error: string): void {
    const at = this.parts.clock();
    const settled = new Set(this.settled());
    const left = entries.filter(({ id }) => !settled.has(id));
    if (left.length > 0) this.settle(left.map(({ id, attempts }) => ({ id, at, attempts, outcome: 'failed', error })));
  }

  /** Numbers of the entries whose last result is reported and not stored yet. */
  settled(): number[] {
    return [...this.reported].flatMap(([id, { nextAt }]) => (nextAt === undefined ? id : []));
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
    const { channel, outbox, clock } = this.parts;
    const now = clock();
    // A receiver may be down for hours: meanwhile only news are a reason to look.
    if (!this.hasNews && now < this.nextAt && this.holdAt(now) !== undefined) return this.nextAt;
    this.hasNews = false;
    // What becomes durable during the query may still be as it was in its answer.
    const before = new Map(this.reported);
    const settled = this.settled();
    // What waits for another attempt and is not stored so is among the due entries: it must not fill the answer.
    const limit = MAX_IN_MESSAGE + before.size - settled.length;
    const { entries, nextAt, newestId } = await outbox.dueEntries({ channel, now, limit, settled });
    if (this.isClosed) return null;
    // What came meanwhile may be more urgent than all of the answer.
    if (this.hasNews && this.rereads < MAX_REREADS) {
      this.rereads += 1;
      this.isWoken = true;
      return now;
    }
    this.rereads = 0;
    const ready = entries.flatMap((entry) => this.ready(entry, before.get(entry.id), now) ?? []);
    if (ready.length === 0) this.refusesDigests = false;
    const { message, notBefore } = this.choose(ready, now);
    if (message.length > 0 && notBefore === undefined) {
      await this.attempt(message, ready, newestId);
      this.hasNews = true;
      this.isWoken = true;
      return clock();
    }
    const hold = this.holdAt(now);
    // Of both: what was stored while the outbox was read is in neither the answer nor what is left to store.
    const dueAgain = [...before.values(), ...this.reported.values()].flatMap((each) => each.nextAt ?? []);
    const times = [...dueAgain, nextAt ?? [], hold?.until ?? [], notBefore ?? []].flat();
    this.nextAt = Math.min(...times);
    return times.length === 0 ? null : this.nextAt;
  }

  /** The next message, and until when it has to wait; `notBefore` is undefined when it goes now. */
  private choose(
    ready: readonly WaitingEntry[],
    now: number,
  ): { message: readonly WaitingEntry[]; notBefore: number | undefined } {
    const { bundling, pace } = this.parts;
    const sending = {
      bundling: this.refusesDigests ? ('single' as const) : bundling(),
      isStorm: now < this.stormUntil,
    };
    const hold = this.holdAt(now);
    const allowed = hold === undefined ? ready : allowedDuring(hold, ready);
    const message = nextMessage(allowed, sending);
    if (message.length === 0) return { message, notBefore: undefined };
    const isUrgent = isUrgentRank(messageRank(message));
    const notBefore = Math.max(
      this.pacer.freeAt(pace(), isUrgent, now),
      // Not once for each of those that come: a receiver that is down is not to be hammered.
      hold !== undefined && isUrgentRank(hold.rank) ? hold.at + MIN_GAP_MS : now,
    );
    return { message, notBefore: notBefore > now ? notBefore : undefined };
  }

  /** A due entry with the attempts that are known of it; undefined when it waits for its next attempt. */
  private ready(entry: WaitingEntry, before: Reported | undefined, now: number): WaitingEntry | undefined {
    const known = this.reported.get(entry.id) ?? before;
    if (known === undefined) return entry;
    if (known.nextAt === undefined || known.nextAt > now) return undefined;
    return { ...entry, attempts: known.attempts };
  }

  /** The hold that is in force; a clock that was set back must not prolong it beyond the longest pause. */
  private holdAt(now: number): typeof this.hold {
    if (this.hold === undefined || this.hold.until <= now) return undefined;
    return this.hold.until - now <= this.hold.longestMs ? this.hold : undefined;
  }

  /** One attempt. When the whole channel has to wait after it, what is too old of all that is ready is given up. */
  private async attempt(
    message: readonly WaitingEntry[],
    ready: readonly WaitingEntry[],
    newestId: number,
  ): Promise<void> {
    const { channel, send, clock, onError } = this.parts;
    const rank = messageRank(message);
    const held = this.holdAt(clock());
    this.pacer.note(isUrgentRank(rank), clock());
    const outcome = await send(message.map(({ body }) => body));
    const at = clock();
    this.hold = undefined;
    if (outcome.ok) {
      this.failures = 0;
      if (message.length > 1) this.stormUntil = at + STORM_MS;
      this.settle(message.map(({ id, attempts }) => ({ id, at, attempts: attempts + 1, outcome: 'sent' })));
      return;
    }
    if (outcome.holds === 'message') {
      this.failures = 0;
      if (message.length === 1) this.settleFailed(message, outcome.error, at + this.pauseFor(message));
      else {
        this.refusesDigests = true;
        onError(
          new Error(`${channel} refuses a message about several alerts (${outcome.error}): they are sent one by one`),
        );
      }
      return;
    }
    const wait = this.holdFor(outcome, held, at);
    this.hold = { ...wait, at, newestId, rank: Math.max(rank, held?.rank ?? 0) };
    this.settleFailed(message, outcome.error, wait.until);
    this.giveUpOld(
      ready.filter(({ id }) => !this.reported.has(id)),
      outcome.error,
    );
  }

  /** The pause of a message that was refused by itself: it tells one notification. */
  private pauseFor(message: readonly WaitingEntry[]): number {
    return pauseAfter((message[0]?.attempts ?? 0) + 1, this.parts.chance());
  }

  /** How long the channel is left alone after a failure. One between two attempts that were due changes nothing about the next. */
  private holdFor(
    { retryAfterMs }: Extract<SendOutcome, { ok: false }>,
    held: Hold | undefined,
    at: number,
  ): Pick<Hold, 'until' | 'longestMs' | 'isAsked'> {
    if (retryAfterMs !== undefined) return { until: at + retryAfterMs, longestMs: retryAfterMs, isAsked: true };
    if (held !== undefined) return held;
    this.failures += 1;
    const until = at + pauseAfter(this.failures, this.parts.chance());
    return { until, longestMs: pauseAfter(this.failures, 0), isAsked: false };
  }

  private settleFailed(message: readonly WaitingEntry[], error: string, nextAt: number): void {
    const at = this.parts.clock();
    this.settle(
      message.map(({ id, attempts, madeAt }) =>
        isGivenUp(madeAt, at)
          ? { id, at, attempts: attempts + 1, outcome: 'failed', error }
          : { id, at, attempts: attempts + 1, outcome: 'again', nextAt, error },
      ),
    );
  }

  /** What is too old is not tried again while the channel does not respond: one by one it would take hours. */
  private giveUpOld(entries: readonly WaitingEntry[], error: string): void {
    const at = this.parts.clock();
    this.abandon(
      entries.filter(({ madeAt }) => isGivenUp(madeAt, at)),
      error,
    );
  }

  private settle(results: OutboxResult[]): void {
    for (const result of results) {
      const nextAt = result.outcome === 'again' ? result.nextAt : undefined;
      this.reported.set(result.id, { attempts: result.attempts, nextAt });
    }
    this.parts.report(results);
  }
}

/** What may be tried while a channel does not respond: what is more urgent than what failed, and all that is urgent when some of it is new. */
function allowedDuring({ rank, newestId, isAsked }: Hold, ready: readonly WaitingEntry[]): readonly WaitingEntry[] {
  if (isAsked) return [];
  const urgent = ready.filter((entry) => isUrgentRank(entry.rank));
  return urgent.some(({ id }) => id > newestId) ? urgent : ready.filter((entry) => entry.rank > rank);
}
