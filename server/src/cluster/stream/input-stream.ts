import {
  DiscardPolicy,
  jetstream,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamInfo,
} from '@nats-io/jetstream';
import { headers as newHeaders, nanos, type NatsConnection } from '@nats-io/transport-node';
import { agree } from './agreement.js';
import { Following, type MessageKind, type Previous } from './following.js';
import { Lease, type LeaseOptions } from './lease.js';
import { FORMAT_HEADER, MAX_BODY_BYTES, STREAM_FORMAT } from './message-format.js';
import { pauseUnless } from './pause-unless.js';
import { connectToServers, type ServerSettings } from './server-connection.js';
import { reasonOf, StreamError } from './stream-error.js';

export interface StreamSettings extends ServerSettings {
  /** Of the stream; subjects begin with it as well. Letters, digits, `-` and `_`. */
  name: string;
  /** Copies of each message, on as many servers. One alone survives no server. */
  replicas: 1 | 3 | 5;
  /** The stream refuses messages beyond this size. */
  maxBytes: number;
  /** Older messages are removed; 0 keeps them. */
  maxAgeMs: number;
  /** For how long a repeated id is recognised. */
  duplicateWindowMs: number;
}

/** Whether messages can be stored now. `since` is in milliseconds since 1970. */
export type StreamState =
  | { kind: 'connected' }
  /** No server answers. */
  | { kind: 'disconnected'; since: number; reason: string }
  /** A server answers, but the stream has no leader that reaches a majority. */
  | { kind: 'no-quorum'; since: number; reason: string };

export interface StreamListener {
  /** Told each state once, beginning with the first that is known. */
  onState: (state: StreamState) => void;
}

/** What the stream has. */
export interface StreamDescription {
  /** The number of its first message; one more than `last` while it is empty. */
  first: number;
  /** The number of its last message, 0 before there was any. */
  last: number;
  messages: number;
  bytes: number;
  /** It refuses messages beyond so many. */
  maxBytes: number;
  /** When the first message was stored, in milliseconds since 1970. */
  firstAt: number | null;
}

/** For one question to the servers; a leader that died is replaced within two to five seconds. */
const REQUEST_LIMIT_MS = 2_000;
const PUBLISH_LIMIT_MS = 10_000;
/** Between two attempts within a limit. */
const RETRY_MS = 200;
/** How often it is checked whether the stream has a quorum. */
const PROBE_MS = 1_000;
/** A copy whose server the leader has not heard for so long does not count for the quorum. Servers speak once a second. */
const SILENT_COPY_MS = 4_000;

/** JetStream's numbers for what a stream that is full, or whose servers are, answers. */
const FULL = new Set([10023, 10047, 10077]);
const MESSAGE_TOO_LARGE = 10054;

/**
 * The log of inputs: a stream of NATS JetStream that every node of a cluster reads in the same order.
 *
 * Loads the libraries of NATS: import this module only where a cluster is configured, and dynamically.
 */
export class InputStream {
  private state: StreamState | undefined;
  /** Resolves those who wait for a connection. */
  private readonly waiting = new Set<() => void>();
  private readonly closing = new AbortController();
  private readonly followings = new Set<Following>();
  private readonly leases = new Set<Lease>();
  private lastFault = '';

  private constructor(
    private readonly settings: StreamSettings,
    private readonly listener: StreamListener,
    private readonly connection: NatsConnection,
    private readonly client: JetStreamClient,
    private readonly manager: JetStreamManager,
  ) {}

  /**
   * Connects and makes the stream where there is none. Waits, for as long as it takes, for servers that are not up yet and for
   * enough of them; the listener is told why.
   *
   * @param signal ends the waiting; the promise is rejected with its reason
   * @throws StreamError `misfit` when there is a stream of this name that discards old messages or has other subjects
   * @throws Error when a file of the settings cannot be read
   */
  static async open(settings: StreamSettings, listener: StreamListener, signal?: AbortSignal): Promise<InputStream> {
    const since = Date.now();
    const report = (reason: string) => {
      listener.onState({ kind: 'disconnected', since, reason });
    };
    const connection = await connectToServers(settings, onceEach(report), signal);
    const options = { timeout: REQUEST_LIMIT_MS };
    const manager = await jetstreamManager(connection, { ...options, checkAPI: false });
    const stream = new InputStream(settings, listener, connection, jetstream(connection, options), manager);
    void stream.watchConnection();
    try {
      await stream.makeStream(signal);
    } catch (error) {
      await stream.close();
      throw error;
    }
    void stream.watchQuorum();
    return stream;
  }

