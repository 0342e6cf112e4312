import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let tick = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    tick = Date.now();
    timer = setInterval(beat, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function beat(): void {
  tick = Date.now();
  for (const listener of listeners) listener();
}

/** This computer's clock, refreshed once a second by one timer for the whole page. Epoch milliseconds. */
export function useTick(): number {
  return useSyncExternalStore(listen, () => tick);
}
