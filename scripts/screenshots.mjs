import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findChromium, whyNoChromium } from './chromium.mjs';
import { writeGatewayLogs } from './gateway-logs.mjs';
import { requireNode } from './node-version.mjs';
import { smallerPng } from './png.mjs';
import { ROOT, SERVER_MAIN } from './root.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ url: string, end: () => Promise<void> }} Served
 * @typedef {{ name: string, path: string }} Shot
 * @typedef {{ id: number, version: number, severity: string, isPast: boolean, state: string }} AlertFacts
 * @typedef {{ gateway: string, matchkey: string }} TunnelFacts
 */

/** @type {readonly Size[]} */
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 390, height: 844 },
];
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
 * Starts a server over its own data folder and waits until it serves.
 *
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {readonly string[]} before words before the command
 * @returns {Promise<Served>}
 */
function serve(folder, args, before = []) {
  const flags = ['serve', ...args, '--data', join(folder, 'data'), '--port', '0', '--insecure-no-auth'];
  const [command = '', ...words] = [...before, process.execPath, SERVER_MAIN, ...flags];
  const child = spawn(command, words, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const end = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^Tunnelwatch is running at (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve({ url, end });
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it served`)));
  });
}

/**
 * @template Item
 * @param {string} url of a list
 * @returns {Promise<Item[]>}
 */
async function listOf(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  // The server's own answer, in the shape that its OpenAPI document gives.
  const page = /** @type {{ items: Item[] }} */ (await response.json());
  return page.items;
}

/**
 * Waits for live Criticals, acknowledges another alert where there is one, and names the pages to take.
 *
 * @param {string} url
 * @returns {Promise<Shot[]>}
 */
async function shotsOf(url) {
  const critical = await untilCritical(url);
  await acknowledgeAnother(url, critical.id);
  /** @type {TunnelFacts[]} */
  const tunnels = await listOf(`${url}api/v1/tunnels?sort=replay&limit=1`);
  const worst = tunnels[0];
  if (worst === undefined) throw new Error('the demo has no tunnel');
  await nameTunnel(url, worst);
  const past = new Date(Date.now() - PAST_MS).toISOString();
  return [
    ...STATE_PAGES,
    { name: 'replay', path: `?at=${encodeURIComponent(past)}` },
    { name: 'tunnels', path: 'tunnels' },
    { name: 'tunnel', path: `tunnels/${encodeURIComponent(worst.gateway)}/${encodeURIComponent(worst.matchkey)}` },
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
    /** @type {AlertFacts[]} */
    const alerts = await listOf(`${url}api/v1/alerts?past=false`);
    const criticals = alerts.filter(({ severity }) => severity === 'critical');
    if (criticals[0] !== undefined && criticals.length >= CRITICALS) return criticals[0];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`fewer than ${CRITICALS} Criticals came within ${PATIENCE_MS / 1000} s`);
}

/**
 * @param {string} url
 * @param {number} id of the alert that stays as it is
 * @returns {Promise<void>}
 */
async function acknowledgeAnother(url, id) {
  /** @type {AlertFacts[]} */
  const alerts = await listOf(`${url}api/v1/alerts?past=false&state=unacknowledged`);
  const other = alerts.filter((alert) => alert.id !== id).at(-1);
  if (other === undefined) return;
  const body = JSON.stringify({ version: other.version, by: 'Anna', comment: 'Calling the site, ticket 4711' });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}api/v1/alerts/${other.id}/acknowledge`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`acknowledging alert ${other.id}: ${response.status}`);
}

/**
 * @param {string} url
 * @param {TunnelFacts} tunnel that gets a name
 * @returns {Promise<void>}
 */
async function nameTunnel(url, { gateway, matchkey }) {
  const place = {
    name: 'eNB Lund harbour',
    site: 'Lund',
    peer: '198.51.100.7',
    note: 'Shares its path with Malmö',
    priority: null,
  };
  const body = JSON.stringify({ gateway, kind: 'matchkey', pattern: matchkey, ...place });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}api/v1/inventory`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`naming tunnel ${matchkey}: ${response.status} ${await response.text()}`);
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
 * Nothing is loading any more, and the live stream has told its first state.
 *
 * @param {Page} page
 * @returns {Promise<void>}
 */
async function untilPainted(page) {
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy="true"], [aria-label="Loading"]').first().waitFor({ state: 'detached' });
  await page
    .getByText(/^CONNECTING$|^Waiting for the server/)
    .first()
    .waitFor({ state: 'detached' });
  // Canvas and charts draw in the frame after their data came. It is text, since it runs where there is a window.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
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
  for (const size of SIZES) {
    for (const { name, path } of shots) {
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
  const served = await serve(folder, logs.files, logs.before);
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

requireNode();
const { setUp } = await import('./setup.mjs');
if (!(await setUp())) process.exit(1);
const problem = await whyNoChromium();
const executablePath = findChromium();
if (problem !== undefined || executablePath === undefined) {
  console.error(problem);
  process.exit(1);
}
const { chromium } = await import('@playwright/test');
const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-'));
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  if (existsSync(FOLDER)) rmSync(FOLDER, { recursive: true });
  mkdirSync(FOLDER, { recursive: true });
  await takeAll(browser, folder);
  const bytes = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
  console.log(`${(bytes / 1024 / 1024).toFixed(1)} MiB in docs/screenshots`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
