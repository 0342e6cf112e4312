import { AckPolicy, DeliverPolicy, type JetStreamManager } from '@nats-io/jetstream';
import { createInbox, type Msg, nanos, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { FORMAT_HEADER, MAX_BODY_BYTES, readFormat } from './message-format.js';
import { pauseUnless } from './pause-unless.js';
import { reasonOf, StreamError } from './stream-error.js';

/** One message of the stream. */
export interface StreamMessage {
  /** Numbers begin at 1 and have no gaps. */
  sequence: number;
  /** When the stream stored it, in milliseconds since 1970, by the clock of the server that led it. */
  storedAt: number;
  kind: MessageKind;
  /**
   * The id that it was published with. Older NATS servers may store one twice when their leader dies: who applies
   * messages has to know what it has applied.
   */
  id: string;
  /** The format that a reader has to know: one who knows only older ones would read it in another way than others do. */
  format: number;
  body: Uint8Array;
}

/** What a message carries: lines of a collector, another input of the core, or changes of people and what belongs to them. */
export type MessageKind = 'lines' | 'input' | 'people';

/** What a following asks of its stream. */
export interface FollowedStream {
  /** Name of the stream. */
  readonly name: string;
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  describe(): Promise<{ first: number; last: number }>;
}

/** Messages of the largest size that may be here or on their way, 16 MiB. */
const MAX_PREFETCHED = 32;
const PREFETCH_BYTES = MAX_PREFETCHED * MAX_BODY_BYTES;
/** What a message counts for beside its body, which bounds the number of small ones. */
const MESSAGE_BYTES = 4 * 1024;
/** So many are asked for at least, so that not each message taken is a request of its own. */
const MIN_ASKED = MAX_PREFETCHED / 4;
/** Sent by the consumer while it has nothing else to send. */
const HEARTBEAT_MS = 1_000;
/** Silence after which a consumer counts as dead: its server was killed, froze, or is cut off. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;
/** A server may go on with heartbeats, and have no messages where the stream has some: its own copy has stalled. */
const STALL_MS = 3_000;
/** A request for messages ends by itself after so long, and is made again. */
const REQUEST_MS = 30_000;
/** A consumer that nobody asks anything is removed by the servers. */
const IDLE_CONSUMER_MS = 60_000;
/** Between attempts to make a consumer. */
const RETRY_MS = 250;
/** A new leader may not have applied all it has for a moment; a stream that still ends too early then is another one. */
const AHEAD_LIMIT_MS = 5_000;

const HEARTBEAT = 100;
const REQUEST_TIMEOUT = 408;

/** A consumer on one of the servers, in memory there and soon gone: this side alone knows how far it has come. */
interface Consumer {
  name: string;
  subscription: Subscription;
  /** Messages asked for that have not come. */
  asked: number;
  /** How many it has sent, to notice one that was lost on the way. */
  delivered: number;
  heardAt: number;
  /** When it had sent all that there was, or sent something last. */
  progressAt: number;
}

/** What tells a message from any other that may have its number. */
export type Previous = Pick<StreamMessage, 'sequence' | 'storedAt' | 'id'>;

/**
 * The messages of a stream from a number on, in order and without gaps, whatever happens to servers and connections: a
 * consumer that fell silent or skipped something is replaced by one that begins after the last message that arrived.
 *
 * Only as much is fetched ahead as fits into 16 MiB: who takes slowly holds up nobody but themselves.
 */
export class Following implements AsyncIterable<StreamMessage> {
  private readonly messages: StreamMessage[] = [];
  private waitingBytes = 0;
  private consumer: Consumer | undefined;
  private end: { error?: Error } | undefined;
  private settle: (end: { error?: Error }) => void = () => undefined;
  private readonly ending = new Promise<{ error?: Error }>((resolve) => {
    this.settle = resolve;
  });
  private wake: (() => void) | undefined;
  private readonly closing = new AbortController();
  private readonly watch: NodeJS.Timeout;

  /**
   * @param stream
   * @param next the number of the first message wanted
   * @param previous the message before that, as far as it is known: each consumer begins with it, to see that it is still the same
   * @param onEnd told when it has ended, by `close` or an error
   * @param onMessage told when there is a message to take, for a loop that has other things to do as well
   */
  constructor(
    private readonly stream: FollowedStream,
    private next: number,
    private previous: Previous | undefined,
    private readonly onEnd: () => void,
    private readonly onMessage: () => void,
  ) {
    this.watch = setInterval(this.checkConsumer, HEARTBEAT_MS / 2);
    this.startOrEnd();
  }

  /** Messages that are here and wait to be taken. */
  get buffered(): number {
    return this.messages.length;
  }

  /** About so many bytes they have. */
  get bufferedBytes(): number {
    return this.waitingBytes;
  }

  /** The next message if it is here already, so that a loop can take all there are before it works on them. */
  take(): StreamMessage | undefined {
    const message = this.messages.shift();
    if (message === undefined) return undefined;
    this.waitingBytes -= message.body.byteLength + MESSAGE_BYTES;
    this.ask();
    return message;
  }

  /**
   * Waits for each message in turn; ends after `close`.
   *
   * @throws StreamError `too-old`, `ahead` or `gap` when the stream cannot be followed from there, after all before was taken
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<StreamMessage, void, undefined> {
    for (;;) {
      const message = this.take();
      if (message !== undefined) {
        yield message;
      } else if (this.end !== undefined) {
        if (this.end.error !== undefined) throw this.end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    }
  }

  /**
   * Settles after `close`, for who takes messages without waiting for them.
   *
   * @throws StreamError as the iteration does
   */
  async untilEnd(): Promise<void> {
    const { error } = await this.ending;
    if (error !== undefined) throw error;
  }

  /** Ends it; what was not taken is dropped. */
  close(): void {
    this.messages.length = 0;
    this.finish({});
  }

  /** Told by the stream what its leader has: a consumer that does not come as far in time is replaced. */
  noticeLast(last: number): void {
    const { consumer } = this;
    if (consumer === undefined) return;
    const now = performance.now();
    if (last < this.next || consumer.asked === 0) consumer.progressAt = now;
    else if (now - consumer.progressAt > STALL_MS) this.restart();
  }

  private finish(end: { error?: Error }): void {
    if (this.end !== undefined) return;
    this.end = end;
    clearInterval(this.watch);
    this.closing.abort();
    this.dropConsumer();
    this.onEnd();
    this.settle(end);
    this.wake?.();
  }

  /** In the place of a consumer that is of no use any more. */
  private restart(): void {
    const pauseMs = this.consumer?.delivered === 0 ? RETRY_MS : 0;
    this.dropConsumer();
    this.startOrEnd(pauseMs);
  }

  private startOrEnd(pauseMs = 0): void {
    this.start(pauseMs).catch((error: unknown) => {
      this.finish({ error: error instanceof Error ? error : new Error(reasonOf(error)) });
    });
  }

  private dropConsumer(): void {
    const { consumer, stream } = this;
    this.consumer = undefined;
    if (consumer === undefined) return;
    consumer.subscription.unsubscribe();
    // Where this does not arrive, the servers remove the consumer by themselves.
    stream.manager.consumers.delete(stream.name, consumer.name).catch(() => undefined);
  }

  /**
   * Makes a consumer, as often as it takes.
   * @param pauseMs before the first attempt
   */
  private async start(pauseMs: number): Promise<void> {
    if (pauseMs > 0) await pauseUnless(pauseMs, this.closing.signal);
    const startedAt = performance.now();
    while (this.end === undefined) {
      try {
        if (await this.hasNext(performance.now() - startedAt)) {
          await this.makeConsumer();
          return;
        }
      } catch (error) {
        if (error instanceof StreamError && error.kind !== 'no-quorum' && error.kind !== 'unreachable') throw error;
        // No leader, or no connection: the state of the stream says so, and this goes on when there is one.
      }
      await pauseUnless(RETRY_MS, this.closing.signal);
    }
  }

  /**
   * @param waitedMs how long the stream has had to come as far
   * @returns whether the stream has reached the message before the next one
   */
  private async hasNext(waitedMs: number): Promise<boolean> {
    const { first, last } = await this.stream.describe();
    if (this.next < first) {
      throw new StreamError(
        'too-old',
        `The stream ${this.stream.name} begins at message ${String(first)}, and ${String(this.next)} is needed next: ` +
          'start from a newer copy of the store',
      );
    }
    if (this.next <= last + 1) return true;
    if (waitedMs < AHEAD_LIMIT_MS) return false;
    throw new StreamError(
      'ahead',
      `The stream ${this.stream.name} ends at message ${String(last)}, but all up to ${String(this.next - 1)} were applied ` +
        'here: it was made anew or restored from an older copy. Restore it, or start with an empty store',
    );
  }

  private async makeConsumer(): Promise<void> {
    const { connection, manager, name: stream } = this.stream;
    const { name } = await manager.consumers.add(stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: this.previous?.sequence ?? this.next,
      ack_policy: AckPolicy.None,
      inactive_threshold: nanos(IDLE_CONSUMER_MS),
      num_replicas: 1,
      mem_storage: true,
    });
    if (this.end !== undefined) return;
    const subscription = connection.subscribe(createInbox(), {
      callback: (_error, message) => {
        if (this.consumer === consumer) this.receive(consumer, message);
      },
    });
    const now = performance.now();
    const consumer: Consumer = { name, subscription, asked: 0, delivered: 0, heardAt: now, progressAt: now };
    this.consumer = consumer;
    this.ask();
  }

  /** Asks for as many messages as there is room for, be they the largest. */
  private ask(): void {
    const { consumer } = this;
    if (consumer === undefined) return;
    const room = Math.floor((PREFETCH_BYTES - this.waitingBytes) / MAX_BODY_BYTES) - consumer.asked;
    if (room < MIN_ASKED) return;
    const { connection, manager, name } = this.stream;
    if (consumer.asked === 0) consumer.heardAt = performance.now();
    consumer.asked += room;
    const request = { batch: room, expires: nanos(REQUEST_MS), idle_heartbeat: nanos(HEARTBEAT_MS) };
    const { apiPrefix = '$JS.API' } = manager.getOptions();
    connection.publish(`${apiPrefix}.CONSUMER.MSG.NEXT.${name}.${consumer.name}`, JSON.stringify(request), {
      reply: consumer.subscription.getSubject(),
    });
  }

  private receive(consumer: Consumer, message: Msg): void {
    consumer.heardAt = performance.now();
    const status = message.headers?.code ?? 0;
    if (status === HEARTBEAT) return;
    if (status === REQUEST_TIMEOUT) {
      // So many of an earlier request will not come any more.
      consumer.asked -= Number(message.headers?.get('Nats-Pending-Messages') ?? consumer.asked);
      this.ask();
      return;
    }
    // Anything else says that the consumer, or the server that had it, is gone.
    const received = status === 0 ? readMessage(message) : undefined;
    if (received === undefined || received.delivery !== consumer.delivered + 1) {
      this.restart();
      return;
    }
    consumer.asked -= 1;
    consumer.delivered += 1;
    consumer.progressAt = consumer.heardAt;
    if (received.message.sequence < this.next) this.compare(received.message);
    else if (received.message.sequence > this.next) this.reportGap(received.message.sequence);
    else this.keep(received.message);
  }

  private keep(message: StreamMessage): void {
    const { sequence, storedAt, id } = message;
    this.previous = { sequence, storedAt, id };
    this.next += 1;
    this.messages.push(message);
    this.waitingBytes += message.body.byteLength + MESSAGE_BYTES;
    this.wake?.();
    this.onMessage();
    this.ask();
  }

  /** A consumer begins with the last message that is known, or earlier on a server that is behind. */
  private compare({ sequence, storedAt, id }: StreamMessage): void {
    const { previous } = this;
    if (previous?.sequence === sequence && (previous.storedAt !== storedAt || previous.id !== id)) {
      const error = new StreamError(
        'rewritten',
        `Message ${String(sequence)} of the stream ${this.stream.name} is another one than was applied here: the stream was ` +
          'made anew, or its servers lost what they had acknowledged. Start from a copy of the store of another node',
      );
      this.finish({ error });
      return;
    }
    this.ask();
  }

  /** The consumer begins later than it was asked to: does the stream itself, or is something in its middle gone? */
  private reportGap(found: number): void {
    this.dropConsumer();
    this.confirmGap(found).then(
      (isGap) => {
        if (!isGap) this.startOrEnd(RETRY_MS);
      },
      (error: unknown) => {
        if (error instanceof StreamError && error.kind === 'too-old') this.finish({ error });
        else this.startOrEnd(RETRY_MS);
      },
    );
  }

  /** @returns false when the leader has the message, so that only the server of the consumer lacked it */
  private async confirmGap(found: number): Promise<boolean> {
    const { next, stream } = this;
    await this.hasNext(0);
    if ((await stream.manager.streams.getMessage(stream.name, { seq: next })) !== null) return false;
    const error = new StreamError(
      'gap',
      `The stream ${stream.name} lacks message ${String(next)}, and goes on at ${String(found)}: somebody removed it, or ` +
        'the servers lost it. Start from a copy of the store of a node that has applied it',
    );
    this.finish({ error });
    return true;
  }

  private readonly checkConsumer = (): void => {
    const { consumer } = this;
    if (consumer === undefined || consumer.asked === 0) return;
    if (performance.now() - consumer.heardAt > SILENCE_MS) this.restart();
  };
}

/** @returns undefined for what is no message of a stream */
function readMessage(message: Msg): { message: StreamMessage; delivery: number } | undefined {
  // $JS.ACK.[domain.account.]stream.consumer.deliveries.sequence.delivery.nanoseconds.pending[.random]
  const words = message.reply?.split('.') ?? [];
  if (words[0] !== '$JS' || words[1] !== 'ACK') return undefined;
  const [sequence, delivery, storedAt] = (words.length === 9 ? words.slice(5) : words.slice(7)).map(Number);
  const kind = message.subject.slice(message.subject.lastIndexOf('.') + 1);
  if (sequence === undefined || delivery === undefined || storedAt === undefined) return undefined;
  if (kind !== 'lines' && kind !== 'input' && kind !== 'people') return undefined;
  return {
    message: {
      sequence,
      storedAt: Math.floor(storedAt / 1e6),
      kind,
      id: message.headers?.get('Nats-Msg-Id') ?? '',
      format: readFormat(message.headers?.get(FORMAT_HEADER)),
      body: message.data,
    },
    delivery,
  };
}
