import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentsOf, differences } from './cluster-contents.js';
import { Member } from './cluster-member.js';
import { ClusterWatch } from './cluster-watch.js';
import { freePort } from './free-port.js';
import { NatsServers } from './nats.js';
import { eventually } from './serve-process.js';

const MIB = 1024 * 1024;

export interface ClusterOptions {
  /** An empty folder for all of it. */
  folder: string;
  nodes: number;
  /** The sources of each collector, as in its configuration. */
  collectors: readonly (readonly Readonly<Record<string, unknown>>[])[];
  /** More of the configuration of each node. */
  configuration?: Readonly<Record<string, unknown>>;
  /** True when people have to sign in; else everybody may do everything. */
  signIn?: boolean;
  streamBytes?: number;
  /** What collectors keep; else the default. */
  spoolBytes?: number;
}

/** Three NATS servers, nodes and collectors: all of them real processes on loopback, which can be ended one by one. */
export class Cluster {
  private constructor(
    readonly nats: NatsServers,
    readonly nodes: readonly Member[],
    readonly collectors: readonly Member[],
    readonly watch: ClusterWatch,
  ) {}

  static async start(options: ClusterOptions): Promise<Cluster> {
    const {
      folder,
      nodes: count,
      collectors: sources,
      configuration = {},
      signIn = false,
      streamBytes = 512 * MIB,
      spoolBytes,
    } = options;
    const nats = await NatsServers.start({ folder: join(folder, 'nats'), servers: 3 });
    const name = 'test';
    const servers = nats.addresses.map((address) => `nats://${address}`);
    const member = (own: string, more: Record<string, unknown>, port?: number) => {
      const { role, ...rest } = more;
      const cluster = {
        servers,
        member: own,
        name,
        role,
        replicas: 3,
        streamBytes,
        ...(spoolBytes !== undefined && { spoolBytes }),
      };
      const directory = join(folder, own);
      const whole = { timeZone: 'UTC', ...rest, cluster };
      return new Member({ name: own, directory, configuration: whole, signIn, ...(port !== undefined && { port }) });
    };
    // The first one would make it: here they start together.
    const keyFile = join(folder, 'audit.key');
    writeFileSync(keyFile, `${'0123456789abcdef'.repeat(4)}\n`);
    const nodes: Member[] = [];
    for (let index = 0; index < count; index++) {
      nodes.push(
        member(`node-${String(index)}`, { ...configuration, audit: { keyFile }, role: 'node' }, await freePort()),
      );
    }
    const collectors = sources.map((each, index) =>
      member(`collector-${String(index)}`, { sources: each, role: 'collector' }),
    );
    const watch = await ClusterWatch.open(servers, name, streamBytes);
    const cluster = new Cluster(nats, nodes, collectors, watch);
    try {
      await Promise.all([...nodes, ...collectors].map((each) => each.start()));
      await eventually('all nodes are ready', async () => {
        const ready = await Promise.all(nodes.map((node) => node.isReady()));
        return ready.every(Boolean);
      });
    } catch (error) {
      await cluster.remove();
      throw error;
    }
    return cluster;
  }

  /** A node by its number. */
  node(index: number): Member {
    const node = this.nodes[index];
    if (node === undefined) throw new Error(`there is no node ${String(index)}`);
    return node;
  }

  /** A collector by its number. */
  collector(index: number): Member {
    const collector = this.collectors[index];
    if (collector === undefined) throw new Error(`there is no collector ${String(index)}`);
    return collector;
  }

  /** The node that notifies, once there is one. */
  async acting(): Promise<Member> {
    const found = () => this.nodes.find((node) => node.isRunning && this.watch.nodes.get(node.name)?.isActing === true);
    await this.watch.until('a node that acts', () => found() !== undefined);
    const node = found();
    if (node === undefined) throw new Error('no node acts');
    return node;
  }

  /** Waits until every node has applied what the stream has now. */
  async untilApplied(): Promise<void> {
    const { sequence } = this.watch;
    await this.watch.until(`every node at ${String(sequence)}`, () => this.areAllAt(sequence));
  }

  /** Lets nothing more into the stream, waits until every node has applied all of it, and ends nodes and collectors in order. */
  async finish(): Promise<void> {
    const last = await this.watch.seal();
    await this.watch.until(`every node at the end, ${String(last)}`, () => this.areAllAt(last));
    await Promise.all(this.collectors.map((each) => each.stop()));
    await Promise.all(this.nodes.map((each) => each.stop()));
  }

  /**
   * What differs between the stores of the nodes, after `finish`.
   * @param onLine told each line of each node
   */
  async differences(onLine: (node: string, line: string) => void = () => undefined): Promise<string[]> {
    const contents = new Map<string, Awaited<ReturnType<typeof contentsOf>>>();
    for (const { name, data } of this.nodes) {
      contents.set(
        name,
        await contentsOf(data, (line) => {
          onLine(name, line);
        }),
      );
    }
    return differences(contents);
  }

  /** Ends everything the hard way: for the end of a test, however it went. */
  async remove(): Promise<void> {
    await this.watch.close();
    await Promise.all([...this.nodes, ...this.collectors].map((each) => each.kill()));
    await this.nats.stop();
  }

  private areAllAt(sequence: number): boolean {
    return this.nodes.every(({ name }) => (this.watch.nodes.get(name)?.sequence ?? 0) >= sequence);
  }
}
