import type { View } from '@tunnelwatch/shared/protocol';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import type { Cleanup } from './cleanup.js';
import { programOf, RUN_TYPESCRIPT } from './programs.js';

/** Connections that one process holds. */
const MAX_IN_ONE = 500;

const reportSchema = z.object({
  heard: z.object({ messages: z.number(), bytes: z.number(), gaps: z.number() }),
  arrivals: z.array(z.tuple([z.number(), z.number()])),
});

export type CrowdReport = z.infer<typeof reportSchema>;

/** Many clients in processes of their own. */
export class Crowd {
  private constructor(private readonly children: readonly ChildProcess[]) {}

  /** Connects them all; settles when the server has let in every one. */
  static async gather(url: string, clients: number, views: readonly View[], cleanup: Cleanup): Promise<Crowd> {
    const children: ChildProcess[] = [];
    for (let left = clients; left > 0; left -= MAX_IN_ONE) {
      const args = [url, String(Math.min(left, MAX_IN_ONE)), JSON.stringify(views)];
      const child = fork(programOf('watch-sockets'), args, { execArgv: RUN_TYPESCRIPT });
      cleanup.add(() => void child.kill('SIGKILL'));
      children.push(child);
    }
    await Promise.all(children.map(firstMessage));
    return new Crowd(children);
  }

  /** Lets them all count anew. */
  forget(): void {
    for (const child of this.children) child.send('forget');
  }

  /** Ends them all and gives what they heard. */
  async disperse(): Promise<CrowdReport> {
    const reports = await Promise.all(
      this.children.map(async (child) => {
        const answer = firstMessage(child);
        child.send('report');
        return reportSchema.parse(await answer);
      }),
    );
    const sum: CrowdReport = { heard: { messages: 0, bytes: 0, gaps: 0 }, arrivals: [] };
    for (const { heard, arrivals } of reports) {
      sum.heard.messages += heard.messages;
      sum.heard.bytes += heard.bytes;
      sum.heard.gaps += heard.gaps;
      // Not spread into one call: there may be hundreds of thousands.
      for (const arrival of arrivals) sum.arrivals.push(arrival);
    }
    return sum;
  }
}

async function firstMessage(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  // Not its exit, which may be told before a long last message is.
  const ended = once(child, 'disconnect', { signal: stop.signal }).then(() => {
    throw new Error(`the process of the clients ended with ${String(child.exitCode)}`);
  });
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', { signal: stop.signal }), ended]);
    return message;
  } finally {
    // Whichever did not happen is no longer waited for, and its end is no error.
    ended.catch(() => undefined);
    stop.abort();
  }
}
