import type { ChannelPace } from '@tunnelwatch/server/config/channel-schema';
import type { Bundling } from '@tunnelwatch/server/core/notifications/next-message';
import type { DueEntries, OutboxEntry, OutboxResult } from '@tunnelwatch/server/core/notifications/outbox';
import type { SendOutcome } from '@tunnelwatch/server/serve/notify/channel';
import { ChannelQueue } from '@tunnelwatch/server/serve/notify/channel-queue';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { Batch } from '@tunnelwatch/server/store/store';
import { vi } from 'vitest';

const NOTHING: Omit<Batch, 'parts'> = { sources: [], files: [], alerts: [], gateways: [] };

/** A receiver that is there or not, and says what it was told, message by message. */
export class Receiver {
  /** The bodies that it confirmed. */
  readonly seen: string[] = [];
  /** The same by message. */
  readonly messages: (readonly string[])[] = [];
  isUp = true;
  /** How long it takes to answer. */
  answerMs = 0;
  /** For how long it asks to be left alone while it is not there. */
  retryAfterMs: number | undefined;
  /** Bodies that it refuses, and whether it refuses all messages about several alerts. */
  refused = new Set<string>();
  refusesDigests = false;
  /** Hears of each message when its delivery begins. */
  onBegin: (bodies: readonly string[]) => void = () => undefined;

  async take(bodies: readonly string[]): Promise<SendOutcome> {
    this.onBegin(bodies);
    if (this.answerMs > 0) await after(this.answerMs);
    const { retryAfterMs } = this;
    const asks = retryAfterMs === undefined ? {} : { retryAfterMs };
    if (!this.isUp) return { ok: false, error: 'connection refused', holds: 'channel', ...asks };
    if (bodies.length > 1 && this.refusesDigests) return { ok: false, error: 'response 413', holds: 'message' };
    if (bodies.some((body) => this.refused.has(body))) return { ok: false, error: 'response 400', holds: 'message' };
    this.seen.push(...bodies);
    this.messages.push(bodies);
    return { ok: true };
  }
}

export interface DeliveryOptions {
  folder: string;
  receiver: Receiver;
  /** Without it each notification is a message. */
  bundling?: Bundling;
  pace?: ChannelPace;
  /** How long an answer of the store is on its way. */
  answerMs?: number;
}

/** A store of the real kind, a queue over it, and commits that come when the test says so. Use it with fake timers. */
export class Delivery {
  private writer: SqliteWriter;
  private reader: SqliteReader;
  private queue: ChannelQueue;
  /** Reported and not stored. */
  pending: OutboxResult[] = [];
  /** Stored. */
  readonly results: OutboxResult[] = [];
  readonly errors: unknown[] = [];
  /** When the store was asked last what is due. */
  askedAt = 0;

  constructor(private readonly options: DeliveryOptions) {
    this.writer = new SqliteWriter(options.folder);
    this.writer.load();
    this.reader = new SqliteReader(options.folder);
    this.queue = this.newQueue();
  }

  /** Stores new notifications, with the results that were reported so far. */
  commit(...entries: OutboxEntry[]): void {
    const results = this.pending;
    this.pending = [];
    this.writer.commit({ parts: [], ...NOTHING, outbox: entries, outboxResults: results });
    this.results.push(...results);
    this.queue.stored(results);
    if (entries.length > 0) this.queue.wake();
  }

  /** Lets time pass; results become durable every `commitMs`. */
  async pass(ms: number, commitMs = 200): Promise<void> {
    for (let at = 0; at < ms; at += commitMs) {
      await vi.advanceTimersByTimeAsync(Math.min(commitMs, ms - at));
      if (this.pending.length > 0) this.commit();
    }
  }

  /** Ends at once and begins anew: what was reported and not stored is forgotten. */
  async crash(): Promise<void> {
    this.pending = [];
    await this.stop();
    // What was under way when it ended had reported by then at the latest.
    this.pending = [];
    this.writer = new SqliteWriter(this.options.folder);
    this.writer.load();
    this.reader = new SqliteReader(this.options.folder);
    this.queue = this.newQueue();
    this.queue.wake();
  }

  end(): Promise<void> {
    return this.stop();
  }

  summary() {
    return this.reader.outboxSummary();
  }

  askedToWaitUntil(): number | null {
    return this.queue.askedToWaitUntil();
  }

  due(): Promise<DueEntries> {
    return this.reader.dueEntries({ channel: 'noc', now: Number.MAX_SAFE_INTEGER, limit: 1000, settled: [] });
  }

  private async stop(): Promise<void> {
    const closed = this.queue.close();
    await vi.runAllTimersAsync();
    await closed;
    await this.reader.close();
    this.writer.close();
  }

  private newQueue(): ChannelQueue {
    const { receiver, bundling = 'single', answerMs = 0, pace = { gapMs: 0, lowerPerMinute: null } } = this.options;
    return new ChannelQueue({
      channel: 'noc',
      bundling: () => bundling,
      pace: () => pace,
      outbox: {
        dueEntries: async (request) => {
          this.askedAt = request.now;
          const due = await this.reader.dueEntries(request);
          if (answerMs > 0) await after(answerMs);
          return due;
        },
      },
      send: (bodies) => receiver.take(bodies),
      report: (results) => {
        this.pending.push(...results);
      },
      onError: (error) => {
        this.errors.push(error);
      },
      clock: Date.now,
      chance: () => 0,
    });
  }
}

/** A notification made now; its body is its key. */
export function entryOf(alertId: number, version: number, more: Partial<OutboxEntry> = {}): OutboxEntry {
  const key = `${String(alertId)}-${String(version)}-noc`;
  return { key, channel: 'noc', alertId, priority: 'high', body: key, madeAt: Date.now(), ...more };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
