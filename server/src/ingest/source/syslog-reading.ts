import type { ListenerCertificate } from '@tunnelwatch/shared/source-health';
import type { Activities } from './health/activities.js';
import type { SourceProblem } from '../../core/alert/monitoring/reading-rule.js';
import { isLoopback } from '../../config/schema.js';
import type { ListenerSettings } from '../../config/settings.js';
import type { SyslogLimits } from '../../config/syslog-schema.js';
import { BlockedSenders } from './syslog/blocked-senders.js';
import { InputQueue } from './syslog/input-queue.js';
import type { TailBlock } from '../../store/tail-block.js';
import { ListenerKeeper } from './syslog/listener-keeper.js';
import { PeerTails } from './syslog/peer-tails.js';
import { emptyListenerCounts } from '../../core/aggregate/source-tally.js';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';
import type { LineIntake } from './line-intake.js';
import { nextTurn } from '../next-turn.js';
import { ListenerReader } from './listener-reader.js';
import { PeerOrigins } from './peer-origins.js';
import { SenderBindings } from './sender-bindings.js';

/** Bytes per poll, so that files and commands get their turn. */
const POLL_BYTES = 1024 * 1024;
/** A wake-up per line would be a commit per line: when lines trickle in, they wait this long to be batched. */
const GATHER_MS = 20;
/** Accepting takes this long at a time, so that lines are read in between. */
const ACCEPT_MS = 25;
/** Below this the kernel's buffer holds less than a burst of a busy gateway. */
const SMALL_BUFFER_BYTES = 1024 * 1024;

export interface SyslogReadingParts {
  intake: LineIntake;
  listeners: readonly ListenerSettings[];
  limits: SyslogLimits;
  maxLineBytes: number;
  /** Stored tails of all senders. */
  stored: readonly TailBlock[];
  clock: () => number;
  onChange: () => void;
  activities: Activities;
  onWarning: (message: string) => void;
}

interface Entry {
  source: SourceRecord;
  /** Number of the source. */
  id: number;
  /** As it was last watched, ms. */
  lagMs: number;
  waitingConnections: number;
  certificate: ListenerCertificate | null;
  problem: SourceProblem | null;
  isNamed: boolean;
  isFinished: false;
  settings: ListenerSettings;
  keeper: ListenerKeeper;
  tails: PeerTails;
  reader: ListenerReader;
  isSmallBufferTold: boolean;
  /** As it was last noted. */
  isListening: boolean;
}

/** A listener, with the record that its lines are counted in. */
export type Listening = Pick<
  Entry,
  'id' | 'source' | 'reader' | 'lagMs' | 'waitingConnections' | 'certificate' | 'problem' | 'isNamed' | 'isFinished'
>;

/** Connects the listeners to what takes their lines: one source per listener, named by its URL. */
export class SyslogReading {
  private readonly queue: InputQueue;
  private readonly blocked: BlockedSenders;
  private readonly entries: Entry[];
  private lastWake = 0;
  private lastAccepted = 0;
  private wakeTimer: NodeJS.Timeout | undefined;
  /** A stop waits for what comes. */
  private onInput: () => void = () => undefined;

  constructor(private readonly parts: SyslogReadingParts) {
    this.queue = new InputQueue(
      parts.limits.queueBytes,
      () => {
        this.wakeSoon();
        this.onInput();
      },
      (isHolding) => {
        for (const { keeper } of this.entries) keeper.hold(isHolding);
      },
    );
    this.blocked = new BlockedSenders(parts.intake.senders, parts.clock);
    this.entries = parts.listeners.map((settings) => this.join(settings));
    for (const { keeper } of this.entries) keeper.start();
  }

  /** Reads received data, up to a bound; true when more is waiting. */
  poll(now: number): boolean {
    this.parts.intake.lines.arrive(this.parts.clock());
    const hasMore = this.queue.take(POLL_BYTES, now);
    if (!hasMore) for (const { reader } of this.entries) reader.readThroughAt = now;
    return hasMore;
  }

  /**
   * Has connections accepted that wait in the kernel: libuv accepts one in a turn of the event loop, and turns are long while
   * lines are read, so that thousands of silent connections would keep a gateway's waiting for seconds.
   */
  async acceptPending(): Promise<void> {
    const until = performance.now() + ACCEPT_MS;
    for (let now = this.accepted(); now !== this.lastAccepted; now = this.accepted()) {
      this.lastAccepted = now;
      if (performance.now() >= until) {
        this.lastAccepted = Number.NaN;
        return;
      }
      await nextTurn();
    }
  }

  private accepted(): number {
    return this.entries.reduce((sum, { keeper }) => sum + (keeper.listener?.accepted ?? 0), 0);
  }

  /** Ends the connections of senders that are blocked by now, and reads nothing more of them. */
  cutOff(): void {
    for (const { keeper } of this.entries) keeper.cutOff();
  }

