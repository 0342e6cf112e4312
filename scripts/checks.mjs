import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { runCommand } from './step.mjs';

/** Each proves one thing of the whole tree, and counts as one test. The longest comes first, so that the last to end ends alone for the least time. */
const CHECKS = [
  {
    name: 'format',
    script: 'prettier/bin/prettier.cjs',
    args: ['--check', '--log-level', 'warn', '--cache', '--cache-strategy', 'content', '.'],
  },
  { name: 'types', script: '@typescript/native/bin/tsc', args: ['-b', 'shared', 'server', 'client', 'test', '.'] },
  { name: 'lint', script: 'oxlint/bin/oxlint', args: ['--deny-warnings'] },
  { name: 'dependency direction', script: '../scripts/check-dependencies.mjs', args: [] },
  { name: 'bytes of each page', script: '../scripts/page-bytes.mjs', args: [] },
  { name: 'dead code', script: 'knip/bin/knip.js', args: [] },
];
const AT_ONCE = 2;
/** Ends a check that hangs, and none that is merely slow. */
const TIMEOUT_MS = 15 * 60_000;

/**
 * Runs all checks, a few at a time, and prints the output of those that fail.
 *
 * @returns {Promise<import('./results.mjs').Tally[]>}
 */
export async function runChecks() {
  const waiting = [...CHECKS];
  /** @type {import('./results.mjs').Tally[]} */
  const tallies = [];
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) tallies.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return tallies;
}

/**
 * @param {(typeof CHECKS)[number]} check
 * @returns {Promise<import('./results.mjs').Tally>}
 */
async function runCheck({ name, script, args }) {
  const { code, output, seconds } = await runCommand({
    file: process.execPath,
    args: [join(ROOT, 'node_modules', script), ...args],
    cwd: ROOT,
    timeoutMs: TIMEOUT_MS,
  });
  const isGood = code === 0;
  console.log(`${isGood ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
  if (!isGood)
    console.log(code === 124 ? `${output}\n${name} took longer than ${TIMEOUT_MS / 60_000} minutes` : output);
  return { name, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, notes: [] };
}
