import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `npm run model -- [--runs N] [--seed N] [--real N] [--kills N] [--lines N] [--rotations N] [--megabytes N]
  --runs N   N lists of random actions against the model, in this process, with simulated crashes (default 5000)
  --seed N   the first seed (default 1); with --runs 1 one run is repeated
  --real N   N lists of random actions against a server in a process of its own, ended with kill -9 again and again
  --kills N  N times kill -9 in a row while --lines lines (default 2000000) are being written
  --rotations N  N runs of the real logrotate over a log of --megabytes (default 4) each, in every way that it has, while
             a server reads it and is stopped, killed and started in between
  Without --real, --kills and --rotations only the first kind runs; with one of them only that one, unless --runs stands beside it.`;

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
      help: { type: 'boolean' },
    },
  });
  const { help, ...counts } = values;
  const numbers = Object.values(counts);
  if (help === true || numbers.some((value) => !/^\d{1,9}$/.test(value))) {
    console.log(USAGE);
    return help === true;
  }
  const seed = values.seed ?? '1';
  const isOnly = [values.real, values.kills, values.rotations].every((value) => value === undefined);
  let isGood = true;
  if (values.runs !== undefined || isOnly) {
    const env = { TUNNELWATCH_MODEL_RUNS: values.runs ?? '5000', TUNNELWATCH_MODEL_SEED: seed };
    isGood = run('test/model/random-actions.test.ts', env) && isGood;
  }
  if (values.real !== undefined) {
    const env = { TUNNELWATCH_MODEL_REAL: values.real, TUNNELWATCH_MODEL_SEED: seed };
    isGood = run('test/model/real-process.test.ts', env) && isGood;
  }
  if (values.kills !== undefined) {
    const env = { TUNNELWATCH_MODEL_KILLS: values.kills, TUNNELWATCH_MODEL_LINES: values.lines ?? '2000000' };
    isGood = run('test/model/kills.test.ts', env) && isGood;
  }
  if (values.rotations !== undefined) {
    const env = {
      TUNNELWATCH_MODEL_ROTATIONS: values.rotations,
      TUNNELWATCH_MODEL_MEGABYTES: values.megabytes ?? '4',
      TUNNELWATCH_MODEL_SEED: seed,
    };
    isGood = run('test/model/rotations.test.ts', env) && isGood;
  }
  return isGood;
}

if (!main()) process.exitCode = 1;
