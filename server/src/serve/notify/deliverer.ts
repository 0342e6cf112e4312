import { type ChannelState, type ChannelTest, notificationSchema } from '@tunnelwatch/shared/notification';
import { z } from 'zod';
import type { OutboxResult, OutboxSummary } from '../../core/notifications/outbox.js';
import type { OutboxStore } from '../../store/queries.js';
import type { AlertResender } from './alert-resender.js';
import type { Channel, SendOutcome } from './channel.js';
import { ChannelQueue } from './channel-queue.js';

export interface DelivererParts {
  channels: readonly Channel[];
  /** What is due; nothing else may be asked of it, so that no delivery waits for an answer to anybody. */
  outbox: Pick<OutboxStore, 'dueEntries'>;
  /** For the status of channels, and for what waits for channels that no longer exist. */
  summaries: OutboxStore;
  /** Stores results with the next commit. */
  report: (results: OutboxResult[]) => void;
  onError: (error: unknown) => void;
  clock: () => number;
  chance: () => number;
  /** Resends active alerts periodically. */
  resenders?: readonly Pick<AlertResender, 'start' | 'stop'>[];
}

/** Delivers the outbox, each channel separately, and knows their status. */
export class Deliverer {
  private readonly queues: ChannelQueue[];

  constructor(private readonly parts: DelivererParts) {
    const { outbox, report, onError, clock, chance } = parts;
    this.queues = parts.channels.map(
      (channel) =>
        new ChannelQueue({
          channel: channel.settings.name,
          bundling: () => channel.bundling,
          pace: () => channel.pace,
          outbox,
          report,
          onError,
          clock,
          chance,
          send: (bodies) => sendBodies(bodies, channel),
        }),
    );
  }

  /** Continues with what an earlier run has left, and abandons what is pending for channels that no longer exist. */
  async start(): Promise<void> {
    const names = this.parts.channels.map(({ settings }) => settings.name);
    for (const { channel, waiting } of await this.parts.summaries.outboxSummary()) {
      if (waiting > 0 && !names.includes(channel)) await this.giveUp(channel, waiting);
    }
    this.wake();
    for (const resender of this.parts.resenders ?? []) resender.start();
  }

  /** There may be something new to deliver. */
  wake(): void {
    for (const queue of this.queues) queue.wake();
  }

  /** Reported results are durable now. */
  stored(results: readonly Pick<OutboxResult, 'id' | 'attempts'>[]): void {
    for (const queue of this.queues) queue.stored(results);
  }

  /** The status of each channel, in the order of the configuration. */
  async states(): Promise<ChannelState[]> {
    const summaries = await this.parts.summaries.outboxSummary();
    return this.parts.channels.map((channel, at) => ({
      ...stateOf(channel, summaries),
      askedToWaitUntil: this.queues[at]?.askedToWaitUntil() ?? null,
    }));
  }

  /** Sends a test over a channel, past its queue; undefined when there is no such channel. */
  async test(name: string): Promise<ChannelTest | undefined> {
    const channel = this.parts.channels.find(({ settings }) => settings.name === name);
    if (channel === undefined) return undefined;
    const outcome = await channel.test();
    return { delivered: outcome.ok, error: outcome.ok ? null : outcome.error };
  }

  /** Starts nothing new; settles when what was in progress has ended. */
  async close(): Promise<void> {
    for (const resender of this.parts.resenders ?? []) resender.stop();
    await Promise.all(this.queues.map((queue) => queue.close()));
  }

  private async giveUp(channel: string, waiting: number): Promise<void> {
    const { summaries, clock, report } = this.parts;
    const error = `the channel ${channel} is no longer configured`;
    // What waits for another one of its alert becomes due with it; the next start handles the rest.
    const { entries } = await summaries.dueEntries({
      channel,
      now: Number.MAX_SAFE_INTEGER,
      limit: waiting,
      settled: [],
    });
    report(entries.map(({ id, attempts }) => ({ id, at: clock(), attempts, outcome: 'failed', error })));
  }
}

/** An unreadable entry was written by another version: it is rejected, and holds up nothing. */
async function sendBodies(bodies: readonly string[], channel: Channel): Promise<SendOutcome> {
  const parsed = z.array(notificationSchema).safeParse(bodies.map(parseJson));
  const [first] = parsed.data ?? [];
  if (parsed.data === undefined || first === undefined) {
    return { ok: false, error: 'it was written by another version and cannot be read', holds: 'message' };
  }
  return parsed.data.length === 1 ? channel.send(first) : channel.sendSeveral(parsed.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema says so.
    return undefined;
  }
}

function stateOf(
  { settings, target }: Channel,
  summaries: readonly OutboxSummary[],
): Omit<ChannelState, 'askedToWaitUntil'> {
  const { name, kind, minPriority, classes, on } = settings;
  const found = summaries.find(({ channel }) => channel === name);
  return {
    name,
    kind,
    target: target(),
    minPriority,
    classes: classes === null ? null : [...classes],
    on: [...on],
    waiting: found?.waiting ?? 0,
    failed: found?.failed ?? 0,
    sent: found?.sent ?? 0,
    lastSentAt: found?.lastSentAt ?? null,
    nextAttemptAt: found?.nextAt ?? null,
    lastError: found?.lastError ?? null,
    lastErrorAt: found?.lastErrorAt ?? null,
  };
}
