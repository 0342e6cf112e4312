import { z } from 'zod';
import { type Job, linesOf } from '../context.js';
import { benchLog } from '../support/bench-log.js';
import { programOf, PRODUCTION_ENV, RUN_TYPESCRIPT } from '../support/programs.js';
import { runMeasured } from '../support/run-measured.js';

const countedSchema = z.object({ lines: z.number(), events: z.number(), slow: z.number(), seconds: z.number() });

/** Our own reading without a store: the part of the backfill that the store does not cost. */
export const parse: Job = {
  name: 'parse',
  about: 'framing, decoding and classifying the file, no store',
  run: async ({ options, cleanup, rates }) => {
    const { file, facts } = benchLog(linesOf(options, 2_000_000, 4_000_000), options.seed);
    const run = await runMeasured(
      { file: process.execPath, args: [...RUN_TYPESCRIPT, programOf('parse-log'), file], env: PRODUCTION_ENV },
      cleanup,
    );
    if (run.code !== 0) throw new Error(`parsing failed: ${run.err}`);
    const counted = countedSchema.parse(JSON.parse(run.out));
    if (counted.lines !== facts.lines || counted.events !== facts.lines) {
      throw new Error(`parsed ${String(counted.events)} events of ${String(facts.lines)} lines`);
    }
    const rate = counted.lines / counted.seconds;
    rates.set('parse', rate);
    const newlines = rates.get('node-newlines');
    return [
      {
        title: 'Parse only',
        rows: [
          {
            what: 'framed, decoded, classified',
            value: rate,
            unit: 'lines/s',
            beside: newlines === undefined ? undefined : { name: 'finding newlines', value: newlines },
          },
          { what: 'lines decoded in full', value: (counted.slow / counted.lines) * 100, unit: '%' },
          { what: 'memory, peak', value: run.peakRssBytes, unit: 'bytes' },
        ],
      },
    ];
  },
};
