import { type ChannelState, type ChannelTest, notificationSchema } from '@tunnelwatch/shared/notification';
import { z } from 'zod';
import type { DueEntries, OutboxResult, OutboxSummary } from '../../core/notifications/outbox.js';
import type { OutboxStore } from '../../store/queries.js';
import type { AlertResender } from './alert-resender.js';
import type { Channel, SendOutcome } from './channel.js';
import type { Mail } from './mail.js';
import { ChannelQueue } from './channel-queue.js';

export interface DelivererParts {
  /** What is due; nothing else may be asked of it, so that no delivery waits for an answer to anybody. */
  outbox: Pick<OutboxStore, 'dueEntries'>;
  /** For the status of channels, and for what waits for channels that no longer exist. */
  summaries: OutboxStore;
  /** Stores results with the next commit. */
  report: (results: OutboxResult[]) => void;
  onError: (error: unknown) => void;
  clock: () => number;
  chance: () => number;
}

/** Resends active alerts periodically. */
export type Resender = Pick<AlertResender, 'start' | 'stop'>;

/** A channel with what belongs to it. */
export interface DeliveredChannel {
  channel: Channel;
  /** Of a receiver that keeps states itself. */
  resender?: Resender;
  /** Looks at its silences. */
  poller?: Resender;
}

interface Line extends DeliveredChannel {
  queue: ChannelQueue;
}

/** Delivers the outbox, each channel separately, and knows their status. */
export class Deliverer {
  /** By name, in the order of the configuration. */
  private lines = new Map<string, Line>();
  /** Queues of channels that were removed, by name: few, since a name that is used again takes its own back. */
  private readonly removed = new Map<string, ChannelQueue>();
  private hasStarted = false;

  /** @param isActing false on a node of a cluster until it is the one that delivers */
  constructor(
    private readonly parts: DelivererParts,
    channels: readonly DeliveredChannel[],
    private isActing = true,
  ) {
    for (const each of channels) this.add(each);
  }

  /** Continues with what an earlier run has left, and abandons what is pending for channels that no longer exist. */
  async start(): Promise<void> {
    this.hasStarted = true;
    if (this.isActing) await this.beginActing();
  }

  /** Whether this node delivers from now on, with what the one before it has left. What is being sent is still sent. */
  async act(isActing: boolean): Promise<void> {
    if (isActing === this.isActing) return;
    this.isActing = isActing;
    if (isActing && this.hasStarted) await this.beginActing();
    else for (const each of this.lines.values()) stopLine(each);
  }

  private async beginActing(): Promise<void> {
    await this.giveUpOthers();
    this.wake();
    for (const each of this.lines.values()) this.startLine(each);
  }

  private startLine({ resender, poller }: DeliveredChannel): void {
    if (!this.isActing) return;
    resender?.start();
    poller?.start();
  }

  /**
   * Delivers over other channels from now on. A channel keeps its queue by its name, and is tried at once; what is pending
   * for one that is gone is abandoned, unless one of that name is there again by then.
   */
  async change(channels: readonly DeliveredChannel[]): Promise<void> {
    const former = this.lines;
    this.lines = new Map();
    for (const each of channels) {
      const before = former.get(each.channel.settings.name);
      former.delete(each.channel.settings.name);
      if (before?.channel === each.channel) {
        this.lines.set(each.channel.settings.name, before);
        continue;
      }
      if (before !== undefined) stopLine(before);
      this.add(each, before?.queue);
      this.startLine(each);
      this.lines.get(each.channel.settings.name)?.queue.retry();
    }
    const ended = [...former].map(([name, line]) => {
      stopLine(line);
      this.removed.set(name, line.queue);
      return line.queue.close();
    });
    await Promise.all(ended);
    if (this.isActing) await this.giveUpOthers();
  }

  /** There may be something new to deliver. */
  wake(): void {
    for (const { queue } of this.lines.values()) queue.wake();
  }

  /** Reported results are durable now. */
  stored(results: readonly Pick<OutboxResult, 'id' | 'attempts'>[]): void {
    for (const queue of [...this.queues(), ...this.removed.values()]) queue.stored(results);
  }

