import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, whyNoChromium } from '../chromium.mjs';
import { requireNode } from '../node-version.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Locator} Locator
 * @typedef {import('@playwright/test').Page} Page
 */

const PATIENCE_MS = 15_000;

/**
 * Runs what takes pictures, with everything built, a browser, and a folder that is gone afterwards.
 *
 * @param {(browser: Browser, folder: string) => Promise<void>} take
 */
export async function takePictures(take) {
  requireNode();
  const { setUp } = await import('../setup.mjs');
  if (!(await setUp())) process.exit(1);
  const problem = await whyNoChromium();
  const executablePath = findChromium();
  if (problem !== undefined || executablePath === undefined) {
    console.error(problem);
    process.exit(1);
  }
  const { chromium } = await import('@playwright/test');
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-pictures-'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await take(browser, folder);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Nothing is loading any more, the live stream has told its first state, and canvases have drawn it. What still loads after
 * a while is in the picture, for whoever looks at it.
 *
 * @param {Page} page
 */
export async function untilPainted(page) {
  await until(page.getByRole('heading', { level: 1 }).first(), 'attached');
  await page.waitForLoadState('networkidle');
  await until(page.locator('[aria-busy="true"], [aria-label="Loading"]').first(), 'detached');
  await until(page.getByText(/^CONNECTING$|^Waiting for the server/).first(), 'detached');
  await untilDrawn(page);
}

/**
 * Canvas and charts draw in the frame after their data came, and lists measure themselves in the one after that.
 *
 * @param {Page} page
 */
export async function untilDrawn(page) {
  // It is text, since it runs where there is a window.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/**
 * @param {Locator} locator
 * @param {'attached' | 'detached'} state
 */
async function until(locator, state) {
  try {
    await locator.waitFor({ state, timeout: PATIENCE_MS });
  } catch {
    console.log(`still loading after ${PATIENCE_MS / 1000} s: ${locator.page().url()}`);
  }
}
