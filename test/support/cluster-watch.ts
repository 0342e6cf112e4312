import { readLineBatch } from '@tunnelwatch/server/cluster/line-batch';
import { nodeReportSchema, readReport, TOPICS } from '@tunnelwatch/server/cluster/member-report';
import { FORMAT_HEADER } from '@tunnelwatch/server/cluster/stream/message-format';
import { InputStream } from '@tunnelwatch/server/cluster/stream/input-stream';
import type { Following, StreamMessage } from '@tunnelwatch/server/cluster/stream/following';
import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { setTimeout as delay } from 'node:timers/promises';
import { streamSettings } from './stream-settings.js';

/** Far longer than anything takes on a busy machine: it only ends what would never end. */
const PATIENCE_MS = 300_000;

/** What each member says, and what stands in the stream of a cluster: a test waits for it instead of asking again and again. */
export class ClusterWatch {
  /** Lines in the stream by collector, each batch once, as nodes have to count them. */
  readonly lines = new Map<string, number>();
  /** The last number of each collector's batches, by its incarnation. */
  private readonly batches = new Map<string, number>();
  /** Messages that nodes have to leave out, since they had them before or have them too early. */
  repeated = 0;
  /** Bytes of lines in the stream, as they were sent. */
  lineBytes = 0;
  /** The highest number of the stream that was seen. */
  sequence = 0;
  /** Up to which number each node has said that it applied the stream, and whether it acts. */
  readonly nodes = new Map<string, { sequence: number; isActing: boolean; incarnation: string }>();
  private readonly waiting = new Set<() => void>();

  private constructor(
    private readonly stream: InputStream,
    private readonly following: Following,
    private readonly connection: NatsConnection,
    private readonly manager: JetStreamManager,
    private readonly name: string,
  ) {
    void this.follow();
    stream.listen(TOPICS.node, (body) => {
      const report = readReport(nodeReportSchema, body);
      if (report === undefined) return;
      const { node, sequence, isActing, incarnation } = report;
      this.nodes.set(node, { sequence, isActing, incarnation });
      this.tell();
    });
  }

  static async open(servers: readonly string[], name: string, maxBytes: number): Promise<ClusterWatch> {
    const settings = streamSettings(servers, name, { maxBytes, maxAgeMs: 24 * 3_600_000 });
    const stream = await InputStream.open(settings, { onState: () => undefined });
    const connection = await connect({ servers: [...servers], maxReconnectAttempts: -1, reconnectTimeWait: 200 });
    const manager = await jetstreamManager(connection, { timeout: 3000, checkAPI: false });
    return new ClusterWatch(stream, stream.follow(1), connection, manager, name);
  }

  /** Lines of all collectors in the stream. */
  get allLines(): number {
    return [...this.lines.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Waits until something is true that what is watched can make true. */
  async until(what: string, isTrue: () => boolean): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!isTrue()) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`waited in vain for: ${what}; ${this.words()}`);
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, left);
        this.waiting.add(done);
      });
    }
  }

  /** Looks at the conditions that are waited for again: something outside has changed. */
  tell(): void {
    for (const done of [...this.waiting]) done();
  }

  /** Waits until all copies of the stream are there and complete. */
  async untilWhole(): Promise<void> {
    await this.asked(async () => {
      const { cluster } = await this.manager.streams.info(this.name);
      const others = cluster?.replicas ?? [];
      return cluster?.leader !== undefined && others.every(({ current, offline }) => current && offline !== true);
    });
  }

  /** Removes all of the stream before a message, as its age does. */
  async purgeBefore(sequence: number): Promise<void> {
    await this.asked(async () => (await this.manager.streams.purge(this.name, { seq: sequence })).success);
  }

  /** Puts a message into the stream that a node of a newer version has written; gives its number. */
  async publishNewer(format: number): Promise<number> {
    const newer = headers();
    newer.set(FORMAT_HEADER, String(format));
    const { seq } = await jetstream(this.connection).publish(`${this.name}.input`, 'what nobody knows yet', {
      headers: newer,
    });
    return seq;
  }

  /** Lets the stream take nothing more, for ever; gives its last number. */
  async seal(): Promise<number> {
    let last = 0;
    await this.asked(async () => {
      const { config } = await this.manager.streams.info(this.name);
      // The types leave out what cannot be taken back.
      if (!config.sealed) await this.manager.streams.update(this.name, Object.assign(config, { sealed: true }));
      const info = await this.manager.streams.info(this.name);
      last = info.state.last_seq;
      return info.config.sealed;
    });
    return last;
  }

  async close(): Promise<void> {
    await Promise.all([this.stream.close(), this.connection.close()]);
  }

  private words(): string {
    const nodes = Array.from(this.nodes, ([node, { sequence }]) => `${node} at ${String(sequence)}`).join(', ');
    const lines = Array.from(this.lines, ([name, count]) => `${String(count)} lines of ${name}`).join(', ');
    return `the stream is at ${String(this.sequence)} with ${lines}; ${nodes}`;
  }

  private async asked(isTrue: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      // The servers tell nobody: they have to be asked, and do not answer while they elect a leader.
      const isDone = await isTrue().catch(() => false);
      if (isDone) return;
      if (performance.now() > end) throw new Error('waited in vain for the NATS servers');
      await delay(100);
    }
  }

  private async follow(): Promise<void> {
    for await (const message of this.following) {
      this.take(message);
      this.tell();
    }
  }

  private take({ sequence, kind, body }: StreamMessage): void {
    this.sequence = sequence;
    if (kind !== 'lines') return;
    this.lineBytes += body.byteLength;
    const { collector, incarnation, number, lengths } = readLineBatch(body);
    const key = `${collector} ${incarnation}`;
    if (number !== (this.batches.get(key) ?? 0) + 1) {
      this.repeated += 1;
      return;
    }
    this.batches.set(key, number);
    this.lines.set(collector, (this.lines.get(collector) ?? 0) + lengths.length);
  }
}
