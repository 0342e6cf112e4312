import { readSetting, writeSetting } from '../browser/browser-settings.js';

/** The look of the pages: a fixed one, or that of the system. The same names are in the settings of a person. */
const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** The theme of the last page in this browser: the next one has it before the server has said who it is for. */
const KEY = 'tunnelwatch.theme';
const LIGHT_QUERY = '(prefers-color-scheme: light)';

let chosen: Theme = 'system';
/** That of a page which does not ask its person; null on all others. */
let pinned: Theme | null = null;

/** The theme for a name from outside; undefined for none of them. */
export function themeFrom(name: string | null): Theme | undefined {
  return THEMES.find((theme) => theme === name);
}

/** Starts a page with the theme of the last one in this browser. */
export function startTheme(): void {
  chosen = themeFrom(readSetting(KEY)) ?? 'system';
  apply();
}

/** Changes the theme of the person at this page. */
export function chooseTheme(theme: Theme): void {
  chosen = theme;
  writeSetting(KEY, theme);
  apply();
}

/** Holds the page at a theme, whatever its person has chosen. @returns how to end that */
export function pinTheme(theme: Theme): () => void {
  pinned = theme;
  apply();
  return () => {
    pinned = null;
    apply();
  };
}

/** Style sheets and canvases follow this attribute. */
function apply(): void {
  const theme = pinned ?? chosen;
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Whether the page is dark or light now, for what style sheets cannot reach: canvases. */
export function shownTheme(): 'dark' | 'light' {
  const theme = pinned ?? chosen;
  if (theme !== 'system') return theme;
  return matchMedia(LIGHT_QUERY).matches ? 'light' : 'dark';
}

/** Calls back when the shown theme may have changed. @returns how to stop */
export function watchTheme(onChange: () => void): () => void {
  const system = matchMedia(LIGHT_QUERY);
  system.addEventListener('change', onChange);
  const attribute = new MutationObserver(onChange);
  attribute.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', onChange);
    attribute.disconnect();
  };
}
