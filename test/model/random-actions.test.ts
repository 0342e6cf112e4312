import { afterEach, describe, it } from 'vitest';
import { actionsOf } from './actions.js';
import { KEPT_PAIR_SEEDS, KEPT_SEEDS, KEPT_SLOW_SEEDS } from './kept-seeds.js';
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
  const asked = Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index);
  const seeds = new Set([...KEPT_SLOW_SEEDS, ...asked]);
  const pairSeeds = new Set([...KEPT_PAIR_SEEDS, ...asked]);

  it.each([
    ...KEPT_SEEDS.map((seed) => [seed, 1, false] as const),
    ...[...seeds].map((seed) => [seed, 1, true] as const),
    ...[...pairSeeds].map((seed) => [seed, 2, true] as const),
  ])(
    '[TAIL-1] [TAIL-9] [TAIL-18] lose nothing and double nothing, seed %d, logs: %d, copies written in steps: %s',
    async (seed, logs, isSlow) => {
      const actions = actionsOf(seed, ACTIONS * logs, isSlow, logs);
      const fault = await faultAfter(actions, logs);
      if (fault === undefined) return;
      const few = await shrink(actions, logs);
      const names = few.map(({ name }) => name).join(', ');
      const fewFault = await faultAfter(few, logs);
      throw new Error(
        `seed ${String(seed)}: ${fault}\nthe shortest list that fails: ${names}\nwith it: ${fewFault ?? 'now it went well'}`,
      );
    },
    PATIENCE_MS,
  );
});
