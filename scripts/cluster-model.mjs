import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `npm run cluster-model -- [--lines N] [--kills N] [--seed N] [--nodes N]
                             [--acknowledgements N] [--rate N]
  A cluster of real processes: three NATS servers, nodes and two collectors, one of files and one of syslog over TCP
  --lines N   lines that are written (default 2000000)
  --kills N   times kill -9 of a node, a collector or a NATS server meanwhile (default 100)
  --seed N    of what is killed and when (default 1)
  --nodes N   (default 3)
  --acknowledgements N  only this: two operators on two nodes acknowledge the same alert at the same moment, N times
  --rate N   only this: how fast N lines of a file come onto all nodes`;

/** What runs: the test file, and the environment that gives it its size. */
function sizes() {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: {
      lines: text,
      kills: text,
      seed: text,
      nodes: text,
      acknowledgements: text,
      rate: text,
      help: { type: 'boolean' },
    },
  });
  const { help, ...counts } = values;
  const isWrong = Object.values(counts).some((value) => !/^\d{1,9}$/.test(value));
  if (help === true || isWrong) return { isWrong, run: undefined };
  const { lines = '2000000', kills = '100', seed = '1', nodes = '3', acknowledgements, rate } = counts;
  if (acknowledgements !== undefined) {
    const env = { TUNNELWATCH_CLUSTER_ACKNOWLEDGEMENTS: acknowledgements };
    return { isWrong, run: { file: 'test/cluster/cluster-nodes.test.ts', env } };
  }
  if (rate !== undefined) {
    const env = { TUNNELWATCH_CLUSTER_RATE_LINES: rate, TUNNELWATCH_CLUSTER_NODES: nodes };
    return { isWrong, run: { file: 'test/cluster/cluster-rate.test.ts', env } };
  }
  const env = {
    TUNNELWATCH_CLUSTER_LINES: lines,
    TUNNELWATCH_CLUSTER_KILLS: kills,
    TUNNELWATCH_CLUSTER_SEED: seed,
    TUNNELWATCH_CLUSTER_NODES: nodes,
  };
  return { isWrong, run: { file: 'test/cluster/cluster-kills.test.ts', env } };
}

function main() {
  const { isWrong, run } = sizes();
  if (run === undefined) {
    console.log(USAGE);
    return !isWrong;
  }
  const require = createRequire(import.meta.url);
  const vitest = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const words = ['run', run.file, '--reporter=verbose', '--testTimeout=86400000'];
  const { status } = spawnSync(process.execPath, [vitest, ...words], {
    stdio: 'inherit',
    env: { ...process.env, ...run.env },
  });
  return status === 0;
}

if (!main()) process.exitCode = 1;
