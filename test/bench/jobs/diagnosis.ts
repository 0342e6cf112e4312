import { LIVE_LIMITS } from '@tunnelwatch/server/core/diagnose/diagnosis-limits';
import { z } from 'zod';
import { type Job, secondsOf } from '../context.js';
import { programOf, PRODUCTION_ENV, RUN_TYPESCRIPT } from '../support/programs.js';
import { runMeasured } from '../support/run-measured.js';

const TUNNELS = 100_000;
const MAX_BYTES = 300 * 1024 * 1024;
/** Reading must stay at 85 % of what it was: this much of each second is the most that may be taken from it, ms. */
const MAX_MS = 150;

const words = (count: number): string => count.toLocaleString('en-GB');

const measuredSchema = z.object({
  bytes: z.number(),
  evaluateMs: z.number(),
  secondMs: z.number(),
  followed: z.number(),
});

/** Following the drops of very many tunnels at once: what it takes of memory, and of the thread that reads. */
export const diagnosis: Job = {
  name: 'diagnosis',
  about: '100,000 tunnels whose drops are diagnosed as they arrive',
  run: async ({ cleanup, options }) => {
    const seconds = secondsOf(options, 200, 200);
    const args = ['--expose-gc', ...RUN_TYPESCRIPT, programOf('diagnose-drops'), String(TUNNELS), String(seconds)];
    const run = await runMeasured({ file: process.execPath, args, env: PRODUCTION_ENV }, cleanup);
    if (run.code !== 0) throw new Error(`following drops failed: ${run.err}`);
    const { bytes, evaluateMs, secondMs, followed } = measuredSchema.parse(JSON.parse(run.out));
    const dropsMs = (secondMs * LIVE_LIMITS.dropsPerSecond) / TUNNELS;
    if (followed !== TUNNELS) throw new Error(`followed ${String(followed)} of ${String(TUNNELS)} tunnels`);
    return [
      {
        title: 'Diagnosis: 100,000 tunnels, a drop a second each',
        rows: [
          { what: 'memory', value: bytes, unit: 'bytes', goal: { kind: 'at most', value: MAX_BYTES } },
          {
            what: 'time per second for drops and evaluation',
            value: dropsMs + evaluateMs,
            unit: 'ms',
            goal: { kind: 'at most', value: MAX_MS },
            note: `${dropsMs.toFixed(0)} ms for ${words(LIVE_LIMITS.dropsPerSecond)} drops, ${evaluateMs.toFixed(0)} ms for 500 verdicts`,
          },
        ],
        notes: [
          `In a flood the first ${words(LIVE_LIMITS.dropsPerSecond)} drops of each second are diagnosed, so this is the most time that diagnosis takes from reading; drops that are old on arrival take none.`,
        ],
      },
    ];
  },
};
