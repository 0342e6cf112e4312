import { afterEach, describe, it } from 'vitest';
import { actionsOf } from './actions.js';
import { KEPT_SEEDS, KEPT_SLOW_SEEDS } from './kept-seeds.js';
import { faultAfter, shrink } from './run.js';

/** `npm run model` sets them for more seeds, or for one of them. */
const RUNS = Number(process.env['TUNNELWATCH_MODEL_RUNS'] ?? 100);
const FIRST_SEED = Number(process.env['TUNNELWATCH_MODEL_SEED'] ?? 1);
const ACTIONS = 45;
/** Time for finding the shortest list of a seed that failed. */
const PATIENCE_MS = 300_000;

afterEach(async () => {
  // Closed watchers and databases are let go only by a turn of the event loop, which nothing else here takes.
  await new Promise((resolve) => setImmediate(resolve));
});

describe('random rotations, compressions, truncations, stops and kills', () => {
  const seeds = new Set([...KEPT_SLOW_SEEDS, ...Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index)]);

  it.each([...KEPT_SEEDS.map((seed) => [seed, false] as const), ...[...seeds].map((seed) => [seed, true] as const)])(
    '[TAIL-9] [TAIL-18] lose nothing and double nothing, seed %d, copies written in steps: %s',
    async (seed, isSlow) => {
      const actions = actionsOf(seed, ACTIONS, isSlow);
      const fault = await faultAfter(actions);
      if (fault === undefined) return;
      const few = await shrink(actions);
      const names = few.map(({ name }) => name).join(', ');
      const fewFault = await faultAfter(few);
      throw new Error(
        `seed ${String(seed)}: ${fault}\nthe shortest list that fails: ${names}\nwith it: ${fewFault ?? 'now it went well'}`,
      );
    },
    PATIENCE_MS,
  );
});
