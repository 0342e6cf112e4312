import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clusterTargets } from './gallery/cluster.mjs';
import { componentTargets, serveComponents } from './gallery/components.mjs';
import { calm, empty, firstStart, flooded, live, losingInput, stale, withSignIn } from './gallery/servers.mjs';
import { shotsIn, SIZES, takeState } from './gallery/shots.mjs';
import { galleryPage, isOnSheet, writeSheets } from './gallery/sheets.mjs';
import { acknowledgeLast, alertsOf, nameTunnel, post, tunnelPath, tunnelsOf, worstTunnel } from './pictures/api.mjs';
import { takePictures } from './pictures/browser.mjs';
import { ROOT } from './root.mjs';

/**
 * Renders every page in every state, theme and size, and the components that pages share: `.cache/gallery/index.html` has
 * all pictures, `docs/gallery` a sheet for each state.
 *
 * @typedef {import('./gallery/shots.mjs').Target} Target
 * @typedef {import('./gallery/shots.mjs').Trouble} Trouble
 * @typedef {import('./pictures/serve.mjs').Served} Served
 */

const FOLDER = join(ROOT, '.cache', 'gallery');
const OUT = join(ROOT, 'docs', 'gallery');
const MAX_MIB = 3;

/** @type {Target} */
const WALL = { name: 'wall', path: 'wall?theme=system' };

/** @type {readonly Target[]} */
const PAGES = [
  { name: 'overview', path: '' },
  { name: 'tunnels', path: 'tunnels' },
  { name: 'gateways', path: 'gateways' },
  { name: 'alerts', path: 'alerts' },
  { name: 'events', path: 'events' },
  { name: 'sources', path: 'sources' },
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
      await page.getByRole('dialog').getByRole('combobox').fill('gw-');
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
 * Every page there is, with those of the worst tunnel, its gateway and an alert where there are any.
 *
 * @param {Served} served
 * @returns {Promise<Target[]>}
 */
async function everyPage({ url }) {
  const [tunnel] = await tunnelsOf(url);
  const [alert] = await alertsOf(url);
  return [
    ...PAGES,
    ...(tunnel === undefined
      ? []
      : [
          { name: 'tunnel', path: tunnelPath(tunnel) },
          { name: 'gateway', path: `gateways/${encodeURIComponent(tunnel.gateway)}` },
        ]),
    ...(alert === undefined ? [] : [{ name: 'alert', path: `alerts/${alert.id}` }]),
    WALL,
  ];
}

/** What people have made: a wall, a name, a maintenance window, a note. @param {Served} served */
async function furnish({ url }) {
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
  await nameTunnel(url, await worstTunnel(url));
  await post(url, 'hand-over-notes', { text: 'gw-north: the carrier works on the ring until 04:00.' });
  await acknowledgeLast(url);
}

/**
 * A server with data, whose alerts are raised and which people have used.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
async function used(folder) {
  const served = await live(folder);
  await untilLive(served);
  await furnish(served);
  return served;
}

/**
 * A server that has read its log: before that it has no tunnels and alerts, whose pages would be missing.
 *
 * @param {(folder: string) => Promise<Served>} start
 * @returns {(folder: string) => Promise<Served>}
 */
function read(start) {
  return async (folder) => {
    const served = await start(folder);
    await untilLive(served);
    return served;
  };
}

/**
 * Pages of the time machine, a moment ago.
 *
 * @param {Served} served
 * @returns {Promise<Target[]>}
 */
async function pastPages(served) {
  await untilLive(served);
  // History begins with the first record, some seconds after the start.
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  const at = `at=${new Date(Date.now() - 3000).toISOString()}`;
  const pages = await everyPage(served);
  return pages.map(({ name, path }) => ({ name, path: `${path}${path.includes('?') ? '&' : '?'}${at}` }));
}

/**
 * The states, each with the server that is in it.
 *
 * @type {readonly { state: string, start: (folder: string) => Promise<Served>, trouble?: Trouble, targets: (served: Served) => Promise<readonly Target[]> }[]}
 */
const STATES = [
  { state: 'components', start: serveComponents, targets: async () => componentTargets },
  { state: 'first-start', start: firstStart, targets: everyPage },
  { state: 'empty', start: empty, targets: everyPage },
  { state: 'loading', start: live, trouble: 'hold', targets: everyPage },
  {
    state: 'live',
    start: used,
    targets: async (served) => [...(await everyPage(served)), { name: 'wall-for-some', path: 'wall/1' }],
  },
  { state: 'cluster', start: read(live), targets: async () => clusterTargets },
  { state: 'opened', start: used, targets: async () => OPENED },
  { state: 'calm', start: calm, targets: everyPage },
  { state: 'flooded', start: read(flooded), targets: everyPage },
  { state: 'stale', start: read(stale), targets: everyPage },
  { state: 'disconnected', start: live, trouble: 'freeze', targets: everyPage },
  { state: 'losing-input', start: read(losingInput), targets: everyPage },
  { state: 'no-permission', start: withSignIn, trouble: 'signIn', targets: async () => [...PAGES, WALL] },
  { state: 'failed', start: live, trouble: 'fail', targets: everyPage },
  { state: 'history', start: live, targets: pastPages },
];

/** Waits until what the log has is stored and has raised its alerts. @param {Served} served */
async function untilLive({ url }) {
  for (let tries = 0; tries < 120; tries++) {
    if ((await alertsOf(url)).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('no alert was raised within a minute');
}

const { values } = parseArgs({ options: { only: { type: 'string' }, size: { type: 'string' } } });
const only = values.only?.split(',');
const names = STATES.map(({ state }) => state);
if (values.size !== undefined && !SIZES.some(({ name }) => name === values.size)) {
  throw new Error(`--size=${values.size}: it is none of ${SIZES.map(({ name }) => name).join(', ')}`);
}
const wrong = only?.find((name) => !names.includes(name));
if (wrong !== undefined) throw new Error(`--only=${wrong}: it is none of ${names.join(', ')}`);
await takePictures(async (browser, folder) => {
  if (only === undefined && values.size === undefined && existsSync(FOLDER)) rmSync(FOLDER, { recursive: true });
  for (const each of [FOLDER, OUT]) mkdirSync(each, { recursive: true });
  for (const { state, start, trouble = 'none', targets } of STATES) {
    if (only !== undefined && !only.includes(state)) continue;
    const served = await start(join(folder, state));
    try {
      if (trouble !== 'none' && state !== 'no-permission') await untilLive(served);
      const own = await takeState(browser, FOLDER, {
        state,
        served,
        targets: await targets(served),
        trouble,
        sizes: values.size === undefined ? SIZES : SIZES.filter(({ name }) => name === values.size),
      });
      console.log(`${state}: ${own.length} pictures`);
    } finally {
      await served.end();
    }
  }
  const shots = shotsIn(FOLDER, names);
  const index = join(FOLDER, 'index.html');
  writeFileSync(index, galleryPage(shots));
  await writeSheets(browser, { folder: FOLDER, out: OUT, shots: shots.filter(isOnSheet) });
  const mib = readdirSync(OUT).reduce((sum, name) => sum + statSync(join(OUT, name)).size, 0) / 1024 / 1024;
  console.log(`${index}: ${shots.length} pictures; docs/gallery has ${mib.toFixed(1)} MiB`);
  if (mib > MAX_MIB) throw new Error(`docs/gallery must not have more than ${MAX_MIB} MiB: make its sheets smaller`);
});
