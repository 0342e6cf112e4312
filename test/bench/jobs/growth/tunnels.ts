import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Job, linesOf } from '../../context.js';
import { writeLog } from '../../support/bench-log.js';
import { runIngest } from '../../support/ingest-run.js';
import { LogMaker } from '../../support/log-maker.js';
import { curveTable } from './curve.js';
import { inRounds, lineCost } from './rounds.js';

const TUNNELS = [10, 100, 1000, 10_000, 100_000];

/** Whether a line costs more the more tunnels there are. */
export const growthTunnels: Job = {
  name: 'growth-tunnels',
  about: 'cost of a line over the number of tunnels: 10 to 100,000',
  run: async (context) => {
    const { options, cleanup, say } = context;
    const lines = linesOf(options, 500_000, 2_000_000);
    const folder = cleanup.folder('growth-tunnels');
    const fileOf = (tunnels: number) => join(folder, `${String(tunnels)}.log`);
    for (const tunnels of TUNNELS) {
      say(`making ${String(lines)} lines of ${String(tunnels)} tunnels`);
      writeLog(fileOf(tunnels), lines, new LogMaker(options.seed, { tunnels }));
    }
    const points = await inRounds(context, TUNNELS, async (tunnels, round, start) => {
      say(`round ${String(round)}: ${String(tunnels)} tunnels`);
      const data = join(folder, 'data');
      const run = await runIngest({ files: [fileOf(tunnels)], data, lines }, context);
      rmSync(data, { recursive: true });
      return lineCost(lines, run, start);
    });
    return [
      curveTable(context, {
        name: 'tunnels',
        title: 'Growth: tunnels',
        x: { title: 'tunnels in the log', scale: 'log' },
        whatOf: (x) => `${x.toLocaleString('en-GB')} tunnels`,
        curves: [{ of: 'a line', unit: 'µs', points }],
        notes: [
          `${lines.toLocaleString('en-GB')} lines each, without the start of the process, which is measured with one line; by Zipf's law the busiest tunnels have most of them.`,
        ],
      }),
    ];
  },
};
