import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2, levels A and AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds on the page, one line for each rule and place. */
export async function violations(page: Page): Promise<readonly string[]> {
  // A string and not a script tag: the pages' policy lets none in.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(AXE);
  const results = await page.evaluate<AxeResults, readonly string[]>(async (tags) => {
    const axe = Reflect.get(window, 'axe') as { run: (context: object, options: object) => Promise<AxeResults> };
    // Guards of a dialog's focus: they send it on at once, and nobody ever stands on one.
    const context = { exclude: ['[data-base-ui-focus-guard]'] };
    return axe.run(context, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  }, TAGS);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${page.url()} ${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
