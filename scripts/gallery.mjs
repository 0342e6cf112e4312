import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium, whyNoChromium } from './chromium.mjs';
import { calm, empty, firstStart, flooded, live, losingInput, stale, withSignIn } from './gallery/servers.mjs';
import { shotsIn, takeState } from './gallery/shots.mjs';
import { galleryPage, writeSheets } from './gallery/sheets.mjs';
import { requireNode } from './node-version.mjs';
import { ROOT } from './root.mjs';

/**
 * Renders every page in every state, theme and size: `.cache/gallery/index.html` has all pictures, `docs/gallery` a sheet
 * for each state.
 *
 * @typedef {import('./gallery/shots.mjs').Target} Target
 * @typedef {import('./gallery/shots.mjs').Trouble} Trouble
 * @typedef {import('./gallery/servers.mjs').Served} Served
 */

const FOLDER = join(ROOT, '.cache', 'gallery');
const OUT = join(ROOT, 'docs', 'gallery');
const MAX_MIB = 3;

/** @type {Target} */
const WALL = { name: 'wall', path: 'wall?theme=system' };

/** Pages that show data of now. @type {readonly Target[]} */
const LIVE_PAGES = [
  { name: 'overview', path: '' },
  { name: 'tunnels', path: 'tunnels' },
  { name: 'gateways', path: 'gateways' },
  { name: 'alerts', path: 'alerts' },
  { name: 'events', path: 'events' },
  { name: 'sources', path: 'sources' },
];

/** Pages that look the same in all states of the data. @type {readonly Target[]} */
const OTHER_PAGES = [
  { name: 'report', path: 'report' },
  { name: 'inventory', path: 'inventory' },
  { name: 'catalogue', path: 'catalogue' },
  { name: 'message', path: 'catalogue?id=278' },
  { name: 'health', path: 'alerts/health' },
  { name: 'windows', path: 'alerts/windows' },
  { name: 'settings', path: 'settings' },
  { name: 'admin', path: 'admin' },
  { name: 'rules', path: 'admin/rules' },
  { name: 'audit', path: 'admin/audit' },
  { name: 'walls', path: 'admin/walls' },
  { name: 'not-found', path: 'nowhere' },
];

/**
 * @param {import('@playwright/test').Page} page
 * @param {'button' | 'menuitem'} role
 * @param {RegExp} name
 */
function press(page, role, name) {
  return page.getByRole(role, { name }).first().click();
}

/** What opens over a page. @type {readonly Target[]} */
const OPENED = [
  {
    name: 'search',
    path: '',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').first().fill('gw-');
      await page.getByRole('option').first().waitFor();
    },
  },
  { name: 'alert-menu', path: 'alerts', act: (page) => press(page, 'button', /^Actions for/) },
  {
    name: 'acknowledge',
    path: 'alerts',
    act: async (page) => {
      await press(page, 'button', /^Actions for/);
      await press(page, 'menuitem', /^Acknowledge/);
    },
  },
  {
    name: 'shelve',
    path: 'alerts',
    act: async (page) => {
      await press(page, 'button', /^Actions for/);
      await press(page, 'menuitem', /^Shelve/);
    },
  },
  { name: 'views', path: 'alerts', act: (page) => press(page, 'button', /^Views/) },
  {
    name: 'save-view',
    path: 'alerts',
    act: async (page) => {
      await press(page, 'button', /^Views/);
      await press(page, 'menuitem', /^Save view/);
    },
  },
  { name: 'new-window', path: 'alerts/windows', act: (page) => press(page, 'button', /^New/) },
  { name: 'new-entry', path: 'inventory', act: (page) => press(page, 'button', /^New/) },
  { name: 'new-wall', path: 'admin/walls', act: (page) => press(page, 'button', /^New wall/) },
  {
    name: 'wall-link-form',
    path: 'admin/walls',
    act: (page) => press(page, 'button', /^New link/),
  },
  {
    name: 'wall-link',
    path: 'admin/walls',
    act: async (page) => {
      await press(page, 'button', /^New link/);
      await press(page, 'button', /^Create link/);
      await page.getByRole('img', { name: /^QR code/ }).waitFor();
    },
  },
  { name: 'rule-form', path: 'admin/rules', act: (page) => press(page, 'button', /^Edit/) },
];

