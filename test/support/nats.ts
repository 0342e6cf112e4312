import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../scripts/programs.mjs';
import type { Certificate } from './certificates.js';
import { freePort } from './free-port.js';
import { isListening } from './is-listening.js';
import { startProcess } from './processes.js';
import { eventually } from './serve-process.js';

export interface NatsOptions {
  /** An empty folder for what they store. */
  folder: string;
  /** How many; more than one form a cluster. */
  servers: number;
  /** For TLS on the connections of clients. */
  certificate?: Certificate;
  /** Added to the configuration of each: who may connect. */
  access?: string;
}

interface Server {
  port: number;
  configuration: string;
  child: ChildProcess | undefined;
}

/** Real NATS servers with JetStream on loopback, which can be killed, frozen and started again, each with what it had stored. */
export class NatsServers {
  private constructor(private readonly servers: readonly Server[]) {}

  /** Starts them; whether they have elected a leader is seen by their clients alone. */
  static async start({ folder, servers: count, certificate, access = '' }: NatsOptions): Promise<NatsServers> {
    const ports = await differentPorts(2 * count);
    const routes = ports.slice(count).map((port) => `nats-route://127.0.0.1:${String(port)}`);
    const tls =
      certificate === undefined
        ? ''
        : `tls { cert_file: "${certificate.certificate}", key_file: "${certificate.key}" }\n`;
    const servers = ports.slice(0, count).map((port, index) => {
      const own = join(folder, `nats-${String(index)}`);
      const cluster = `cluster { name: test, listen: "127.0.0.1:${String(ports[count + index])}", routes: [${routes.map((route) => `"${route}"`).join(', ')}] }\n`;
      mkdirSync(own, { recursive: true });
      const configuration = join(own, 'nats.conf');
      writeFileSync(
        configuration,
        `server_name: nats-${String(index)}\nlisten: "127.0.0.1:${String(port)}"\nlog_file: "${join(own, 'log')}"\n` +
          `jetstream { store_dir: "${own}", max_memory_store: 64MB, max_file_store: 1GB }\n` +
          `${count > 1 ? cluster : ''}${tls}${access}\n`,
      );
      return { port, configuration, child: undefined };
    });
    const started = new NatsServers(servers);
    await Promise.all(servers.map((_, index) => started.restart(index)));
    return started;
  }

  /** Where clients find them, `host:port`. */
  get addresses(): string[] {
    return this.servers.map(({ port }) => `127.0.0.1:${String(port)}`);
  }

  /** Their processes, of those that run. */
  get pids(): number[] {
    return this.servers.flatMap(({ child }) => child?.pid ?? []);
  }

  /** Kills one as a power failure does. */
  async kill(index: number): Promise<void> {
    const server = this.at(index);
    const { child } = server;
    server.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Stops one as it is: its connections stay open, and nothing answers. */
  freeze(index: number): void {
    this.at(index).child?.kill('SIGSTOP');
  }

  thaw(index: number): void {
    this.at(index).child?.kill('SIGCONT');
  }

  /** Starts one, again, with what it had stored. */
  async restart(index: number): Promise<void> {
    await this.kill(index);
    const server = this.at(index);
    server.child = startProcess(findProgram('nats-server') ?? 'nats-server', ['-c', server.configuration]);
    await eventually('a NATS server', () => isListening(server.port));
  }

  /** Ends all of them; none is left, frozen or not. */
  async stop(): Promise<void> {
    await Promise.all(this.servers.map((_, index) => this.kill(index)));
  }

  private at(index: number): Server {
    const server = this.servers[index];
    if (server === undefined) throw new Error(`there is no NATS server ${String(index)}`);
    return server;
  }
}

async function differentPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}
