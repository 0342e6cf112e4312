import { parseArgs } from 'node:util';
import { requireNode } from './node-version.mjs';

requireNode();
const { setUp } = await import('./setup.mjs');
const { runChecks } = await import('./checks.mjs');
const { runBrowserTests, runTimeTests, runUnitTests } = await import('./runners.mjs');
const { sum } = await import('./results.mjs');

const USAGE = `npm test -- [--checks] [--unit] [--e2e] [FILTER…]
  without a flag everything runs; FILTER is a part of a test file's name and leaves out the checks`;

/** @returns {{ checks: boolean, unit: boolean, e2e: boolean, filter: string[] }} */
function readArguments() {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  const { values, positionals } = parseArgs({
    options: { checks: flag, unit: flag, e2e: flag },
    allowPositionals: true,
  });
  const isAll = !values.checks && !values.unit && !values.e2e;
  return {
    checks: values.checks || (isAll && positionals.length === 0),
    unit: values.unit || isAll,
    e2e: values.e2e || isAll,
    filter: positionals,
  };
}

/**
 * @param {ReturnType<typeof readArguments>} wanted
 * @returns {Promise<import('./results.mjs').Tally[]>}
 */
async function runAll({ checks, unit, e2e, filter }) {
  return [
    ...(checks ? await runChecks() : []),
    ...(unit ? await runUnitTests(filter) : []),
    ...(unit && filter.length === 0 ? await runTimeTests() : []),
    ...(e2e ? await runBrowserTests(filter) : []),
  ];
}

/** @param {readonly import('./results.mjs').Tally[]} tallies */
function print(tallies) {
  console.log('');
  for (const { name, passed, failed, notes } of tallies) {
    console.log(`${failed === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failed} failed`);
    for (const note of notes) console.log(`    ${note.replaceAll('\n', '\n    ')}`);
  }
}

/**
 * @param {ReturnType<typeof readArguments>} wanted
 * @returns {Promise<import('./results.mjs').Tally[]>}
 */
async function setUpAndRun(wanted) {
  if (await setUp()) return runAll(wanted);
  return [{ name: 'set-up', passed: 0, failed: 1, notes: ['the reason is above'] }];
}

/** @type {ReturnType<typeof readArguments>} */
let wanted;
try {
  wanted = readArguments();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exit(2);
}

const tallies = await setUpAndRun(wanted);
const { passed, failed } = sum(tallies);
print(tallies);
// Nothing follows: scripts read the last line.
console.log(`${passed} passed, ${failed} failed`);
// A filter that fits no test has proved nothing.
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
