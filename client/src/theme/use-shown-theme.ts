import { useSyncExternalStore } from 'react';
import { shownTheme, watchTheme } from './theme.js';

/** Whether the page is dark or light now. */
export function useShownTheme(): 'dark' | 'light' {
  return useSyncExternalStore(watchTheme, shownTheme);
}
