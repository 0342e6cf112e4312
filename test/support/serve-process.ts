import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithUs } from './processes.js';

const LOG_NAME = 'gw1.log';
const MAIN = resolve(import.meta.dirname, '../../server/bundle/main.js');
type ServerChild = ChildProcessByStdio<null, Readable, Readable>;

/** Far longer than anything takes on a busy machine: it only ends a test that would never end. */
const PATIENCE_MS = 60_000;
/**
 * A server is asked again at once and then ever more seldom: a question costs it and us six milliseconds of a core, which at a
 * steady fifty a second would slow down what is waited for.
 */
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 50;

export interface ServeOptions {
  /** Content of the log file before the server starts. */
  content?: string | Buffer;
  /** Flags beside `--data`, `--port` and `--host`. */
  flags?: readonly string[];
  /** True when people have to sign in; else everybody may do everything. */
  signIn?: boolean;
  /** A folder of an earlier server, to go on where it ended; else a new one. */
  directory?: string;
  /** Files to follow instead of the one log file. */
  files?: readonly string[];
  /** Beside the path and the time zone. */
  env?: NodeJS.ProcessEnv;
  /** Flags for Node.js itself. */
  nodeFlags?: readonly string[];
  /** The program, such as one that was installed; else that of the build. */
  main?: string;
  /** What its clock says at its start, in UTC, as in `2025-12-31 23:59:50`; else the true time. */
  clock?: string;
}

/** What a server has written. */
interface Output {
  errors: string;
  said: string;
  firstPassword?: string;
}

/** A real server in a process of its own, over a log file and a data folder in a temporary folder. */
export class ServeProcess {
  /** Sent with every request, such as a token. */
  headers: Readonly<Record<string, string>> = {};

  private constructor(
    private readonly child: ServerChild,
    /** Holds everything of this server. */
    readonly directory: string,
    /** Where the pages are, with a slash at the end. */
    readonly url: string,
    private readonly output: Output,
  ) {}

  /** Starts a server on a free port and waits until it serves. */
  static async start(options: ServeOptions = {}): Promise<ServeProcess> {
    const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'tunnelwatch-serve-'));
    const log = join(directory, LOG_NAME);
    if (options.directory === undefined || options.content !== undefined) writeFileSync(log, options.content ?? '');
    const files = options.files ?? [log];
    const flags = ['--data', join(directory, 'data'), '--port', '0'];
    if (options.signIn !== true) flags.push('--insecure-no-auth');
    flags.push(...(options.flags ?? []));
    const words = [...(options.nodeFlags ?? []), options.main ?? MAIN, 'serve', ...files, ...flags];
    const child = endWithUs(
      spawn(process.execPath, words, {
        cwd: directory,
        env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', ...clockEnvironment(options.clock), ...options.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    const output: Output = { errors: '', said: '' };
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.errors += text;
    });
    return new ServeProcess(child, directory, await servedUrl(child, output), output);
  }

  /** The log file that the server follows. */
  get log(): string {
    return join(this.directory, LOG_NAME);
  }

  /** The data folder. */
  get data(): string {
    return join(this.directory, 'data');
  }

  get pid(): number {
    return this.child.pid ?? Number.NaN;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** All that the server has written to standard error so far: its log. */
  get logged(): string {
    return this.output.errors;
  }

  /** What the server has written to standard output so far. */
  get said(): string {
    return this.output.said;
  }

  /** What of it is a warning or worse, or no line of its log at all. */
  get errors(): string {
    return this.output.errors.replace(/^\{"level":[123]0,.*\n/gm, '');
  }

  /** The one-time password of the first admin, once it was printed. */
  get firstPassword(): string | undefined {
    return this.output.firstPassword;
  }

  /** Adds lines to the log file in one write. */
  append(...lines: string[]): void {
    appendFileSync(this.log, lines.map((line) => `${line}\n`).join(''));
  }

  /** Asks for a path below the base path. */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    const url = new URL(path.replace(/^\//, ''), this.url);
    if (Object.keys(this.headers).length === 0) return fetch(url, init);
    const headers = new Headers(this.headers);
    for (const [name, value] of new Headers(init?.headers)) headers.set(name, value);
    return fetch(url, { ...init, headers });
  }

  /** The JSON answer to a GET below /api/v1; an answer other than 200 is an error. */
  async get(path: string): Promise<unknown> {
    const response = await this.fetch(`api/v1/${path}`);
    if (response.status !== 200) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
    return response.json();
  }

  /** The exact number of events that match a filter. */
  async count(query = ''): Promise<number> {
    const answer = await this.get(`events/count?${query}`);
    const count: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'count') : undefined;
    return Number(count);
  }

  /** Waits until the store has this many events. */
  async untilCount(events: number): Promise<void> {
    await eventually(`${String(events)} events`, async () => (await this.count()) === events);
  }

  /** Freezes the server, as a machine that swaps or a stopped virtual machine does; `thaw` lets it go on. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends the server with a signal; gives the exit code, or null when the signal itself ended it. The folder stays. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    return this.child.exitCode;
  }

  /** Ends the server the hard way and removes its folder: for the end of a test, however it went. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/**
 * What makes a program live at another time: Debian's libfaketime, loaded before all else. The program `faketime` would
 * stand between us and the server's signals. Timers go by the monotonic clock, which a clock that is set does not move.
 */
function clockEnvironment(clock: string | undefined): Record<string, string> {
  if (clock === undefined) return {};
  const library = '/usr/$LIB/faketime/libfaketimeMT.so.1';
  return { LD_PRELOAD: library, FAKETIME: `@${clock}`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}

/** Asks until the answer is yes; for what no event tells. */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; !(await isTrue()); pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 1.5)) {
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await pause(pauseMs);
  }
}

/** The address that the server prints once it serves; by number, since "localhost" may mean ::1 first. */
function servedUrl(child: ServerChild, output: Output): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^Tunnelwatch is running at (\S+)$/.exec(line)?.[1];
      const password = /^Sign in as admin with the one-time password (\S+)$/.exec(line)?.[1];
      output.said += `${line}\n`;
      if (password !== undefined) output.firstPassword = password;
      if (url !== undefined) resolve(url.replace('//localhost:', '//127.0.0.1:'));
    });
    child.once('exit', (code) => {
      reject(new Error(`the server ended with ${String(code)} before it served: ${output.errors}`));
    });
  });
}