  /** The status of each channel, in the order of the configuration. */
  async states(): Promise<ChannelState[]> {
    const summaries = await this.parts.summaries.outboxSummary();
    return [...this.lines.values()].map(({ channel, queue }) => ({
      ...stateOf(channel, summaries),
      askedToWaitUntil: queue.askedToWaitUntil(),
    }));
  }

  /** The channels, in the order of the configuration. */
  channels(): Channel[] {
    return [...this.lines.values()].map(({ channel }) => channel);
  }

  /** Sends a test over a channel, past its queue; undefined when there is no such channel. */
  async test(name: string): Promise<ChannelTest | undefined> {
    const channel = this.lines.get(name)?.channel;
    if (channel === undefined) return undefined;
    const outcome = await channel.test();
    return { delivered: outcome.ok, error: outcome.ok ? null : outcome.error };
  }

  /** Sends a mail that is about no alert through a channel, once; undefined when there is no such channel for e-mail. */
  async mail(name: string, mail: Mail): Promise<ChannelTest | undefined> {
    const send = this.lines.get(name)?.channel.mail ?? null;
    if (send === null) return undefined;
    const outcome = await send(mail);
    return { delivered: outcome.ok, error: outcome.ok ? null : outcome.error };
  }

  /** Starts nothing new; settles when what was in progress has ended. */
  async close(): Promise<void> {
    for (const each of this.lines.values()) stopLine(each);
    await Promise.all([...this.queues(), ...this.removed.values()].map((queue) => queue.close()));
  }

  private queues(): ChannelQueue[] {
    return [...this.lines.values()].map(({ queue }) => queue);
  }

  /** @param queue the one that the channel has already, by its name */
  private add(each: DeliveredChannel, queue?: ChannelQueue): void {
    const { name } = each.channel.settings;
    const line = { ...each, queue: queue ?? this.queueAgain(name) ?? this.queueOf(name) };
    this.lines.set(name, line);
  }

  /** That of a channel of this name which has just been removed: a new one would send again what that one is sending. */
  private queueAgain(name: string): ChannelQueue | undefined {
    const queue = this.removed.get(name);
    this.removed.delete(name);
    queue?.reopen();
    return queue;
  }

  private queueOf(name: string): ChannelQueue {
    const { outbox, report, onError, clock, chance } = this.parts;
    return new ChannelQueue({
      channel: name,
      bundling: () => this.lines.get(name)?.channel.bundling ?? 'single',
      pace: () => this.lines.get(name)?.channel.pace ?? { gapMs: 0, lowerPerMinute: null },
      outbox: { dueEntries: async (request) => (this.isActing ? outbox.dueEntries(request) : NOTHING_DUE) },
      report,
      onError,
      clock,
      chance,
      send: async (bodies) => {
        const channel = this.lines.get(name)?.channel;
        // Removed in this moment: what is pending is abandoned.
        if (channel === undefined) return { ok: false, error: goneText(name), holds: 'channel' };
        return sendBodies(bodies, channel);
      },
    });
  }

  private async giveUpOthers(): Promise<void> {
    for (const { channel, waiting } of await this.parts.summaries.outboxSummary()) {
      if (waiting > 0 && !this.lines.has(channel)) await this.giveUp(channel, waiting);
    }
  }

  private async giveUp(channel: string, waiting: number): Promise<void> {
    const queue = this.removed.get(channel) ?? this.queueOf(channel);
    this.removed.set(channel, queue);
    const { summaries } = this.parts;
    for (;;) {
      const due = { channel, now: Number.MAX_SAFE_INTEGER, limit: waiting, settled: queue.settled() };
      const { entries } = await summaries.dueEntries(due);
      // There is one of that name again: it tells what waits, some of which may be its own.
      if (entries.length === 0 || this.lines.has(channel)) return;
      queue.abandon(entries, goneText(channel));
      // What waited for another one of its alert is due with it.
    }
  }
}

const NOTHING_DUE: DueEntries = { entries: [], nextAt: null, newestId: 0 };

function stopLine({ resender, poller }: DeliveredChannel): void {
  resender?.stop();
  poller?.stop();
}

function goneText(channel: string): string {
  return `the channel ${channel} is no longer configured`;
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
