import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { freemem, tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { whyNoChromium } from './chromium.mjs';
import { tallyPlaywright, tallyVitest, withVerdict } from './results.mjs';
import { ROOT } from './root.mjs';
import { filesBelow } from './staleness.mjs';
import { runCommand } from './step.mjs';

/**
 * @typedef {import('./results.mjs').Tally} Tally
 * @typedef {{ code: number, report: unknown }} Run
 */

/** They end a run that hangs, and no run that is merely slow: a busy machine takes several times as long as a free one. */
const UNIT_TIMEOUT_MS = 40 * 60_000;
const ZONE_TIMEOUT_MS = 8 * 60_000;
const BROWSER_TIMEOUT_MS = 40 * 60_000;
const LIST_TIMEOUT_MS = 2 * 60_000;

/**
 * A zone with an odd history: summer time in the southern half of the year, set back at 22:00 and not at midnight.
 * What is right in UTC by accident is wrong here.
 */
const ODD_ZONE = 'Pacific/Easter';
/** In these folders tests run in this process and in its zone; servers of their own are given one. */
const PURE_FOLDERS = [
  'shared',
  'config',
  'core/decode',
  'core/classify',
  'core/aggregate',
  'core/diagnose',
  'core/alert',
  'core/inventory',
  'client',
];
/** Nothing in it depends on a zone, and it takes as long as dozens of the others. */
const WITHOUT_ZONES = ['core/diagnose/simulated-truth.test.ts'];
const TIME_NAME = /(^|[-/])(time|times|clock|date|dates|zone|zones|day|days)([-.]|$)/;
/** What computes in the zone of the machine, or in a named one. */
const ZONED =
  /luxon|Intl[.]DateTimeFormat|toLocale(Time|Date)?String|[.][gs]et(Hours|Date|Day|Month|FullYear|Minutes|TimezoneOffset)[(]|new Date[(][^()]*,/;

/**
 * Whether a unit test is run a second time in the odd time zone: its name says that it is about times, or it is one of a pure
 * stage that computes with zones, itself or by a module that it imports.
 *
 * @param {string} path relative to test/, with "/"
 * @param {readonly string[]} texts of the test and of the modules of ours that it imports
 * @returns {boolean}
 */
export function handlesTime(path, texts) {
  if (WITHOUT_ZONES.includes(path)) return false;
  if (TIME_NAME.test(path)) return true;
  return PURE_FOLDERS.some((folder) => path.startsWith(`${folder}/`)) && texts.some((text) => ZONED.test(text));
}

/**
 * @param {string} path of a test, relative to the root
 * @returns {string[]} its text and those of the modules of ours that it imports
 */
function textsOf(path) {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imported = [...text.matchAll(/from '(@tunnelwatch[/]|[.]{1,2}[/])([^']+)'/g)].map(
    ([, start = '', rest = '']) =>
      start.startsWith('@')
        ? join(ROOT, rest.replace('/', '/src/'))
        : join(ROOT, dirname(path), start, rest.replace(/[.]js$/, '')),
  );
  const modules = imported.flatMap((stem) => [`${stem}.ts`, `${stem}.tsx`]).filter((file) => existsSync(file));
  return [text, ...modules.map((file) => readFileSync(file, 'utf8'))];
}

/**
 * Whether a filter picks a file of a kind: a runner that would find none need not start.
 *
 * @param {readonly string[]} filter parts of file names; none picks all
 * @param {'.test.ts' | '.spec.ts'} kind
 * @returns {boolean}
 */
export function picks(filter, kind) {
  if (filter.length === 0) return true;
  const files = filesBelow(ROOT, ['test']).filter((path) => path.replace(/x$/, '').endsWith(kind));
  return files.some((path) => filter.some((part) => relative(ROOT, path).split(sep).join('/').includes(part)));
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
    .filter((path) => path.endsWith('.test.ts') && handlesTime(path.slice('test/'.length), textsOf(path)));
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
 * Browser tests. Without a browser all of them count as skipped.
 *
 * @param {readonly string[]} filter parts of file names
 * @returns {Promise<Tally[]>}
 */
export async function runBrowserTests(filter) {
  const name = 'browser tests';
  const mayBeEmpty = filter.length > 0;
  const problem = await whyNoChromium();
  // Listed and not run: how many tests the lack costs.
  const mode =
    problem === undefined
      ? { flags: [], timeoutMs: BROWSER_TIMEOUT_MS }
      : { flags: ['--list'], timeoutMs: LIST_TIMEOUT_MS };
  const { code, report } = await runReporting(name, (file) => ({
    script: '@playwright/test/cli.js',
    args: ['test', ...mode.flags, ...(mayBeEmpty ? ['--pass-with-no-tests'] : []), ...filter],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    timeoutMs: mode.timeoutMs,
  }));
  // The shape of Playwright's own report; a report that is missing has no tests in it.
  const known = /** @type {import('./results.mjs').PlaywrightReport | undefined} */ (report);
  const tally = withVerdict(known ? tallyPlaywright(name, known) : empty(name), { exitCode: code, mayBeEmpty });
  return [problem === undefined ? tally : { ...tally, notes: [problem] }];
}

const MEMORY = '/dev/shm';
/** Far more than all tests have at a time. */
const MEMORY_BYTES = 4 * 1024 ** 3;

/**
 * Where temporary folders lie in memory. A store syncs each commit, and hundreds of tests waited for the disk longer than
 * they computed. Killing a process, as tests do, loses nothing in memory either.
 *
 * @returns {string} the usual folder for temporary files where there is not enough memory
 */
function memoryFolder() {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, freemem()) < MEMORY_BYTES ? tmpdir() : MEMORY;
}

/** @param {string} parent */
function testFolder(parent) {
  const folder = mkdtempSync(join(parent, 'tunnelwatch-test-'));
  // Tests of missing permissions run commands as another user, who must be able to reach the files.
  chmodSync(folder, 0o755);
  return folder;
}

/**
 * Runs a test runner that leaves a JSON report in a file; what it prints is shown as it comes. All temporary folders of its
 * tests lie in two, one on the disk and one in memory, which are removed at the end, whatever the end is.
 *
 * @param {string} title
 * @param {(file: string) => { script: string, args: string[], env: NodeJS.ProcessEnv, timeoutMs: number }} commandFor
 * @returns {Promise<Run>} report undefined when the runner wrote none
 */
async function runReporting(title, commandFor) {
  console.log(`\n── ${title}`);
  const folder = testFolder(memoryFolder());
  const disk = testFolder(tmpdir());
  const clear = () => [folder, disk].forEach(removeFolder);
  process.once('exit', clear);
  const file = join(folder, 'report.json');
  const { script, args, env, timeoutMs } = commandFor(file);
  const path = join(ROOT, 'node_modules', script);
  const command = {
    file: process.execPath,
    args: [path, ...args],
    cwd: ROOT,
    env: { ...process.env, TMPDIR: folder, TESTS_ON_DISK: disk, ...env },
    timeoutMs,
  };
  const { code } = await runCommand(command, true);
  if (code === 124) console.log(`${title}: ended after ${timeoutMs / 60_000} minutes`);
  try {
    return { code, report: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined };
  } finally {
    process.removeListener('exit', clear);
    clear();
  }
}

/** @param {string} folder in which tests may have left file systems mounted */
function removeFolder(folder) {
  const mounts = existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : '';
  for (const [, place = ''] of mounts.matchAll(/^\S+ (\S+)/gm)) {
    if (place.startsWith(`${folder}/`)) spawnSync('umount', [place]);
  }
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} name
 * @returns {Tally}
 */
function empty(name) {
  return { name, passed: 0, failed: 0, skipped: 0, notes: [] };
}
