import { z } from 'zod';
import { readSetting, removeSetting } from '../../browser/browser-settings.js';

/** Where views of alerts were kept before the server did. */
const KEY = 'tunnelwatch.alertViews';
const MAX_VIEWS = 30;

const browserViewSchema = z.object({ name: z.string().min(1).max(60), search: z.string().max(2000) });

export type BrowserView = z.infer<typeof browserViewSchema>;

/** Views from a setting's text; invalid ones are left out. */
export function parseBrowserViews(text: string | null): readonly BrowserView[] {
  if (text === null) return [];
  try {
    const parsed = z.array(browserViewSchema).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.slice(0, MAX_VIEWS) : [];
  } catch {
    // Another program wrote it.
    return [];
  }
}

/** The views that are still in this browser only. */
export function browserViews(): readonly BrowserView[] {
  return parseBrowserViews(readSetting(KEY));
}

/** They are on the server now. */
export function forgetBrowserViews(): void {
  removeSetting(KEY);
}
