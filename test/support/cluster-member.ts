import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { endWithUs } from './processes.js';
import { type Ran, runCli } from './run-cli.js';

/** The program of the build. */
const BUILT_PROGRAM = resolve(import.meta.dirname, '../../server/bundle/main.js');
/** What a node, and a collector, says once it works. */
const STARTED = /^Tunnelwatch is (?:running at|collecting for) /;

/** Errors that follow from NATS servers that are gone. */
const NATS_GONE =
  /the cluster stores nothing: |this node takes nothing in: |has no majority of its \d copies|No NATS server answers/;

export interface MemberOptions {
  name: string;
  /** Its own: it goes on there where it ended. */
  directory: string;
  /** What stands in its configuration file. */
  configuration: Readonly<Record<string, unknown>>;
  /** Where a node serves its pages; undefined for a collector. */
  port?: number;
  /** True when people have to sign in at a node; else everybody may do everything. */
  signIn?: boolean;
  /** Beside the path and the time zone. */
  env?: NodeJS.ProcessEnv;
}

/** A node or a collector of a cluster: a real process that is killed, frozen and started again as the same member. */
export class Member {
  readonly name: string;
  /** Starts of it so far. */
  starts = 0;
  /** The program that the next start runs; that of the build unless a test has another version. */
  main = BUILT_PROGRAM;
  /** Sent with every request, such as a token. */
  headers: Readonly<Record<string, string>> = {};
  private child: ChildProcessByStdio<null, Readable, Readable> | undefined;
  private errors = '';

  constructor(private readonly options: MemberOptions) {
    this.name = options.name;
    mkdirSync(options.directory, { recursive: true });
    writeFileSync(this.configFile, JSON.stringify(options.configuration));
  }

  get data(): string {
    return join(this.options.directory, 'data');
  }

  /** Where its pages are, with a slash at the end. */
  get url(): string {
    const { port } = this.options;
    if (port === undefined) throw new Error(`${this.name} is a collector: it serves nothing`);
    return `http://127.0.0.1:${String(port)}/`;
  }

  /** True from its start until it has ended. */
  get isRunning(): boolean {
    const { child } = this;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  get pid(): number {
    return this.child?.pid ?? Number.NaN;
  }

  /** All that it has written to standard error: its log, over all its starts. */
  get logged(): string {
    return this.errors;
  }

  /** What of its log is an error or worse, or no line of a log at all; but that NATS servers were gone, which it has to tell. */
  get faults(): string {
    return this.errors
      .split('\n')
      .filter((line) => !/^\{"level":[1234]0,/.test(line) && !NATS_GONE.test(line))
      .join('\n');
  }

  /** Changes its configuration file, for its next start, or for a command that reads it. */
  configure(change: Readonly<Record<string, unknown>>): void {
    writeFileSync(this.configFile, JSON.stringify({ ...this.options.configuration, ...change }));
  }

  /** Runs a command of the command line with its configuration and its data folder. */
  run(...words: string[]): Promise<Ran> {
    return runCli([...words, '--config', this.configFile, '--data', this.data], { cwd: this.options.directory });
  }

  /** Starts it, again, and waits until it serves, or collects. */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error(`${this.name} runs already`);
    const { directory, port, signIn = false, env } = this.options;
    const flags = ['--config', this.configFile, '--data', this.data];
    if (port !== undefined) flags.push('--port', String(port));
    if (port !== undefined && !signIn) flags.push('--insecure-no-auth');
    const child = endWithUs(
      spawn(process.execPath, [this.main, 'serve', ...flags], {
        cwd: directory,
        env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    this.child = child;
    this.starts += 1;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    await new Promise<void>((started, failed) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (STARTED.test(line)) started();
      });
      child.once('exit', (code, signal) => {
        if (signal === 'SIGKILL') started();
        else failed(new Error(`${this.name} ended with ${String(code)} before it worked: ${this.errors}`));
      });
    });
  }

  /** Ends it as a power cut does. */
  kill(): Promise<void> {
    return this.endBy('SIGKILL');
  }

  /** Has it end in order. @throws Error when it ends in another way */
  async stop(): Promise<void> {
    await this.endBy('SIGTERM');
    const { child } = this;
    if (child?.exitCode !== 0) throw new Error(`${this.name} ended with ${String(child?.exitCode)}: ${this.errors}`);
  }

  /** Stops it as it is: its connections stay open, and nothing answers. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  /** An answer of its API. @throws Error unless it is 200 */
  async get(path: string): Promise<unknown> {
    const response = await this.fetch(path);
    if (response.status !== 200) {
      throw new Error(`${this.name}: ${path}: ${String(response.status)} ${await response.text()}`);
    }
    return response.json();
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(this.headers);
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    return fetch(new URL(`api/v1/${path}`, this.url), { ...init, headers });
  }

  /** True while its pages may be asked: also a load balancer goes by this. */
  async isReady(): Promise<boolean> {
    try {
      return (await fetch(new URL('readyz', this.url))).status === 200;
    } catch {
      return false;
    }
  }

  private get configFile(): string {
    return join(this.options.directory, 'tunnelwatch.yaml');
  }

  private async endBy(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (child === undefined || !this.isRunning) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
