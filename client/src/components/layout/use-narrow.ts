import { useSyncExternalStore } from 'react';

/** The breakpoint of the style sheets. */
const NARROW = '(max-width: 52rem)';
let query: MediaQueryList | undefined;

function narrow(): MediaQueryList {
  query ??= window.matchMedia(NARROW);
  return query;
}

function listen(listener: () => void): () => void {
  narrow().addEventListener('change', listener);
  return () => narrow().removeEventListener('change', listener);
}

/** True on a phone or a narrow window. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(listen, () => narrow().matches);
}