  /**
   * Stores a message, and repeats that until a majority of the copies has it or the limit is reached.
   *
   * @param kind
   * @param body at most 512 KiB
   * @param id the same id within the duplicate window is stored once: an answer that was lost can be asked for again
   * @param limitMs when to give up; the message may have been stored all the same, which the same id tells later
   * @returns the number of the message, or that of the first with this id
   * @throws StreamError `full`, `no-quorum`, `unreachable`, `too-large` or `closed`
   */
  async publish(kind: MessageKind, body: Uint8Array, id: string, limitMs = PUBLISH_LIMIT_MS): Promise<number> {
    this.checkSize(body);
    const deadline = performance.now() + limitMs;
    const subject = `${this.settings.name}.${kind}`;
    const headers = newHeaders();
    headers.set(FORMAT_HEADER, String(STREAM_FORMAT.writes));
    let fault: unknown;
    for (;;) {
      const isConnected = await this.waitForConnection(deadline);
      const remainingMs = deadline - performance.now();
      if (remainingMs <= 0) throw this.notStored(isConnected, fault);
      try {
        const timeout = Math.ceil(Math.min(remainingMs, REQUEST_LIMIT_MS));
        const { seq } = await this.client.publish(subject, body, { msgID: id, timeout, headers });
        // A duplicate of a message that has no number yet: its copies are still being made, and may not come about.
        if (seq > 0) return seq;
      } catch (error) {
        const refusal = this.refusalOf(error);
        if (refusal !== undefined) throw refusal;
        fault = error;
      }
      await this.pauseUntil(deadline);
    }
  }

  /**
   * The messages from a number on. Close it when it is not needed any more.
   *
   * @param from the number of the first message, from 1
   * @param previous what is known of the message before, so that another stream of the same name is noticed
   * @param onMessage told when there is a message to take
   */
  follow(from: number, previous?: Omit<Previous, 'sequence'>, onMessage: () => void = () => undefined): Following {
    this.throwIfClosed();
    const { connection, manager, settings } = this;
    const followed = { name: settings.name, connection, manager, describe: () => this.describe() };
    const before = previous && from > 1 ? { ...previous, sequence: from - 1 } : undefined;
    const onEnd = () => {
      this.followings.delete(following);
    };
    const following: Following = new Following(followed, from, before, onEnd, onMessage);
    this.followings.add(following);
    return following;
  }

  /** @throws StreamError `no-quorum`, `unreachable` or `closed` when nobody knows at the moment */
  async describe(): Promise<StreamDescription> {
    this.throwIfClosed();
    try {
      const { state, config } = await this.manager.streams.info(this.settings.name);
      return {
        first: Math.max(1, state.first_seq),
        last: state.last_seq,
        messages: state.messages,
        bytes: state.bytes,
        maxBytes: config.max_bytes,
        firstAt: state.messages === 0 ? null : Date.parse(state.first_ts),
      };
    } catch (error) {
      throw this.noAnswer(error);
    }
  }

  /**
   * Tells all that listen now, at most once: for what is soon outdated. Dropped while no server is connected.
   * @param topic one word
   */
  tell(topic: string, body: Uint8Array): void {
    if (this.state?.kind === 'disconnected' || this.connection.isClosed()) return;
    this.connection.publish(this.topicSubject(topic), body);
  }

  /**
   * Hears what is told about a topic, also by this process itself.
   * @returns ends it
   */
  listen(topic: string, handler: (body: Uint8Array) => void): () => void {
    this.throwIfClosed();
    const subscription = this.connection.subscribe(this.topicSubject(topic), {
      callback: (error, message) => {
        if (error === null) handler(message.data);
      },
    });
    return () => {
      subscription.unsubscribe();
    };
  }

  /** Takes part in the lease of a name: one of those who do holds it at a time. */
  lease(options: LeaseOptions): Lease {
    this.throwIfClosed();
    const { client, settings } = this;
    const lease = new Lease(client, { bucket: `${settings.name}_leases`, replicas: settings.replicas }, options);
    this.leases.add(lease);
    return lease;
  }

  /**
   * What the first member of the cluster has said that was asked under a key; that is the own value where none has. Waits for as
   * long as it takes.
   * @param key one word
   * @param own at most 512 KiB
   * @throws StreamError `closed`, or `too-large`
   */
  async agree(key: string, own: Uint8Array): Promise<Uint8Array> {
    this.throwIfClosed();
    this.checkSize(own);
    const { client, settings, closing } = this;
    const bucket = { bucket: `${settings.name}_agreed`, replicas: settings.replicas };
    try {
      return await agree(client, bucket, [key, own], closing.signal);
    } catch (error) {
      throw closedError(error);
    }
  }

