import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import type { Cleanup } from './cleanup.js';
import { preciseNow } from './now.js';
import { programOf, RUN_TYPESCRIPT } from './programs.js';

const writtenSchema = z.object({ at: z.number(), lines: z.number() });

export interface FeedOptions {
  file: string;
  /** Lines a second. */
  rate: number;
  seed: number;
  /** Without messages that open alerts. */
  isCalm?: boolean;
}

/** Lines that another process appends to a file, and our own among them: how many there were, and when. */
export class LineFeed {
  private readonly writes: { at: number; lines: number }[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly file: string,
  ) {
    child.on('message', (message) => {
      const written = writtenSchema.safeParse(message);
      if (written.success) this.writes.push(written.data);
    });
  }

  /** Starts the process; it writes nothing before `begin`. */
  static async prepare({ file, rate, seed, isCalm = false }: FeedOptions, cleanup: Cleanup): Promise<LineFeed> {
    const args = [file, String(rate), String(seed), isCalm ? 'calm' : 'mixed'];
    const child = fork(programOf('write-lines'), args, { execArgv: RUN_TYPESCRIPT });
    cleanup.add(() => void child.kill('SIGKILL'));
    const feed = new LineFeed(child, file);
    await messageOf(child, 'ready');
    return feed;
  }

  begin(): void {
    this.child.send('start');
  }

  /** Adds a line of our own in one write. Gives the time just before it. */
  append(line: string): number {
    const at = preciseNow();
    appendFileSync(this.file, `${line}\n`);
    this.writes.push({ at: preciseNow(), lines: 1 });
    return at;
  }

  /** Ends the process. Gives the number of all lines. */
  async stop(): Promise<number> {
    const stopped = messageOf(this.child, 'stopped');
    this.child.send('stop');
    await stopped;
    return this.total;
  }

  get total(): number {
    return this.writes.reduce((sum, { lines }) => sum + lines, 0);
  }

  /** When so many lines were there, epoch ms; the time of the last write for more than there are. */
  reached(counts: readonly number[]): number[] {
    const writes = [...this.writes].sort((a, b) => a.at - b.at);
    let sum = 0;
    const sums = writes.map(({ lines }) => (sum += lines));
    return counts.map((count) => {
      const at = sums.findIndex((each) => each >= count);
      return writes.at(at)?.at ?? Number.NaN;
    });
  }
}

function messageOf(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const listen = (message: unknown): void => {
      if (message !== word) return;
      child.off('message', listen);
      resolve();
    };
    child.on('message', listen);
    // Not its exit, which may be told before its last message is.
    child.once('disconnect', () => {
      reject(new Error(`the writer of lines ended with ${String(child.exitCode)}`));
    });
  });
}
