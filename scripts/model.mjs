import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `npm run model -- [--runs N] [--seed N] [--real N] [--kills N] [--lines N] [--rotations N] [--megabytes N]
                   [--fuzz N] [--criticals N]
  --runs N   N lists of random actions against the model, in this process, with simulated crashes (default 5000)
  --seed N   the first seed (default 1); with --runs 1 one run is repeated
  --real N   N lists of random actions against a server in a process of its own, ended with kill -9 again and again
  --kills N  N times kill -9 in a row while --lines lines (default 2000000) are being written
  --rotations N  N runs of the real logrotate over a log of --megabytes (default 4) each, in every way that it has, while
             a server reads it and is stopped, killed and started in between
  --fuzz N  decodes N lines of all kinds of writing with bytes of them changed, dropped and doubled
  --criticals N  plants a Critical in N random stories of storms, operators, windows and clocks, and looks for it
  Without any of --real, --kills, --rotations, --fuzz and --criticals only the first kind runs; with one of them only that one, unless --runs stands beside it.`;

/** @param {string} file @param {Record<string, string>} env */
function run(file, env) {
  const require = createRequire(import.meta.url);
  const vitest = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const words = ['run', file, '--reporter=dot', '--testTimeout=86400000'];
  const { status } = spawnSync(process.execPath, [vitest, ...words], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/**
 * What runs for each option that says how often, in this order.
 * @type {readonly { option: 'runs' | 'real' | 'kills' | 'rotations' | 'fuzz' | 'criticals', file: string,
 *   variables: (count: string, values: Record<string, string | boolean | undefined>) => Record<string, string> }[]}
 */
const KINDS = [
  {
    option: 'runs',
    file: 'test/model/random-actions.test.ts',
    variables: (count, { seed = '1' }) => ({ TUNNELWATCH_MODEL_RUNS: count, TUNNELWATCH_MODEL_SEED: String(seed) }),
  },
  {
    option: 'real',
    file: 'test/model/real-process.test.ts',
    variables: (count, { seed = '1' }) => ({ TUNNELWATCH_MODEL_REAL: count, TUNNELWATCH_MODEL_SEED: String(seed) }),
  },
  {
    option: 'kills',
    file: 'test/model/kills.test.ts',
    variables: (count, { lines = '2000000' }) => ({
      TUNNELWATCH_MODEL_KILLS: count,
      TUNNELWATCH_MODEL_LINES: String(lines),
    }),
  },
  {
    option: 'rotations',
    file: 'test/model/rotations.test.ts',
    variables: (count, { megabytes = '4', seed = '1' }) => ({
      TUNNELWATCH_MODEL_ROTATIONS: count,
      TUNNELWATCH_MODEL_MEGABYTES: String(megabytes),
      TUNNELWATCH_MODEL_SEED: String(seed),
    }),
  },
  {
    option: 'fuzz',
    file: 'test/core/decode/decode-line.test.ts',
    variables: (count) => ({ TUNNELWATCH_FUZZ_RUNS: count }),
  },
  {
    option: 'criticals',
    file: 'test/core/alert/planted-critical.test.ts',
    variables: (count) => ({ TUNNELWATCH_MODEL_CRITICALS: count }),
  },
];

function main() {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: {
      runs: text,
      seed: text,
      real: text,
      kills: text,
      lines: text,
      rotations: text,
      megabytes: text,
      fuzz: text,
      criticals: text,
      help: { type: 'boolean' },
    },
  });
  const { help, ...counts } = values;
  const numbers = Object.values(counts);
  if (help === true || numbers.some((value) => !/^\d{1,9}$/.test(value))) {
    console.log(USAGE);
    return help === true;
  }
  const isOnly = KINDS.every(({ option }) => values[option] === undefined);
  let isGood = true;
  for (const { option, file, variables } of KINDS) {
    const count = values[option] ?? (isOnly && option === 'runs' ? '5000' : undefined);
    if (count !== undefined) isGood = run(file, variables(count, values)) && isGood;
  }
  return isGood;
}

if (!main()) process.exitCode = 1;
