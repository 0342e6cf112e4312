import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../../scripts/chromium.mjs';
import type { BenchContext } from '../context.js';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'];

/** A Chromium that ends with the run; undefined when it is not wanted or there is none. */
export async function openBrowser({ options, cleanup, say }: BenchContext): Promise<Browser | undefined> {
  if (!options.hasBrowser) return undefined;
  const executablePath = findChromium();
  if (executablePath === undefined) {
    say('no Chromium was found: what is measured in it is left out');
    return undefined;
  }
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  cleanup.add(() => browser.close());
  return browser;
}

/** Opens a page of its own, as another screen would. */
export async function openPage(browser: Browser, prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await prepare?.(page);
  return page;
}

/** Makes a page remember when each text that a pattern finds was painted first. Call it before the page is opened. */
export async function watchPaint(page: Page, pattern: RegExp): Promise<void> {
  await page.addInitScript((source) => {
    const seen = new Map<string, number>();
    Reflect.set(window, 'benchPainted', seen);
    const marks = new RegExp(source, 'g');
    new MutationObserver((mutations) => {
      const fresh: string[] = [];
      for (const { target, addedNodes } of mutations) {
        for (const node of addedNodes.length > 0 ? addedNodes : [target]) {
          for (const [, mark] of (node.textContent ?? '').matchAll(marks)) {
            if (mark === undefined || seen.has(mark)) continue;
            seen.set(mark, Number.NaN);
            fresh.push(mark);
          }
        }
      }
      if (fresh.length === 0) return;
      requestAnimationFrame(() => {
        // A frame's callbacks run before it is painted, a message that they send is heard afterwards.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          const at = performance.timeOrigin + performance.now();
          for (const mark of fresh) seen.set(mark, at);
          channel.port1.close();
        };
        channel.port2.postMessage(null);
      });
    }).observe(document, { subtree: true, childList: true, characterData: true });
  }, pattern.source);
}

/** Makes a page remember when an element was painted first that a selector finds. Call it before the page is opened. */
export async function watchDrawing(page: Page, selector: string): Promise<void> {
  await page.addInitScript((wanted) => {
    const seen = new Map<string, number>();
    Reflect.set(window, 'benchPainted', seen);
    const observer = new MutationObserver(() => {
      if (document.querySelector(wanted) === null) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          seen.set(wanted, performance.timeOrigin + performance.now());
          channel.port1.close();
        };
        channel.port2.postMessage(null);
      });
    });
    observer.observe(document, { subtree: true, childList: true, attributeFilter: ['width'] });
  }, selector);
}

/** When each was painted, epoch ms, by what the pattern found in the text, or by the selector. */
export async function paintTimes(page: Page): Promise<Map<string, number>> {
  const entries = await page.evaluate((): [string, number][] => {
    const seen: unknown = Reflect.get(window, 'benchPainted');
    return seen instanceof Map ? [...seen] : [];
  });
  return new Map(entries);
}