  /** Ends all followings, releases all leases and closes the connection. */
  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    for (const following of [...this.followings]) following.close();
    await Promise.all([...this.leases].map((lease) => lease.close()));
    this.closing.abort();
    for (const resolve of this.waiting) resolve();
    await this.connection.close();
  }

  private topicSubject(topic: string): string {
    return `${this.settings.name}.tell.${topic}`;
  }

  /** Makes the stream where there is none; of several processes that do so at once, one succeeds and the others see it. */
  private async makeStream(signal?: AbortSignal): Promise<void> {
    const { name, replicas } = this.settings;
    const since = Date.now();
    const report = onceEach((reason) => {
      if (this.state?.kind !== 'disconnected') this.setState({ kind: 'no-quorum', since, reason });
    });
    for (;;) {
      signal?.throwIfAborted();
      try {
        this.checkStream(await this.infoOrNew());
        return;
      } catch (error) {
        if (error instanceof StreamError) throw error;
        report(`The stream ${name} with ${String(replicas)} copies cannot be opened or made yet: ${reasonOf(error)}`);
      }
      await pauseUnless(RETRY_MS, signal);
    }
  }

  private async infoOrNew(): Promise<StreamInfo> {
    try {
      return await this.manager.streams.info(this.settings.name);
    } catch (error) {
      if (!isMissing(error)) throw error;
      return this.manager.streams.add(this.streamConfig());
    }
  }

  private streamConfig() {
    const { name, replicas, maxBytes, maxAgeMs, duplicateWindowMs } = this.settings;
    return {
      name,
      subjects: subjectsOf(name),
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      // Full, it refuses, and collectors wait: nothing is thrown away in silence.
      discard: DiscardPolicy.New,
      num_replicas: replicas,
      max_bytes: maxBytes,
      max_age: nanos(maxAgeMs),
      duplicate_window: nanos(maxAgeMs === 0 ? duplicateWindowMs : Math.min(duplicateWindowMs, maxAgeMs)),
      deny_delete: true,
    };
  }

  /** Size, age and copies are the administrator's to change; what makes it a log is not. */
  private checkStream({ config }: StreamInfo): void {
    const isLog =
      config.discard === DiscardPolicy.New &&
      config.retention === RetentionPolicy.Limits &&
      config.storage === StorageType.File &&
      config.subjects?.toSorted().join(' ') === subjectsOf(config.name).join(' ');
    if (isLog) return;
    throw new StreamError(
      'misfit',
      `The NATS servers have a stream ${config.name} that is not Tunnelwatch's: it must be stored in files, keep messages ` +
        `up to its limits, refuse new ones when full, and have the subjects ${subjectsOf(config.name).join(', ')}. ` +
        'Choose another name for the stream, or remove that one',
    );
  }

  private async watchConnection(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'error') this.lastFault = `: ${status.error.message}`;
      if (status.type === 'disconnect') {
        const reason = `The connection to the NATS server ${status.server} broke${this.lastFault}`;
        this.setState({ kind: 'disconnected', since: Date.now(), reason });
      }
      if (status.type === 'reconnect') {
        this.lastFault = '';
        void this.probe();
      }
    }
    if (this.closing.signal.aborted) return;
    // It repairs itself for ever; this is a fault that it could not bear.
    const reason = `The connection to the NATS servers was given up${this.lastFault}: restart this process`;
    this.setState({ kind: 'disconnected', since: Date.now(), reason });
  }

  private async watchQuorum(): Promise<void> {
    while (!this.closing.signal.aborted) {
      if (this.state?.kind !== 'disconnected') await this.probe();
      await pauseUnless(PROBE_MS, this.closing.signal);
    }
  }

  /** A leader that is cut off answers for some seconds more: what it says of its copies counts, not that it answers. */
  private async probe(): Promise<void> {
    const before = this.state;
    let reason: string | undefined;
    try {
      const { cluster, state } = await this.manager.streams.info(this.settings.name);
      for (const following of this.followings) following.noticeLast(state.last_seq);
      const others = cluster?.replicas ?? [];
      const silent = others.filter(
        ({ offline, active, current }) =>
          offline === true || active > nanos(SILENT_COPY_MS) || (active === 0 && !current),
      );
      if (silent.length * 2 > others.length) {
        reason = `The leader ${cluster?.leader ?? ''} of the stream hears nothing of ${silent.map(({ name }) => name).join(', ')}`;
      }
    } catch (error) {
      reason = `The stream ${this.settings.name} has no leader that answers: ${reasonOf(error)}`;
    }
    // The connection broke, or came back, while the answer was waited for.
    if (this.state !== before && this.state?.kind === 'disconnected') return;
    if (this.closing.signal.aborted) return;
    if (reason === undefined) this.setState({ kind: 'connected' });
    else if (this.state?.kind !== 'no-quorum') this.setState({ kind: 'no-quorum', since: Date.now(), reason });
  }

  private setState(state: StreamState): void {
    const isNews = state.kind !== 'connected' || this.state?.kind !== 'connected';
    this.state = state;
    if (state.kind !== 'disconnected') {
      for (const resolve of this.waiting) resolve();
    }
    if (isNews && !this.closing.signal.aborted) this.listener.onState(state);
  }

  /** @returns whether there is one; false when the deadline came first */
  private async waitForConnection(deadline: number): Promise<boolean> {
    this.throwIfClosed();
    while (this.state?.kind === 'disconnected' && performance.now() < deadline) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, deadline - performance.now());
        this.waiting.add(done);
      });
      this.throwIfClosed();
    }
    return this.state?.kind !== 'disconnected';
  }

  private async pauseUntil(deadline: number): Promise<void> {
    const ms = Math.max(0, Math.min(RETRY_MS, deadline - performance.now()));
    await pauseUnless(ms, this.closing.signal);
  }

  private checkSize(body: Uint8Array): void {
    if (body.byteLength <= MAX_BODY_BYTES) return;
    throw new StreamError(
      'too-large',
      `A message of ${String(body.byteLength)} bytes is larger than the ${String(MAX_BODY_BYTES)} that one may have: send it in parts`,
    );
  }

  /** @returns what no repetition helps against */
  private refusalOf(error: unknown): StreamError | undefined {
    if (this.connection.isClosed() || this.closing.signal.aborted) return closedError(error);
    if (error instanceof JetStreamApiError && FULL.has(error.code)) {
      return new StreamError(
        'full',
        `The stream ${this.settings.name} takes no more messages (${error.message}): raise its size or give the NATS servers more disk`,
        { cause: error },
      );
    }
    const isTooLarge =
      (error instanceof JetStreamApiError && error.code === MESSAGE_TOO_LARGE) || /max_payload/i.test(reasonOf(error));
    if (!isTooLarge) return undefined;
    return new StreamError(
      'too-large',
      `The NATS servers refuse messages of ${String(MAX_BODY_BYTES)} bytes: set max_payload to 1MB, its default, or more`,
      { cause: error },
    );
  }

  private notStored(isConnected: boolean, cause: unknown): StreamError {
    return isConnected ? this.noQuorum(cause) : this.unreachable(cause);
  }

  private noAnswer(cause: unknown): StreamError {
    if (this.connection.isClosed() || this.closing.signal.aborted) return closedError(cause);
    return this.notStored(this.state?.kind !== 'disconnected', cause);
  }

  private noQuorum(cause: unknown): StreamError {
    const detail = cause === undefined ? '' : ` (${reasonOf(cause)})`;
    return new StreamError(
      'no-quorum',
      `The stream ${this.settings.name} has no majority of its ${String(this.settings.replicas)} copies${detail}: ` +
        'start the NATS servers that are down, and look whether they reach each other',
      { cause },
    );
  }

  private unreachable(cause: unknown): StreamError {
    const servers = this.settings.servers.join(', ');
    return new StreamError(
      'unreachable',
      `No NATS server answers (${servers}): start them, and look at the network and the credentials`,
      { cause },
    );
  }

  private throwIfClosed(): void {
    if (this.closing.signal.aborted) throw closedError();
  }
}

function closedError(cause?: unknown): StreamError {
  return new StreamError('closed', 'The connection to the NATS servers was closed', { cause });
}

/** What the stream stores; what is told goes beside it. */
function subjectsOf(name: string): string[] {
  return [`${name}.input`, `${name}.lines`, `${name}.people`];
}

function isMissing(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.status === 404;
}

/** Passes on each text once in a row. */
function onceEach(report: (text: string) => void): (text: string) => void {
  let last: string | undefined;
  return (text) => {
    if (text !== last) report(text);
    last = text;
  };
}
