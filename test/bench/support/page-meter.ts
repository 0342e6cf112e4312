import type { Browser, CDPSession, Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { openPage } from './browser.js';

/** What a page costs and how it feels while somebody looks at it. */
export interface PageFigures {
  firstPaintMs: number;
  /** Share of the time in which its main thread is busy, 0 to 1. */
  busy: number;
  longestTaskMs: number;
  domNodes: number;
  /** Sum of all layout shifts that nobody caused by a click or a key, in the measured time. */
  layoutShift: number;
  heapBytes: number;
  /** Of all scripts that it loaded, gzip. */
  scriptBytes: number;
}

/** Opens a page as a screen that was never here, lets it settle, and watches it for some seconds. */
export async function measurePage(browser: Browser, url: string, seconds: number): Promise<PageFigures> {
  const scripts: Promise<Buffer>[] = [];
  const page = await openPage(browser, watchShifts);
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body());
  });
  await page.goto(url);
  await pause(SETTLE_MS);
  const firstPaintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  const session = await page.context().newCDPSession(page);
  // The time of the thread and not of the clock: whatever else runs on the machine does not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await taskSeconds(session);
  await page.evaluate(() => Reflect.set(window, 'benchShift', { sum: 0, longest: 0 }));
  await pause(seconds * 1000);
  const after = await taskSeconds(session);
  const { sum, longest } = await shiftsOf(page);
  const domNodes = await page.evaluate(() => document.querySelectorAll('*').length);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize: heapBytes } = await session.send('Runtime.getHeapUsage');
  const bodies = await Promise.all(scripts);
  await page.context().close();
  return {
    firstPaintMs,
    busy: (after.task - before.task) / (after.at - before.at),
    longestTaskMs: longest,
    domNodes,
    layoutShift: sum,
    heapBytes,
    scriptBytes: bodies.reduce((total, body) => total + gzipSync(body).length, 0),
  };
}

/** Loading is a cost of its own; what is measured afterwards is the cost of staying. */
const SETTLE_MS = 5000;

async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { sum: 0, longest: 0 };
    Reflect.set(window, 'benchShift', seen);
    const current = (): typeof seen => Reflect.get(window, 'benchShift') as typeof seen;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // The types of the DOM do not have this entry yet.
        const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!hadRecentInput) current().sum += value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) current().longest = Math.max(current().longest, duration);
    }).observe({ type: 'longtask', buffered: true });
  });
}

async function shiftsOf(page: Page): Promise<{ sum: number; longest: number }> {
  return page.evaluate(() => {
    const seen: unknown = Reflect.get(window, 'benchShift');
    // Set above, in this page.
    return seen as { sum: number; longest: number };
  });
}

async function taskSeconds(session: CDPSession): Promise<{ task: number; at: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const valueOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { task: valueOf('TaskDuration'), at: valueOf('Timestamp') };
}
