import { join } from 'node:path';
import type { Job } from '../../context.js';
import { runIngest } from '../../support/ingest-run.js';
import { makeParts } from '../../support/log-parts.js';
import { type CurvePoint, curveTable, stepsUpTo } from './curve.js';
import { lineCost, measureStart } from './rounds.js';

const QUICK = [1_000_000, 2_000_000, 5_000_000];
const FULL = [...QUICK, 10_000_000, 20_000_000, 50_000_000, 100_000_000];

interface Lap {
  lines: number;
  cpuSeconds: number;
  seconds: number;
}

/** Whether a line costs more the more lines were read before it. */
export const growthLines: Job = {
  name: 'growth-lines',
  about: 'cost of a line over the lines read: 1 to 5 million, in the full form 100 million (--lines for another end)',
  run: async (context) => {
    const { options, cleanup, say } = context;
    const steps = stepsUpTo(options.isFull ? FULL : QUICK, options.lines);
    const folder = cleanup.folder('growth-lines');
    say(`making ${String(steps.at(-1))} lines`);
    const parts = steps.map((step, at) => step - (steps[at - 1] ?? 0));
    const { files, sizes } = makeParts(folder, parts, options.seed);
    const start = await measureStart(context);
    const laps: Lap[] = [];
    const run = await runIngest(
      {
        files,
        data: join(folder, 'data'),
        lines: steps.at(-1) ?? 0,
        onSample: ({ readBytes, cpuSeconds }, seconds) => {
          const read = sizes.filter(({ upTo }) => upTo <= readBytes).length;
          while (laps.length < read) laps.push({ lines: sizes[laps.length]?.lines ?? 0, cpuSeconds, seconds });
        },
      },
      context,
    );
    // The last one ends when all is stored.
    const whole = { lines: parts.at(-1) ?? 0, cpuSeconds: run.cpuSeconds, seconds: run.seconds };
    return [
      curveTable(context, {
        name: 'lines',
        title: 'Growth: lines',
        x: { title: 'lines read', scale: 'log' },
        whatOf: (x) => `up to ${x.toLocaleString('en-GB')} lines`,
        curves: [
          {
            of: 'a line',
            unit: 'µs',
            points: pointsOf(steps, [...laps.slice(0, steps.length - 1), whole], start),
          },
        ],
        notes: [
          'One `tunnelwatch ingest` of the input above; each point is about the lines since the one before it. The start of the process, measured with one line, is taken off the first.',
        ],
      }),
    ];
  },
};

function pointsOf(steps: readonly number[], laps: readonly Lap[], start: Omit<Lap, 'lines'>): CurvePoint[] {
  return laps.map(({ lines, ...times }, at) => {
    return { x: steps[at] ?? 0, costs: [lineCost(lines, times, laps[at - 1] ?? start)] };
  });
}
