import { existsSync, rmSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { ROOT, SERVER_MAIN } from './root.mjs';
import { filesBelow, fingerprint, isStale, readStamp, writeStamp } from './staleness.mjs';
import { runStep } from './step.mjs';

/** Under node_modules: whoever deletes that wants everything anew. */
const STAMPS = join(ROOT, 'node_modules', '.cache', 'tunnelwatch');
/** Not under node_modules: `npm ci` begins by deleting that. */
const LOCK = join(ROOT, '.cache', 'setup.lock');
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json');
const LOCKFILE = join(ROOT, 'package-lock.json');

const MANIFESTS = [
  'package.json',
  'package-lock.json',
  'shared/package.json',
  'server/package.json',
  'client/package.json',
];
const SHARED_INPUTS = [
  'tsconfig.base.json',
  'package-lock.json',
  'shared/src',
  'shared/tsconfig.json',
  'shared/package.json',
];
const SERVER_INPUTS = [
  ...SHARED_INPUTS,
  'server/src',
  'server/tsconfig.json',
  'server/vite.config.ts',
  'server/package.json',
];
const CLIENT_INPUTS = [
  ...SHARED_INPUTS,
  ...['src', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json', 'package.json'].map((path) => `client/${path}`),
];

/**
 * A step of the setup. `run` answers undefined when all went well, else what its command said.
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {() => boolean} isStale
 * @property {() => Promise<string | undefined>} run
 */

/** @type {Step} */
const install = {
  title: 'dependencies',
  isStale: areDependenciesStale,
  run: async () => {
    // `npm ci` deletes node_modules first, so it is for the case without one. Neither may change the lock file, which some
    // versions of npm write differently; dev is named for NODE_ENV=production.
    const command = existsSync(INSTALLED) ? 'install' : 'ci';
    const problem = await runNpm('installing dependencies', [command, '--no-save', '--include=dev', '--no-progress']);
    if (problem === undefined) writeStamp(stampOf('install'), fingerprint(ROOT, MANIFESTS));
    return problem;
  },
};

/** @type {Step} */
const buildServer = buildStep({
  title: 'server',
  inputs: SERVER_INPUTS,
  outputs: () => [...serverOutputs(), SERVER_MAIN],
  run: async () => {
    // With its own notes at hand the compiler does not see that an output was deleted.
    if (serverOutputs().some((path) => !existsSync(path))) forgetIncrementalState();
    removeOrphans();
    // The single modules are for the tests and the benchmark; what runs is the bundle of them.
    const problem = await runTool('building the server', '@typescript/native/bin/tsc', ['-b', 'shared', 'server']);
    return problem ?? runTool('bundling the server', 'vite/bin/vite.js', ['build', 'server', '--logLevel', 'warn']);
  },
});

/** @type {Step} */
const buildClient = buildStep({
  title: 'client',
  inputs: CLIENT_INPUTS,
  outputs: () => [join(ROOT, 'client', 'dist', 'index.html')],
  run: () => runTool('building the client', 'vite/bin/vite.js', ['build', 'client', '--logLevel', 'warn']),
});

const STEPS = [install, buildServer, buildClient];

/**
 * Installs and builds what is missing or stale. Progress goes to standard error: standard output belongs to the command
 * that is set up for. Several at the same moment wait for each other.
 *
 * @param {{ isQuiet?: boolean }} [options] quiet: not a word when nothing has to be done
 * @returns {Promise<boolean>} false when a step failed; the reason was written to standard error
 */
export async function setUp({ isQuiet = false } = {}) {
  if (STEPS.some((step) => step.isStale())) {
    return withLock(LOCK, runStaleSteps, (holder) => say(`… waiting for another setup (process ${holder}) to end`));
  }
  if (!isQuiet) say('✓ dependencies and build are up to date');
  return true;
}

/** @returns {Promise<boolean>} */
async function runStaleSteps() {
  for (const step of STEPS) {
    // Asked again under the lock: another process may just have done it.
    if (!step.isStale()) continue;
    const problem = await step.run();
    if (problem === undefined) continue;
    say(`${problem.trimEnd()}\nTunnelwatch could not be set up: the step "${step.title}" failed; its output is above.`);
    return false;
  }
  return true;
}

/** @returns {boolean} */
function areDependenciesStale() {
  if (!existsSync(INSTALLED)) return true;
  const stamp = stampOf('install');
  const current = fingerprint(ROOT, MANIFESTS);
  if (readStamp(stamp) !== undefined) return isStale({ stamp, current, outputs: [] });
  // Installed by hand, by npm itself: that is as good when it is younger than the lock file.
  return statSync(INSTALLED).mtimeMs < statSync(LOCKFILE).mtimeMs;
}

/**
 * @param {{ title: string, inputs: readonly string[], outputs: () => string[], run: () => Promise<string | undefined> }} build
 * @returns {Step}
 */
function buildStep({ title, inputs, outputs, run }) {
  const stamp = stampOf(`build-${title}`);
  return {
    title,
    isStale: () => isStale({ stamp, current: fingerprint(ROOT, inputs), outputs: outputs() }),
    run: async () => {
      // Taken before the build: what is saved while it runs is not part of it.
      const current = fingerprint(ROOT, inputs);
      // A build that fails may have written half of its output, and then the old stamp would lie.
      rmSync(stamp, { force: true });
      const problem = await run();
      if (problem === undefined) writeStamp(stamp, current);
      return problem;
    },
  };
}

/** @returns {string[]} the module that each source file of shared and server becomes */
function serverOutputs() {
  return ['shared', 'server'].flatMap((side) => {
    const source = join(ROOT, side, 'src');
    return filesBelow(ROOT, [join(side, 'src')])
      .filter((path) => extname(path) === '.ts' && !path.endsWith('.d.ts'))
      .map((path) => join(ROOT, side, 'dist', `${path.slice(source.length + 1, -'.ts'.length)}.js`));
  });
}

/** The compiler leaves behind what it once made of a file that is gone, and imports of it go on working here only. */
function removeOrphans() {
  const wanted = new Set(serverOutputs().map((path) => path.slice(0, -'.js'.length)));
  for (const path of filesBelow(ROOT, ['shared/dist', 'server/dist'])) {
    const stem = path.replace(/[.](js|d[.]ts)([.]map)?$/, '');
    if (!wanted.has(stem)) rmSync(path);
  }
}

function forgetIncrementalState() {
  for (const side of ['shared', 'server']) rmSync(join(ROOT, side, 'tsconfig.tsbuildinfo'), { force: true });
}

/**
 * @param {string} title
 * @param {readonly string[]} args
 */
async function runNpm(title, args) {
  // The npm that started us, when there is one; `npx` sets the same variable.
  const own = process.env['npm_execpath'];
  const isNpm = own !== undefined && basename(own) === 'npm-cli.js';
  const command = isNpm ? { file: process.execPath, args: [own, ...args] } : { file: 'npm', args };
  return run(title, command);
}

/**
 * @param {string} title
 * @param {string} script below node_modules
 * @param {readonly string[]} args
 */
async function runTool(title, script, args) {
  return run(title, { file: process.execPath, args: [join(ROOT, 'node_modules', script), ...args] });
}

/**
 * @param {string} title
 * @param {{ file: string, args: readonly string[] }} command
 * @returns {Promise<string | undefined>} what the command said when it failed
 */
async function run(title, command) {
  const env = { ...process.env, NODE_ENV: 'production' };
  const outcome = await runStep(title, { ...command, cwd: ROOT, env });
  return outcome.code === 0 ? undefined : outcome.output;
}

/** @param {string} name */
function stampOf(name) {
  return join(STAMPS, name);
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`${text}\n`);
}
