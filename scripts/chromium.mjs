import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { runCommand, runStep } from './step.mjs';

const SETTINGS = ['TUNNELWATCH_CHROMIUM', 'CHROME_PATH'];
// The shell is the same browser without the windows that no test sees: it starts in a third of the time.
const USUAL_PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const VERSION_TIMEOUT_MS = 60_000;

export const HOW_TO_GET_CHROMIUM = [
  'The browser tests need a Chromium and none was found. Any of these will do:',
  '  Debian, Ubuntu:  sudo apt-get install chromium-headless-shell',
  '  elsewhere:       npx playwright install chromium',
  '  one of your own: TUNNELWATCH_CHROMIUM=/path/to/chromium npm test',
].join('\n');

/**
 * Where a Chromium is: what the environment names, else the system's, else Playwright's own.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {(path: string) => boolean} [exists]
 * @returns {string | undefined} undefined also when the environment names one that is not there: it was meant to be used
 */
export function findChromium(env = process.env, exists = existsSync) {
  const named = SETTINGS.map((name) => env[name]).find((path) => path !== undefined && path !== '');
  if (named !== undefined) return exists(named) ? named : undefined;
  return [...USUAL_PLACES, playwrightsOwn()].find((path) => path !== undefined && exists(path));
}

/** @returns {string | undefined} */
function playwrightsOwn() {
  try {
    /** @type {typeof import('@playwright/test')} */
    const playwright = createRequire(import.meta.url)('@playwright/test');
    return playwright.chromium.executablePath();
  } catch {
    // Not installed, or it has no build for this system: then there is none of its own.
    return undefined;
  }
}

/**
 * Playwright's own Chromium, for systems whose packages we do not install.
 */
async function installPlaywrightsOwn() {
  const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  const command = { file: process.execPath, args: [cli, 'install', 'chromium'], cwd: ROOT };
  const { code, output } = await runStep('installing chromium', command);
  if (code !== 0) process.stderr.write(`${output.trimEnd()}\n`);
}

/**
 * Why the browser tests cannot run here; undefined when a Chromium was found that starts.
 *
 * @returns {Promise<string | undefined>} a sentence for people
 */
export async function whyNoChromium() {
  const named = SETTINGS.find((name) => process.env[name]);
  const isDebian = existsSync('/usr/bin/apt-get');
  if (findChromium() === undefined && named === undefined && !isDebian) await installPlaywrightsOwn();
  const path = findChromium();
  if (path === undefined) {
    const wrong = named === undefined ? '' : `${named} names ${process.env[named]}, which does not exist.\n`;
    return wrong + HOW_TO_GET_CHROMIUM;
  }
  const { code, output } = await runCommand({
    file: path,
    args: ['--version'],
    cwd: ROOT,
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  if (code !== 0) return `${path} does not run (exit code ${code}): ${output.trim()}\n${HOW_TO_GET_CHROMIUM}`;
  // Debian's wrapper may complain about the environment first.
  process.stderr.write(`✓ browser: ${path} (${output.trim().split('\n').at(-1)})\n`);
  return undefined;
}
