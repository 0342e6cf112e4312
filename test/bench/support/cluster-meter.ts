import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { openForReading } from '@tunnelwatch/server/store/sqlite/database';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { ClusterProcesses } from '../../support/cluster-processes.js';
import { cpuSecondsOf } from './process-stats.js';

const LOOK_EVERY_MS = 25;
const MAX_SILENCE_MS = 60_000;

/** Processor time of each process so far, seconds, by its kind. */
export interface ClusterTimes {
  collectors: number[];
  nats: number[];
  nodes: number[];
}

/** What was seen while lines went through a cluster. */
export interface Passage {
  /** From the call until all lines were in the stream, and until every node had stored them, seconds. */
  intoStream: number;
  ontoNodes: number;
  /** Messages with lines, and bytes that the stream takes for them. */
  messages: number;
  streamBytes: number;
  /** Commits of the first node meanwhile. */
  commits: number;
}

/**
 * Looks from outside at how far lines have come in a cluster: at the number of messages in the stream and at what the stores
 * of the nodes say. That takes little of what is measured, as reading the messages would not.
 */
export class ClusterMeter {
  private constructor(
    private readonly cluster: ClusterProcesses,
    private readonly connection: NatsConnection,
    private readonly manager: JetStreamManager,
    private readonly stores: readonly StoreMeter[],
  ) {}

  /** The nodes must have been started. */
  static async open(cluster: ClusterProcesses): Promise<ClusterMeter> {
    const connection = await connect({ servers: [...cluster.servers] });
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const stores = cluster.nodes.map(({ data }) => new StoreMeter(data));
    return new ClusterMeter(cluster, connection, manager, stores);
  }

  times(): ClusterTimes {
    const { collectors, nats, nodes } = this.cluster;
    return {
      collectors: collectors.map(({ pid }) => cpuSecondsOf(pid)),
      nats: nats.pids.map(cpuSecondsOf),
      nodes: nodes.map(({ pid }) => cpuSecondsOf(pid)),
    };
  }

  /** Lines that each node has stored. */
  stored(): number[] {
    return this.stores.map((store) => store.lines());
  }

  /**
   * Waits until every node has stored so many lines more than before.
   * @param begin has them appear
   * @throws Error when nothing goes on any more, or a node has stored more than that
   */
  async passage(lines: number, begin: () => void): Promise<Passage> {
    const before = await this.inStream();
    const storedBefore = this.stored();
    const commitsBefore = this.stores[0]?.commits() ?? 0;
    const began = performance.now();
    begin();
    let stream = { ...before, at: began };
    let [last, changedAt] = ['', began];
    for (;;) {
      const now = await this.inStream();
      if (now.messages !== stream.messages) stream = { ...now, at: performance.now() };
      const stored = this.stored().map((count, index) => count - (storedBefore[index] ?? 0));
      if (stored.every((count) => count >= lines)) {
        if (stored.some((count) => count > lines))
          throw new Error(`nodes stored ${stored.join(', ')} of ${String(lines)} lines`);
        break;
      }
      const seen = `${String(stream.messages)} ${stored.join(' ')}`;
      if (seen !== last) [last, changedAt] = [seen, performance.now()];
      else if (performance.now() - changedAt > MAX_SILENCE_MS)
        throw new Error(`nodes stored ${stored.join(', ')} of ${String(lines)} lines, and no more`);
      await pause(LOOK_EVERY_MS);
    }
    return {
      intoStream: (stream.at - began) / 1000,
      ontoNodes: (performance.now() - began) / 1000,
      messages: stream.messages - before.messages,
      streamBytes: stream.bytes - before.bytes,
      commits: (this.stores[0]?.commits() ?? 0) - commitsBefore,
    };
  }

  async close(): Promise<void> {
    for (const store of this.stores) store.close();
    await this.connection.close();
  }

  /** Messages with lines, and bytes of all messages: others are few and small. */
  private async inStream(): Promise<{ messages: number; bytes: number }> {
    const { name } = this.cluster;
    const subject = `${name}.lines`;
    const { state } = await this.manager.streams.info(name, { subjects_filter: subject });
    return { messages: state.subjects?.[subject] ?? 0, bytes: state.bytes };
  }
}

const linesSchema = z.object({ lines: z.number() });
const stepSchema = z.object({ value: z.coerce.number() });

/** What the store of a node that runs says of itself. */
class StoreMeter {
  private readonly database: ReturnType<typeof openForReading>;

  constructor(data: string) {
    this.database = openForReading(data);
  }

  /** Lines of all its sources. */
  lines(): number {
    const row = this.database
      .prepare(`SELECT coalesce(sum(json_extract(state, '$.counts.lines')), 0) AS lines FROM source`)
      .get();
    return linesSchema.parse(row).lines;
  }

  commits(): number {
    return stepSchema.parse(this.database.prepare(`SELECT value FROM meta WHERE key = 'step'`).get()).value;
  }

  close(): void {
    this.database.close();
  }
}
