import { readSetting, writeSetting } from '../browser/browser-settings.js';

/** The look of the pages: a fixed one, or that of the system. */
export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'tunnelwatch.theme';
const LIGHT_QUERY = '(prefers-color-scheme: light)';

/** Applies a theme to the whole page; style sheets and canvases follow. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Whether the page is dark or light now, for what style sheets cannot reach: canvases. */
export function shownTheme(): 'dark' | 'light' {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return matchMedia(LIGHT_QUERY).matches ? 'light' : 'dark';
}

/** Calls back when the shown theme may have changed. @returns how to stop */
export function watchTheme(onChange: () => void): () => void {
  const system = matchMedia(LIGHT_QUERY);
  system.addEventListener('change', onChange);
  const chosen = new MutationObserver(onChange);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', onChange);
    chosen.disconnect();
  };
}

/** The theme for a name from outside; undefined for none of them. */
export function themeFrom(name: string | null): Theme | undefined {
  return THEMES.find((theme) => theme === name);
}

/** The theme last chosen in this browser: pages have it before the server has said who they are for. */
export function keptTheme(): Theme {
  return themeFrom(readSetting(KEY)) ?? 'system';
}

/** Applies a theme and keeps it for the next start of a page in this browser. */
export function keepTheme(theme: Theme): void {
  writeSetting(KEY, theme);
  applyTheme(theme);
}
