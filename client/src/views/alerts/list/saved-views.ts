import { z } from 'zod';
import { readSetting, writeSetting } from '../../../browser/browser-settings.js';

const KEY = 'tunnelwatch.alertViews';
const MAX_VIEWS = 30;

/** A named filter. */
const savedViewSchema = z.object({ name: z.string().min(1).max(60), search: z.string().max(2000) });

export type SavedView = z.infer<typeof savedViewSchema>;

/** Saved views from a setting's text; invalid ones are ignored. */
export function parseViews(text: string | null): readonly SavedView[] {
  if (text === null) return [];
  try {
    const parsed = z.array(savedViewSchema).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.slice(0, MAX_VIEWS) : [];
  } catch {
    // Another program, or an older version of this one, wrote it.
    return [];
  }
}

/** The views plus another one, which replaces one with the same name. Sorted by name, thirty at most. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const others = views.filter((each) => each.name !== view.name);
  return [...others, view].sort((a, b) => a.name.localeCompare(b.name)).slice(0, MAX_VIEWS);
}

export function withoutView(views: readonly SavedView[], name: string): readonly SavedView[] {
  return views.filter((each) => each.name !== name);
}

/** The views stored in this browser. */
export function loadViews(): readonly SavedView[] {
  return parseViews(readSetting(KEY));
}

export function storeViews(views: readonly SavedView[]): void {
  writeSetting(KEY, JSON.stringify(views));
}

/** A query string in canonical order, so that equal filters are equal texts. */
export function normalSearch(search: URLSearchParams): string {
  const sorted = new URLSearchParams(search);
  sorted.sort();
  return sorted.toString();
}
