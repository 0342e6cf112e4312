import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { FROM_SOURCE } from '../from-source.mjs';

/**
 * @typedef {import('./shots.mjs').Target} Target
 * @typedef {import('../pictures/serve.mjs').Served} Served
 */

const PATH = 'gallery/index.html';

/**
 * The page of the components, as client/gallery has it: no build of the product contains it.
 *
 * @returns {Promise<Served>}
 */
export async function serveComponents() {
  const { createServer } = await import('vite');
  const pages = await createServer({
    root: join(ROOT, 'client'),
    configFile: join(ROOT, 'client', 'vite.config.ts'),
    resolve: FROM_SOURCE,
    logLevel: 'warn',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await pages.listen();
  const url = pages.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the page of the components is not served');
  return { url, freeze: () => undefined, thaw: () => undefined, end: () => pages.close() };
}

/** @param {string} name of a button that opens something */
function pressing(name) {
  /** @param {import('@playwright/test').Page} page */
  return (page) => page.getByRole('button', { name }).first().click();
}

/** One of the samples is of a panel that loads. */
const ALL = { path: PATH, isNeverDone: true };

/** All components on one page, and what opens over it. @type {readonly Target[]} */
export const componentTargets = [
  { ...ALL, name: 'all', isWhole: true },
  { ...ALL, name: 'dialog', act: pressing('Open dialog') },
  { ...ALL, name: 'toasts', act: pressing('Show toasts') },
  { ...ALL, name: 'columns', act: pressing('Columns') },
  { ...ALL, name: 'menu', act: pressing('Actions for') },
];
