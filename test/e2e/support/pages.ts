import type { Locator, Page } from '@playwright/test';

/** Every page that an operator opens from the navigation, with its title; the wall has no visible one. */
export const PAGES = [
  { path: '', name: 'overview', title: 'Overview' },
  { path: 'tunnels', name: 'tunnels', title: 'Tunnels' },
  { path: 'gateways', name: 'gateways', title: 'Gateways' },
  { path: 'alerts', name: 'alerts', title: 'Alerts' },
  { path: 'events', name: 'events', title: 'Events' },
  { path: 'report', name: 'report', title: 'Report' },
  { path: 'inventory', name: 'inventory', title: 'Inventory' },
  { path: 'sources', name: 'sources', title: 'Sources' },
  { path: 'catalogue', name: 'catalogue', title: 'Catalogue' },
] as const;

/** The strip at the top of every page but the wall. */
export function header(page: Page): Locator {
  return page.getByRole('banner');
}

/** Failures in the chart of the overview, as it says it itself: "1,234 failures in the chart". */
export function chartSum(page: Page): Locator {
  return page.getByText(/^[\d,]+ failures?\b.* in the chart/);
}

/** Waits until the page is live and not merely there. */
export async function untilLive(page: Page): Promise<void> {
  await header(page).getByText('LIVE', { exact: true }).waitFor();
}

/** A number as the pages write it. */
export function written(count: number): string {
  return new Intl.NumberFormat('en-GB').format(count);
}

/**
 * Lets the sound of pages opened from now on begin as the browser leaves it before anybody has clicked: suspended, until
 * a click resumes it. Chromium alone would not do, since the runner's own looks at a page count for it as clicks.
 */
export async function blockSound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.AudioContext = class extends AudioContext {
      constructor() {
        super();
        void this.suspend();
      }
    };
  });
}
