import { useSyncExternalStore } from 'react';

/** The breakpoint of the style sheets. */
const NARROW = '(max-width: 52rem)';

function listen(listener: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** True on a phone or a narrow window. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(listen, () => window.matchMedia(NARROW).matches);
}