/**
 * The pages of what there is: the worst tunnel, its gateway, an alert.
 *
 * @param {Served} served
 * @returns {Promise<Target[]>}
 */
async function subjectPages({ url }) {
  const [tunnel] = await listOf(`${url}api/v1/tunnels?sort=replay&limit=1`);
  const [alert] = await listOf(`${url}api/v1/alerts?past=false`);
  const gateway = encodeURIComponent(String(tunnel?.['gateway']));
  return [
    { name: 'tunnel', path: `tunnels/${gateway}/${encodeURIComponent(String(tunnel?.['matchkey']))}` },
    { name: 'gateway', path: `gateways/${gateway}` },
    ...(alert === undefined ? [] : [{ name: 'alert', path: `alerts/${String(alert['id'])}` }]),
  ];
}

/**
 * @param {string} url of a list
 * @returns {Promise<Record<string, unknown>[]>}
 */
async function listOf(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  // The server's own answer, in the shape that its OpenAPI document gives.
  const { items } = /** @type {{ items: Record<string, unknown>[] }} */ (await response.json());
  return items;
}

/**
 * @param {string} url
 * @param {string} path
 * @param {object} body
 */
async function post(url, path, body) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** What people have made: a wall, a name, a maintenance window, a note. @param {Served} served */
async function furnish({ url }) {
  const [tunnel] = await listOf(`${url}api/v1/tunnels?sort=replay&limit=1`);
  const wall = { name: 'Night shift', gateways: ['gw-north'], pages: ['overview', 'alerts', 'gateways'] };
  const screen = {
    secondsPerPage: 20,
    distanceM: 5,
    diagonalIn: 55,
    overscanPercent: 2.5,
    theme: 'system',
    sound: false,
  };
  await post(url, 'walls', { ...wall, ...screen });
  const place = { site: 'Lund', peer: '198.51.100.7', note: 'Shares its path with Malmö', priority: null };
  const about = { gateway: tunnel?.['gateway'], kind: 'matchkey', pattern: tunnel?.['matchkey'] };
  await post(url, 'inventory', { ...about, name: 'eNB Lund harbour', ...place });
  await post(url, 'hand-over-notes', { text: 'gw-north: the carrier works on the ring until 04:00.' });
  const alerts = await listOf(`${url}api/v1/alerts?past=false&state=unacknowledged`);
  const last = alerts.at(-1);
  if (last !== undefined) {
    const request = { version: last['version'], by: 'Anna', comment: 'Calling the site, ticket 4711' };
    await post(url, `alerts/${String(last['id'])}/acknowledge`, request);
  }
}

/**
 * The states, each with the server that is in it.
 *
 * @type {readonly { state: string, start: (folder: string) => Promise<Served>, trouble?: Trouble, targets: (served: Served) => Promise<readonly Target[]> }[]}
 */
