import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { tallyPlaywright, tallyVitest, withVerdict } from './results.mjs';
import { ROOT } from './root.mjs';
import { filesBelow } from './staleness.mjs';
import { runCommand } from './step.mjs';

/**
 * @typedef {import('./results.mjs').Tally} Tally
 * @typedef {{ code: number, report: unknown }} Run
 */

/**
 * They end a run that hangs, and no run that is merely slow: all together are meant to take less than 20 minutes, and a
 * machine that is busy with something else takes several times as long.
 */
const UNIT_TIMEOUT_MS = 25 * 60_000;
const ZONE_TIMEOUT_MS = 8 * 60_000;
const BROWSER_TIMEOUT_MS = 25 * 60_000;

/**
 * A zone with an odd history: summer time in the southern half of the year, set back at 22:00 and not at midnight.
 * What is right in UTC by accident is wrong here.
 */
const ODD_ZONE = 'Pacific/Easter';
/** Pure stages handle times everywhere; elsewhere the name of the file says that it does. */
const PURE_FOLDERS = ['shared', 'decode', 'classify', 'aggregate', 'diagnose', 'alert', 'live', 'client'];
/** Nothing in these depends on a zone, and each takes as long as dozens of the others. */
const WITHOUT_ZONES = ['client/live/bounded-memory.test.ts', 'diagnose/simulated-truth.test.ts'];
const TIME_NAME = /(^|[-/])(time|times|clock|date|dates|zone|zones|day|days)([-.]|$)/;

/**
 * Whether a unit test is run a second time in the odd time zone.
 *
 * @param {string} path relative to test/, with "/"
 * @returns {boolean}
 */
export function handlesTime(path) {
  if (WITHOUT_ZONES.includes(path)) return false;
  return PURE_FOLDERS.some((folder) => path.startsWith(`${folder}/`)) || TIME_NAME.test(path);
}

/**
 * Unit and integration tests.
 *
 * @param {readonly string[]} filter parts of file names
 * @returns {Promise<Tally[]>}
 */
export async function runUnitTests(filter) {
  return [
    await runVitest('unit and integration tests', filter, {
      timeoutMs: UNIT_TIMEOUT_MS,
      mayBeEmpty: filter.length > 0,
    }),
  ];
}

/**
 * The unit tests that handle times once more, in an odd time zone.
 *
 * @returns {Promise<Tally[]>}
 */
export async function runTimeTests() {
  const files = filesBelow(ROOT, ['test'])
    .map((path) => relative(ROOT, path).split(sep).join('/'))
    .filter((path) => path.endsWith('.test.ts') && handlesTime(path.slice('test/'.length)));
  const name = `unit tests in ${ODD_ZONE}`;
  if (files.length === 0) return [withVerdict(empty(name), { exitCode: 1, mayBeEmpty: false })];
  return [await runVitest(name, files, { timeoutMs: ZONE_TIMEOUT_MS, mayBeEmpty: false, env: { TZ: ODD_ZONE } })];
}

/**
 * @param {string} name
 * @param {readonly string[]} filter
 * @param {{ timeoutMs: number, mayBeEmpty: boolean, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Tally>}
 */
async function runVitest(name, filter, { timeoutMs, mayBeEmpty, env = {} }) {
  const { code, report } = await runReporting(name, (file) => ({
    script: 'vitest/vitest.mjs',
    args: [
      'run',
      ...(mayBeEmpty ? ['--passWithNoTests'] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...filter,
    ],
    env,
    timeoutMs,
  }));
  // The shape of Vitest's own report; a report that is missing has no tests in it.
  const known = /** @type {import('./results.mjs').VitestReport | undefined} */ (report);
  return withVerdict(known ? tallyVitest(name, known) : empty(name), { exitCode: code, mayBeEmpty });
}

/**
 * Browser tests.
 *
 * @param {readonly string[]} filter parts of file names
 * @returns {Promise<Tally[]>}
 */
export async function runBrowserTests(filter) {
  const name = 'browser tests';
  const browser = await ensureChromium();
  if ('problem' in browser) return [{ ...empty(name), failed: 1, notes: [browser.problem] }];
  const mayBeEmpty = filter.length > 0;
  const { code, report } = await runReporting(name, (file) => ({
    script: '@playwright/test/cli.js',
    args: ['test', ...(mayBeEmpty ? ['--pass-with-no-tests'] : []), ...filter],
    env: { TUNNELWATCH_CHROMIUM: browser.path, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    timeoutMs: BROWSER_TIMEOUT_MS,
  }));
  // The shape of Playwright's own report; a report that is missing has no tests in it.
  const known = /** @type {import('./results.mjs').PlaywrightReport | undefined} */ (report);
  return [withVerdict(known ? tallyPlaywright(name, known) : empty(name), { exitCode: code, mayBeEmpty })];
}

/**
 * Runs a test runner that leaves a JSON report in a file; what it prints is shown as it comes.
 *
 * @param {string} title
 * @param {(file: string) => { script: string, args: string[], env: NodeJS.ProcessEnv, timeoutMs: number }} commandFor
 * @returns {Promise<Run>} report undefined when the runner wrote none
 */
async function runReporting(title, commandFor) {
  console.log(`\n── ${title}`);
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-test-'));
  const file = join(folder, 'report.json');
  const { script, args, env, timeoutMs } = commandFor(file);
  const path = join(ROOT, 'node_modules', script);
  const command = {
    file: process.execPath,
    args: [path, ...args],
    cwd: ROOT,
    env: { ...process.env, ...env },
    timeoutMs,
  };
  const { code } = await runCommand(command, true);
  if (code === 124) console.log(`${title}: ended after ${timeoutMs / 60_000} minutes`);
  try {
    return { code, report: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} name
 * @returns {Tally}
 */
function empty(name) {
  return { name, passed: 0, failed: 0, notes: [] };
}
