import { useSyncExternalStore } from 'react';

/** A breakpoint of the style sheets, asked for once: each new question about the window costs a layout. */
class Breakpoint {
  #list: MediaQueryList | undefined;

  constructor(private readonly query: string) {}

  readonly listen = (listener: () => void): (() => void) => {
    const list = this.#made();
    list.addEventListener('change', listener);
    return () => list.removeEventListener('change', listener);
  };

  readonly matches = (): boolean => this.#made().matches;

  #made(): MediaQueryList {
    this.#list ??= window.matchMedia(this.query);
    return this.#list;
  }
}

const narrow = new Breakpoint('(max-width: 52rem)');
const stacked = new Breakpoint('(max-width: 64rem)');

/** True on a phone or a narrow window. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(narrow.listen, narrow.matches);
}

/** True in a window of half a screen and below, where what is side by side elsewhere stands below each other. */
export function useIsStacked(): boolean {
  return useSyncExternalStore(stacked.listen, stacked.matches);
}