const STATES = [
  { state: 'first-start', start: firstStart, targets: async () => [...LIVE_PAGES, WALL] },
  { state: 'empty', start: empty, targets: async () => [...LIVE_PAGES, WALL] },
  {
    state: 'loading',
    start: live,
    trouble: 'hold',
    targets: async () => [...LIVE_PAGES, ...OTHER_PAGES.slice(0, 4), WALL],
  },
  {
    state: 'live',
    start: async (folder) => {
      const served = await live(folder);
      await untilLive(served);
      await furnish(served);
      return served;
    },
    targets: async (served) => [
      ...LIVE_PAGES,
      ...(await subjectPages(served)),
      ...OTHER_PAGES,
      WALL,
      { name: 'wall-for-some', path: 'wall/1' },
    ],
  },
  {
    state: 'opened',
    start: async (folder) => {
      const served = await live(folder);
      await untilLive(served);
      await furnish(served);
      return served;
    },
    targets: async () => OPENED,
  },
  { state: 'calm', start: calm, targets: async () => [...LIVE_PAGES, WALL] },
  { state: 'flooded', start: flooded, targets: async () => [...LIVE_PAGES, WALL] },
  { state: 'stale', start: stale, targets: async (served) => [...LIVE_PAGES, ...(await subjectPages(served)), WALL] },
  {
    state: 'disconnected',
    start: live,
    trouble: 'freeze',
    targets: async (served) => [...LIVE_PAGES, ...(await subjectPages(served)), WALL],
  },
  { state: 'losing-input', start: losingInput, targets: async () => [...LIVE_PAGES, WALL] },
  {
    state: 'no-permission',
    start: withSignIn,
    trouble: 'signIn',
    targets: async () => [
      ...LIVE_PAGES,
      ...OTHER_PAGES.filter(({ name }) => ['admin', 'rules', 'audit', 'walls'].includes(name)),
    ],
  },
  {
    state: 'failed',
    start: live,
    trouble: 'fail',
    targets: async (served) => [...LIVE_PAGES, ...(await subjectPages(served)), ...OTHER_PAGES],
  },
  {
    state: 'history',
    start: live,
    targets: async (served) => {
      await untilLive(served);
      // History begins with the first record, some seconds after the start.
      await new Promise((resolve) => setTimeout(resolve, 12_000));
      const at = `at=${new Date(Date.now() - 3000).toISOString()}`;
      const pages = [...LIVE_PAGES, ...(await subjectPages(served))];
      return [
        ...pages.map(({ name, path }) => ({ name, path: `${path}?${at}` })),
        { ...WALL, path: `${WALL.path}&${at}` },
      ];
    },
  },
];

/** Waits until what the log has is stored and has raised its alerts. @param {Served} served */
async function untilLive({ url }) {
  for (let tries = 0; tries < 120; tries++) {
    if ((await listOf(`${url}api/v1/alerts?past=false`)).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('no alert was raised within a minute');
}

requireNode();
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const { setUp } = await import('./setup.mjs');
if (!(await setUp())) process.exit(1);
const problem = await whyNoChromium();
const executablePath = findChromium();
if (problem !== undefined || executablePath === undefined) {
  console.error(problem);
  process.exit(1);
}
const { chromium } = await import('@playwright/test');
const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-gallery-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const only = values.only?.split(',');
  if (only === undefined && existsSync(FOLDER)) rmSync(FOLDER, { recursive: true });
  for (const each of [FOLDER, OUT]) mkdirSync(each, { recursive: true });
  for (const { state, start, trouble = 'none', targets } of STATES) {
    if (only !== undefined && !only.includes(state)) continue;
    const served = await start(join(folder, state));
    try {
      if (trouble !== 'none' && state !== 'no-permission') await untilLive(served);
      const own = await takeState(browser, FOLDER, { state, served, targets: await targets(served), trouble });
      console.log(`${state}: ${own.length} pictures`);
    } finally {
      await served.end();
    }
  }
  const shots = shotsIn(
    FOLDER,
    STATES.map(({ state }) => state),
  );
  const index = join(FOLDER, 'index.html');
  writeFileSync(
    index,
    galleryPage(shots, ({ file }) => file),
  );
  await writeSheets(browser, { folder: FOLDER, out: OUT, shots });
  const mib = readdirSync(OUT).reduce((sum, name) => sum + statSync(join(OUT, name)).size, 0) / 1024 / 1024;
  console.log(`${index}: ${shots.length} pictures; docs/gallery has ${mib.toFixed(1)} MiB`);
  if (mib > MAX_MIB) throw new Error(`docs/gallery must not have more than ${MAX_MIB} MiB: make its sheets smaller`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
