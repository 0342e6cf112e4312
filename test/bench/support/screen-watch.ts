import type { Browser, Page } from '@playwright/test';
import { openPage } from './browser.js';

/** The overview in a browser, and what its chart says that it has counted. */
export class ScreenWatch {
  private constructor(private readonly page: Page) {}

  /** Opens the overview and begins to look at it ten times a second. */
  static async open(browser: Browser, url: string): Promise<ScreenWatch> {
    const page = await openPage(browser);
    await page.goto(url);
    await page.getByText('LIVE', { exact: true }).or(page.getByText('No data received yet')).first().waitFor();
    await page.evaluate(() => {
      const samples: [number, number][] = [];
      Reflect.set(window, 'benchSamples', samples);
      setInterval(() => {
        const words = /([\d,]+) failures?(?:, ([\d,]+) unknown messages?)? in the chart/.exec(
          document.body.textContent ?? '',
        );
        const [failures = 0, unknown = 0] =
          words?.slice(1).map((text) => Number((text ?? '0').replaceAll(',', ''))) ?? [];
        const shown = failures + unknown;
        samples.push([performance.timeOrigin + performance.now(), shown]);
      }, 100);
    });
    return new ScreenWatch(page);
  }

  /** Ends looking. Gives time (epoch ms) and count of every look, and the last count. */
  async close(): Promise<{ samples: [number, number][]; shown: number }> {
    const samples = await this.page.evaluate((): [number, number][] => {
      const kept: unknown = Reflect.get(window, 'benchSamples');
      return Array.isArray(kept) ? kept : [];
    });
    await this.page.context().close();
    return { samples, shown: samples.at(-1)?.[1] ?? 0 };
  }
}
