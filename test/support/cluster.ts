import { contentsOf, differences } from './cluster-contents.js';
import type { Member } from './cluster-member.js';
import { type ClusterOptions, prepareCluster, startMembers } from './cluster-processes.js';
import { ClusterWatch } from './cluster-watch.js';
import type { NatsServers } from './nats.js';

/** Three NATS servers, nodes and collectors: all of them real processes on loopback, which can be ended one by one. */
export class Cluster {
  private constructor(
    readonly nats: NatsServers,
    readonly nodes: readonly Member[],
    readonly collectors: readonly Member[],
    readonly watch: ClusterWatch,
  ) {}

  static async start(options: ClusterOptions): Promise<Cluster> {
    const { nats, nodes, collectors, servers, name, streamBytes } = await prepareCluster(options);
    const watch = await ClusterWatch.open(servers, name, streamBytes);
    const cluster = new Cluster(nats, nodes, collectors, watch);
    try {
      await startMembers(cluster);
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
