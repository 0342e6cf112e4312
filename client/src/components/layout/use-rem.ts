import { useSyncExternalStore } from 'react';

function listen(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

function remNow(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** One rem in CSS pixels: it grows with the width of the screen, and code that computes in pixels has to follow. */
export function useRem(): number {
  return useSyncExternalStore(listen, remNow);
}