  /** Tails that changed since the last call, for the transaction that stores the lines behind them. */
  takeChanges(): TailBlock[] {
    return this.entries.flatMap(({ tails, source }) => tails.takeChanges(source.id));
  }

  /** Every listener as it is now, with the record that its lines are counted in. */
  listening(): readonly Listening[] {
    for (const entry of this.entries) {
      const { reader } = entry;
      reader.update();
      this.noteState(entry);
      entry.waitingConnections = reader.listenerHealth.waitingConnections;
      entry.certificate = reader.listenerHealth.certificate;
      this.tellSmallBuffer(entry, reader.listenerHealth.receiveBufferBytes);
    }
    return this.entries;
  }

  /**
   * Stops in order: senders are notified, and what they have sent is still read, for about a second.
   * @param onPoll called after each poll, to commit what it read; false stops at once
   */
  async finish(onPoll: () => Promise<boolean>): Promise<void> {
    if (!(await onPoll())) return;
    let isDone = false;
    const ended = Promise.all(this.entries.map(({ keeper }) => keeper.finish())).then(() => {
      isDone = true;
    });
    while (!isDone || !this.queue.isEmpty) {
      this.poll(this.parts.clock());
      if (!(await onPoll())) return;
      await Promise.race([ended, this.input()]);
      // What came with it is read with it, and senders get their turn.
      await nextTurn();
    }
    await ended;
  }

  /** Settles when something waits to be read. */
  private async input(): Promise<void> {
    if (!this.queue.isEmpty) return;
    await new Promise<void>((resolve) => {
      this.onInput = resolve;
    });
  }

  /** Ends at once. */
  close(): void {
    clearTimeout(this.wakeTimer);
    for (const entry of this.entries) {
      entry.keeper.close();
      if (entry.isListening) this.parts.activities.note('listenerClosed', entry.settings.listen);
      entry.isListening = false;
    }
  }

  /** Notes that a listener has opened, also when it could not at first; why it cannot is a problem of its source. */
  private noteState(entry: Entry): void {
    const isListening = entry.keeper.state === 'listening';
    if (isListening && !entry.isListening) this.parts.activities.note('listening', entry.settings.listen);
    entry.isListening = isListening;
  }

  private join(settings: ListenerSettings): Entry {
    const { intake, limits, maxLineBytes, stored, clock, onWarning } = this.parts;
    const { lines, sources } = intake;
    const source = sources.of('syslog', settings.listen);
    const counts = (source.listener ??= emptyListenerCounts());
    const origins = new PeerOrigins(source, settings, new SenderBindings(settings));
    const tails = new PeerTails(stored.filter(({ sourceId }) => sourceId === source.id));
    const keeper = new ListenerKeeper({
      settings,
      limits,
      maxLineBytes,
      tails,
      clock,
      onWarning,
      queue: this.queue,
      blocked: this.blocked,
      counts,
      onLine: (peer, line, isCut) => {
        lines.line(origins.of(peer), line, 0, line.length, isCut, clock());
      },
      onCount: () => {
        sources.markChanged(source);
      },
      onReuse: () => {
        lines.settle();
      },
    });
    if (settings.allow === null && !isLoopback(settings.host)) onWarning(openToAll(settings.listen));
    const reader = new ListenerReader(settings.protocol, keeper, counts, this.queue);
    return {
      id: source.id,
      source,
      settings,
      keeper,
      tails,
      reader,
      lagMs: 0,
      waitingConnections: 0,
      certificate: null,
      problem: null,
      isNamed: true,
      isFinished: false,
      isSmallBufferTold: false,
      isListening: false,
    };
  }

  private tellSmallBuffer(entry: Entry, granted: number | null): void {
    const { receiveBufferBytes } = this.parts.limits;
    // A smaller requested buffer is as requested.
    if (granted === null || granted >= SMALL_BUFFER_BYTES || receiveBufferBytes < SMALL_BUFFER_BYTES) return;
    if (!entry.isSmallBufferTold) this.parts.onWarning(smallBuffer(entry.settings.listen, granted));
    entry.isSmallBufferTold = true;
  }

  private wakeSoon(): void {
    if (this.wakeTimer !== undefined) return;
    const wait = Math.min(GATHER_MS, Math.max(0, this.lastWake + GATHER_MS - this.parts.clock()));
    this.wakeTimer = setTimeout(() => {
      this.wakeTimer = undefined;
      this.lastWake = this.parts.clock();
      this.parts.onChange();
    }, wait);
  }
}

function openToAll(listen: string): string {
  return `${listen} accepts lines from any sender that can reach it: list the allowed senders in the configuration, as in { listen: '${listen}', allow: ['192.0.2.0/24'] }`;
}

function smallBuffer(listen: string, granted: number): string {
  return `${listen}: the system grants a receive buffer of ${String(granted)} bytes, and bursts that do not fit are lost: raise it with sysctl net.core.rmem_max=33554432 and restart`;
}
