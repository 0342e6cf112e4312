import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { endWithUs } from './processes.js';

const MAIN = resolve(import.meta.dirname, '../../server/bundle/main.js');

export interface Ran {
  out: string;
  err: string;
  /** Null when a signal ended it. */
  code: number | null;
}

/** Runs the command line in a process of its own and waits for its end. */
export async function runCli(
  words: readonly string[],
  { input = '', cwd, env }: { input?: string | Buffer; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  const child = endWithUs(
    spawn(process.execPath, [MAIN, ...words], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    }),
  );
  // A command that does not read its input may be gone before all of it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { out, err, code: child.exitCode };
}
