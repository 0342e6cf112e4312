import { setTimeout as pause } from 'node:timers/promises';
import { type Job, secondsOf } from '../context.js';
import { eventLine } from '../support/markers.js';
import { cpuSecondsOf, statsOf } from '../support/process-stats.js';
import { endServer, startServer } from '../support/serve.js';

const SETTLE_MS = 10_000;

/** What a server costs that has nothing to do. */
export const idle: Job = {
  name: 'idle',
  about: 'CPU and memory of a server that follows one quiet file',
  run: async (context) => {
    const seconds = secondsOf(context.options, 15, 60);
    const server = await startServer(context);
    server.append(eventLine(1));
    await server.untilCount(1);
    await pause(Math.min(SETTLE_MS, seconds * 1000));
    const [before, started] = [cpuSecondsOf(server.pid), performance.now()];
    await pause(seconds * 1000);
    const share = (cpuSecondsOf(server.pid) - before) / ((performance.now() - started) / 1000);
    const rssBytes = statsOf(server.pid)?.rssBytes;
    await endServer(server);
    return [
      {
        title: 'Idle: one quiet file, nobody watching',
        rows: [
          { what: 'processor', value: share * 100, unit: '% of a core', goal: { kind: 'at most', value: 0.1 } },
          { what: 'memory', value: rssBytes, unit: 'bytes', goal: { kind: 'at most', value: 100 * 1024 * 1024 } },
        ],
        notes: [`Over ${String(seconds)} seconds.`],
      },
    ];
  },
};
