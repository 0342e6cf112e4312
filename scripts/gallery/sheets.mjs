import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('./shots.mjs').Shot} Shot
 */

/** Widths of a picture on a sheet, by the width of the screen. */
const THUMB = new Map([
  ['1920x1080', 360],
  ['3840x2160', 360],
  ['1080x1920', 170],
  ['390x844', 140],
]);
const SHEET_SIZES = new Set(['1920x1080', '390x844']);
const WALL_PAGE = /^wall(-for-some)?$/;
const LIVE_PAGES = new Set('overview tunnels tunnel gateways gateway alerts alert events sources'.split(' '));
const SHEETS_OF_ALL = new Set(['components', 'live', 'opened', 'cluster']);
const SHEET_WIDTH = 1500;
const QUALITY = 28;

/**
 * One page with all pictures, a section for each state.
 *
 * @param {readonly Shot[]} shots
 * @param {'lazy' | 'eager'} [loading] of the pictures: thousands at once are too many for a browser
 */
export function galleryPage(shots, loading = 'lazy') {
  const states = [...new Set(shots.map(({ state }) => state))];
  const sections = states.map((state) => {
    const figures = shots
      .filter((shot) => shot.state === state)
      .map(
        (shot) =>
          `<figure style="width:${THUMB.get(shot.size) ?? 300}px"><a href="${shot.file}"><img loading="${loading}" src="${shot.file}" alt=""></a>` +
          `<figcaption>${shot.page} · ${shot.size} · ${shot.theme}</figcaption></figure>`,
      );
    return `<section><h2>${state}</h2><div>${figures.join('')}</div></section>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>
body{margin:8px;font:13px system-ui;background:#888;color:#000}
div{display:flex;flex-wrap:wrap;gap:8px;align-items:flex-start}
figure{margin:0}img{display:block;width:100%}h2{margin:8px 0 4px;font-size:16px}figcaption{font-size:11px}
</style><h1 style="font-size:18px;margin:0">Tunnelwatch: every page in every state, theme and size</h1>${sections.join('')}</html>`;
}

/**
 * What the sheets show, which are kept in the repository: walls in every size and the pages on a desk and on a phone; those
 * that are much the same in all states only where they are what the state is about.
 *
 * @param {Shot} shot
 */
export function isOnSheet({ state, page, size }) {
  if (WALL_PAGE.test(page)) return true;
  return SHEET_SIZES.has(size) && (LIVE_PAGES.has(page) || SHEETS_OF_ALL.has(state));
}

/**
 * A sheet for each state, small enough to be kept.
 *
 * @param {Browser} browser
 * @param {{ folder: string, out: string, shots: readonly Shot[] }} where
 * @returns {Promise<string[]>} the files
 */
export async function writeSheets(browser, { folder, out, shots }) {
  const page = await browser.newPage({ viewport: { width: SHEET_WIDTH, height: 900 } });
  const files = [];
  for (const state of new Set(shots.map((shot) => shot.state))) {
    const own = shots.filter((shot) => shot.state === state);
    const html = join(folder, `sheet-${state}.html`);
    writeFileSync(html, galleryPage(own, 'eager'));
    await page.goto(pathToFileURL(html).href);
    await page.waitForLoadState('networkidle');
    const file = `${state}.jpg`;
    writeFileSync(join(out, file), await page.screenshot({ type: 'jpeg', quality: QUALITY, fullPage: true }));
    files.push(file);
  }
  await page.close();
  return files;
}
