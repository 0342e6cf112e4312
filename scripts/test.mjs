import { parseArgs } from 'node:util';
import { requireNode } from './node-version.mjs';

requireNode();
const { setUp } = await import('./setup.mjs');
const { runChecks } = await import('./checks.mjs');
const { picks, runBrowserTests, runTimeTests, runUnitTests } = await import('./runners.mjs');
const { sum, verdictOf } = await import('./results.mjs');
const { describeMissing, installPrograms } = await import('./system-packages.mjs');

const USAGE = `npm test -- [--checks] [--unit] [--e2e] [--no-skips] [FILTER…]
  without a flag everything runs; FILTER is a part of a test file's name and leaves out the checks
  --no-skips: a test that is skipped, since a program is missing, counts as failed`;

/** @returns {{ checks: boolean, unit: boolean, e2e: boolean, maySkip: boolean, filter: string[] }} */
function readArguments() {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  const { values, positionals } = parseArgs({
    options: { checks: flag, unit: flag, e2e: flag, 'no-skips': flag },
    allowPositionals: true,
  });
  const isAll = !values.checks && !values.unit && !values.e2e;
  return {
    checks: values.checks || (isAll && positionals.length === 0),
    unit: values.unit || isAll,
    e2e: values.e2e || isAll,
    maySkip: !values['no-skips'],
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
    ...(unit && picks(filter, '.test.ts') ? await runUnitTests(filter) : []),
    ...(unit && filter.length === 0 ? await runTimeTests() : []),
    ...(e2e && picks(filter, '.spec.ts') ? await runBrowserTests(filter) : []),
  ];
}

/** @param {readonly import('./results.mjs').Tally[]} tallies */
function print(tallies) {
  console.log('');
  for (const { name, passed, failed, skipped, notes } of tallies) {
    const left = skipped === 0 ? '' : `, ${skipped} skipped`;
    console.log(`${failed === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failed} failed${left}`);
    for (const note of notes) console.log(`    ${note.replaceAll('\n', '\n    ')}`);
  }
}

/**
 * @param {ReturnType<typeof readArguments>} wanted
 * @returns {Promise<import('./results.mjs').Tally[]>}
 */
async function setUpAndRun(wanted) {
  // Programs come first: they are of the machine, and the rest is of this folder.
  missing = wanted.unit || wanted.e2e ? await installPrograms() : [];
  for (const line of describeMissing(missing)) process.stderr.write(`! ${line}\n`);
  if (await setUp()) return runAll(wanted);
  return [{ name: 'set-up', passed: 0, failed: 1, skipped: 0, notes: ['the reason is above'] }];
}

/** @type {ReturnType<typeof readArguments>} */
let wanted;
/** @type {import('./programs.mjs').Missing[]} */
let missing = [];
try {
  wanted = readArguments();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exit(2);
}

const tallies = await setUpAndRun(wanted);
const counts = sum(tallies);
print(tallies);
if (counts.skipped > 0) for (const line of describeMissing(missing)) console.log(line);
const { line, exitCode } = verdictOf(counts);
process.exitCode = counts.skipped > 0 && !wanted.maySkip ? 1 : exitCode;
// Nothing follows: scripts read the last line.
console.log(line);
