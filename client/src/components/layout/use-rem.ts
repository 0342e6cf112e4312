import { useSyncExternalStore } from 'react';

/** Asking makes the browser work out the style of the whole page: it is asked once for each size of the window. */
let known: number | null = null;
let isWatching = false;

function watchSize(): void {
  isWatching = true;
  // Before those who ask, which are told in the order in which they began to listen.
  window.addEventListener('resize', () => {
    known = null;
  });
}

function listen(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

function remNow(): number {
  if (!isWatching) watchSize();
  known ??= Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return known;
}

/** One rem in CSS pixels: it grows with the width of the screen, and code that computes in pixels has to follow. */
export function useRem(): number {
  return useSyncExternalStore(listen, remNow);
}
