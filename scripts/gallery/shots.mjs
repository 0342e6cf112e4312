import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { untilDrawn, untilPainted } from '../pictures/browser.mjs';
import { USER } from './servers.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('../pictures/serve.mjs').Served} Served
 * @typedef {{ name: string, path: string, before?: (page: Page) => Promise<unknown>, act?: (page: Page) => Promise<unknown>, isWhole?: boolean, isNeverDone?: boolean }} Target
 * @typedef {{ state: string, page: string, size: string, theme: string, file: string }} Shot
 * @typedef {'none' | 'hold' | 'fail' | 'freeze' | 'signIn'} Trouble
 */

const THEMES = /** @type {const} */ (['dark', 'light']);
export const SIZES = [
  { name: '1920x1080', width: 1920, height: 1080 },
  { name: '3840x2160', width: 3840, height: 2160 },
  { name: '1080x1920', width: 1080, height: 1920 },
  { name: '390x844', width: 390, height: 844 },
];
/** A page that is silent for so long is DISCONNECTED, with something to spare. */
const FREEZE_MS = 6000;
/** What holds a page up is there at once; what it draws of it needs a moment. */
const HOLD_MS = 1500;
const SETTLE_MS = 250;

/**
 * Takes pictures of some pages of a server in every size and theme.
 *
 * @param {Browser} browser
 * @param {string} folder
 * @param {{ state: string, served: Served, targets: readonly Target[], trouble: Trouble, sizes: typeof SIZES }} what
 * @returns {Promise<Shot[]>}
 */
export async function takeState(browser, folder, { state, served, targets, trouble, sizes }) {
  const context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-GB' });
  if (trouble === 'signIn') await signIn(context, served.url);
  /** @type {Shot[]} */
  const shots = [];
  for (const target of targets) {
    const page = await context.newPage();
    if (trouble === 'hold') await hold(page);
    if (trouble === 'fail') await fail(page);
    await target.before?.(page);
    await page.goto(served.url + target.path);
    if (trouble === 'hold' || trouble === 'fail' || target.isNeverDone === true) await page.waitForTimeout(HOLD_MS);
    else await untilPainted(page);
    await target.act?.(page);
    if (trouble === 'freeze') {
      served.freeze();
      await page.waitForTimeout(FREEZE_MS);
    }
    shots.push(...(await takeAll(page, folder, { state, target, sizes })));
    if (trouble === 'freeze') served.thaw();
    await page.close();
  }
  await context.close();
  return shots;
}

/**
 * @param {Page} page
 * @param {string} folder
 * @param {{ state: string, target: Target, sizes: typeof SIZES }} what
 * @returns {Promise<Shot[]>}
 */
async function takeAll(page, folder, { state, target: { name, isWhole = false }, sizes }) {
  /** @type {Shot[]} */
  const shots = [];
  for (const { name: size, width, height } of sizes) {
    await page.setViewportSize({ width, height });
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await untilDrawn(page);
      // Lists that have measured themselves ask for what they now have room for.
      await page.waitForTimeout(SETTLE_MS);
      const file = `${state}-${name}-${size}-${theme}.jpg`;
      const picture = await page.screenshot({ type: 'jpeg', quality: 80, animations: 'disabled', fullPage: isWhole });
      writeFileSync(join(folder, file), picture);
      shots.push({ state, page: name, size, theme, file });
    }
  }
  return shots;
}

/**
 * Nothing that the page asks for arrives.
 *
 * @param {Page} page
 */
async function hold(page) {
  await page.routeWebSocket(/socket\.io/, () => undefined);
  await page.route(/socket\.io/, () => undefined);
  await page.route(/\/api\/v1\/(?!session)/, () => undefined);
}

/**
 * The store does not answer.
 *
 * @param {Page} page
 */
async function fail(page) {
  const problem = {
    type: 'about:blank',
    title: 'The store is not available',
    status: 503,
    code: 'store-unavailable',
    detail: 'the store is not responding: retrying',
  };
  const body = JSON.stringify(problem);
  await page.route(/\/api\/v1\/(?!session)/, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body }),
  );
}

/**
 * @param {import('@playwright/test').BrowserContext} context
 * @param {string} url
 */
async function signIn(context, url) {
  const answer = await context.request.post(`${url}api/v1/session`, { data: USER });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`);
}

/**
 * The pictures of a folder, those of earlier runs included.
 *
 * @param {string} folder
 * @param {readonly string[]} states in their order
 * @returns {Shot[]}
 */
export function shotsIn(folder, states) {
  const files = readdirSync(folder).sort();
  return states.flatMap((state) =>
    files.flatMap((file) => {
      const [, page, size, theme] = /^(.+)-(\d+x\d+)-(\w+)\.jpg$/.exec(file.replace(`${state}-`, '')) ?? [];
      if (!file.startsWith(`${state}-`) || page === undefined || size === undefined || theme === undefined) return [];
      return [{ state, page, size, theme, file }];
    }),
  );
}
