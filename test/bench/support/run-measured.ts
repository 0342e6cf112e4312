import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Cleanup } from './cleanup.js';
import { cpuSecondsOfEndedChildren, type ProcessStats, statsOf } from './process-stats.js';

const SAMPLE_EVERY_MS = 20;

export interface MeasuredCommand {
  file: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Standard output goes there instead of being kept. */
  outFile?: string;
  timeoutMs?: number;
  /** Gets what the kernel tells, some fifty times a second. */
  onSample?: (stats: ProcessStats, seconds: number) => void;
  /** Asked at each look: true ends the process, for programs that never end by themselves. */
  isDone?: () => boolean;
}

export interface Measured {
  /** To its end, or to the moment when it was done. */
  seconds: number;
  /** Processor time of the command and all that it started. */
  cpuSeconds: number;
  peakRssBytes: number;
  out: string;
  err: string;
  /** Null when a signal ended it. */
  code: number | null;
}

/** Runs a command to its end and measures it. @throws when it cannot be started. */
export async function runMeasured(command: MeasuredCommand, cleanup: Cleanup): Promise<Measured> {
  const cpuBefore = cpuSecondsOfEndedChildren();
  const started = performance.now();
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: command.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const forget = cleanup.add(() => void child.kill('SIGKILL'));
  let [out, err, peakRssBytes] = ['', '', 0];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err = (err + text).slice(-MAX_KEPT)));
  const written = command.outFile === undefined ? undefined : createWriteStream(command.outFile);
  if (written === undefined) child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  else child.stdout.pipe(written);
  let doneAt: number | undefined;
  const looker = setInterval(() => {
    const stats = child.pid === undefined ? undefined : statsOf(child.pid);
    if (stats !== undefined) {
      peakRssBytes = stats.peakRssBytes;
      command.onSample?.(stats, (performance.now() - started) / 1000);
    }
    if (doneAt !== undefined || command.isDone?.() !== true) return;
    doneAt = performance.now();
    child.kill('SIGTERM');
  }, SAMPLE_EVERY_MS);
  const limit = setTimeout(() => child.kill('SIGKILL'), command.timeoutMs ?? USUAL_LIMIT_MS);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const seconds = ((doneAt ?? performance.now()) - started) / 1000;
    if (written !== undefined) await finished(written);
    return { seconds, cpuSeconds: cpuSecondsOfEndedChildren() - cpuBefore, peakRssBytes, out, err, code };
  } finally {
    clearInterval(looker);
    clearTimeout(limit);
    await forget();
  }
}

const MAX_KEPT = 10_000;
const USUAL_LIMIT_MS = 30 * 60_000;
