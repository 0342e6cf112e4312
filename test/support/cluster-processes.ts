import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Member } from './cluster-member.js';
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
  /** The program of all members; else that of the build. */
  main?: string;
  /** What collectors keep; else the default. */
  spoolBytes?: number;
  /** Of nodes and collectors, beside the path and the time zone. */
  env?: NodeJS.ProcessEnv;
}

/** The processes of a cluster: NATS servers that run, and members that do not yet. */
export interface ClusterProcesses {
  nats: NatsServers;
  nodes: readonly Member[];
  collectors: readonly Member[];
  /** Where the NATS servers are, as members are told. */
  servers: readonly string[];
  /** The name of the cluster, and of its stream. */
  name: string;
  streamBytes: number;
}

/** Starts three NATS servers on loopback, and makes nodes and collectors that use them. */
export async function prepareCluster({
  folder,
  nodes: count,
  collectors: sources,
  configuration = {},
  signIn = false,
  streamBytes = 512 * MIB,
  spoolBytes,
  env = {},
  main,
}: ClusterOptions): Promise<ClusterProcesses> {
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
    const made = new Member({
      name: own,
      directory,
      configuration: whole,
      signIn,
      env,
      ...(port !== undefined && { port }),
    });
    if (main !== undefined) made.main = main;
    return made;
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
  return { nats, nodes, collectors, servers, name, streamBytes };
}

/** Starts all members, and waits until the nodes serve. */
export async function startMembers({
  nodes,
  collectors,
}: Pick<ClusterProcesses, 'nodes' | 'collectors'>): Promise<void> {
  await Promise.all([...nodes, ...collectors].map((each) => each.start()));
  await eventually('all nodes are ready', async () => {
    const ready = await Promise.all(nodes.map((node) => node.isReady()));
    return ready.every(Boolean);
  });
}
