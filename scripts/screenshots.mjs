import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeGatewayLogs } from './gateway-logs.mjs';
import { acknowledgeLast, alertsOf, nameTunnel, tunnelPath, worstTunnel } from './pictures/api.mjs';
import { takePictures, untilPainted } from './pictures/browser.mjs';
import { serve } from './pictures/serve.mjs';
import { smallerPng } from './png.mjs';
import { ROOT } from './root.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ width: number, height: number }} Size
 * @typedef {import('./pictures/api.mjs').AlertFacts} AlertFacts
 * @typedef {import('./pictures/serve.mjs').Served} Served
 * @typedef {{ name: string, path: string }} Shot
 */

/** @type {readonly Size[]} */
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];
/** A television: walls alone, since pictures of this size are most of what the folder has. @type {Size} */
const TELEVISION = { width: 3840, height: 2160 };
/** @type {Size} */
const STATE_SIZE = { width: 1920, height: 1080 };
/** @type {readonly Shot[]} */
const STATE_PAGES = [
  { name: 'overview', path: '' },
  { name: 'wall', path: 'wall' },
];
const FOLDER = join(ROOT, 'docs', 'screenshots');
/** A fresh demo has one of its history, and raises another one within a minute. */
const CRITICALS = 2;
const PATIENCE_MS = 120_000;
/** So far back a replay looks. */
const PAST_MS = 20_000;

/**
 * Waits for live Criticals, acknowledges another alert where there is one, and names the pages to take.
 *
 * @param {string} url
 * @returns {Promise<Shot[]>}
 */
async function shotsOf(url) {
  const critical = await untilCritical(url);
  await acknowledgeLast(url, critical.id);
  const worst = await worstTunnel(url);
  await nameTunnel(url, worst);
  const past = new Date(Date.now() - PAST_MS).toISOString();
  return [
    ...STATE_PAGES,
    { name: 'replay', path: `?at=${encodeURIComponent(past)}` },
    { name: 'tunnels', path: 'tunnels' },
    { name: 'tunnel', path: tunnelPath(worst) },
    { name: 'alerts', path: 'alerts' },
    { name: 'alert', path: `alerts/${critical.id}` },
    { name: 'gateway', path: `gateways/${encodeURIComponent(worst.gateway)}` },
    { name: 'events', path: 'events' },
    { name: 'report', path: 'report' },
    { name: 'inventory', path: 'inventory' },
    { name: 'catalogue', path: 'catalogue' },
  ];
}

/**
 * @param {string} url
 * @returns {Promise<AlertFacts>}
 */
async function untilCritical(url) {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const criticals = (await alertsOf(url)).filter(({ severity }) => severity === 'critical');
    if (criticals[0] !== undefined && criticals.length >= CRITICALS) return criticals[0];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`fewer than ${CRITICALS} Criticals came within ${PATIENCE_MS / 1000} s`);
}

/**
 * @param {Browser} browser
 * @param {string} url
 * @param {Size} viewport
 * @returns {Promise<Page>}
 */
async function open(browser, url, viewport) {
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1, timezoneId: 'UTC', locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(url);
  await untilPainted(page);
  return page;
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {Size} size
 * @returns {Promise<void>}
 */
async function save(page, name, { width, height }) {
  const file = join(FOLDER, `${name}-${width}x${height}.png`);
  const picture = smallerPng(await page.screenshot({ type: 'png', animations: 'disabled' }));
  writeFileSync(file, picture);
  console.log(`${name}-${width}x${height}.png  ${Math.round(picture.length / 1024)} KiB`);
}

/**
 * Every page in every size.
 *
 * @param {Browser} browser
 * @param {Served} demo
 */
async function takePages(browser, demo) {
  const shots = await shotsOf(demo.url);
  for (const size of [...SIZES, TELEVISION]) {
    for (const { name, path } of shots.filter(({ name }) => size !== TELEVISION || name === 'wall')) {
      const page = await open(browser, demo.url + path, size);
      await save(page, name, size);
      await page.context().close();
    }
  }
}

/**
 * The sources page of a server that follows the logs of three gateways, which grow meanwhile.
 *
 * @param {Browser} browser
 * @param {string} folder
 */
async function takeSources(browser, folder) {
  const logs = writeGatewayLogs(folder);
  const served = await serve(folder, logs.files, { before: logs.before });
  try {
    for (const size of SIZES) {
      const page = await open(browser, `${served.url}sources`, size);
      await page.getByText('gw-south.log').first().waitFor();
      await page.getByText('IPSEC').first().waitFor();
      await save(page, 'sources', size);
      await page.context().close();
    }
  } finally {
    await served.end();
    logs.stop();
  }
}

/**
 * Overview and wall in one of the states that are not "live".
 *
 * @param {Browser} browser
 * @param {{ name: string, url: string, text: RegExp, cause?: () => Promise<void> }} state the text tells that it is there
 */
async function takeState(browser, { name, url, text, cause }) {
  const pages = [];
  for (const shot of STATE_PAGES) pages.push({ ...shot, page: await open(browser, url + shot.path, STATE_SIZE) });
  await cause?.();
  for (const { name: pageName, page } of pages) {
    await page.getByText(text).first().waitFor();
    await save(page, `${pageName}-${name}`, STATE_SIZE);
    await page.context().close();
  }
}

/**
 * @param {Browser} browser
 * @param {string} folder for everything that the servers write
 */
async function takeAll(browser, folder) {
  const [demoFolder, emptyFolder, staleFolder, logFolder] = ['demo', 'empty', 'stale', 'sources'].map((name) => {
    const path = join(folder, name);
    mkdirSync(path);
    return path;
  });
  if (!demoFolder || !emptyFolder || !staleFolder || !logFolder) return;
  await takeSources(browser, logFolder);
  const demo = await serve(demoFolder, ['--demo']);
  try {
    await takePages(browser, demo);
    const log = join(staleFolder, 'gateway.log');
    copyFileSync(join(demoFolder, 'data', 'demo', 'gateway.log'), log);
    const stale = await serve(staleFolder, [log, '--display-stale-after-seconds', '3']);
    await takeState(browser, { name: 'stale', url: stale.url, text: /STALE.* [3-9] s/s });
    await stale.end();
  } finally {
    await takeState(browser, { name: 'disconnected', url: demo.url, text: /DISCONNECTED.* [3-9] s/s, cause: demo.end });
  }
  const file = join(emptyFolder, 'gateway.log');
  writeFileSync(file, '');
  const empty = await serve(emptyFolder, [file]);
  await takeState(browser, { name: 'empty', url: empty.url, text: /No data received yet/ });
  await empty.end();
}

await takePictures(async (browser, folder) => {
  if (existsSync(FOLDER)) rmSync(FOLDER, { recursive: true });
  mkdirSync(FOLDER, { recursive: true });
  await takeAll(browser, folder);
  const bytes = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
  console.log(`${(bytes / 1024 / 1024).toFixed(1)} MiB in docs/screenshots`);
});
