import { createContext, use, useSyncExternalStore } from 'react';
import type { LiveStore } from '../live/live-store.js';
import { formatAt } from './at-parameter.js';
import { beforeRecord, type HistoryClock, type HistoryState } from './history-clock.js';

/** The time machine of the page: its clock and the store of its rooms. */
export interface HistorySession {
  readonly clock: HistoryClock;
  readonly store: LiveStore;
}

/** The history that the page shows; null when it shows the present. */
export const HistoryContext = createContext<HistorySession | null>(null);

/** The live store, even when the page shows history. */
export const PresentContext = createContext<LiveStore | null>(null);

/** Goes back to now, on any page; null in the present. */
export const LeaveHistoryContext = createContext<(() => void) | null>(null);

export function useHistory(): HistorySession | null {
  return use(HistoryContext);
}

const NOTHING = (): (() => void) => () => undefined;

/** The state of the time machine; null in the present. */
export function useHistoryState(): HistoryState | null {
  const clock = useHistory()?.clock;
  return useSyncExternalStore(clock?.listen ?? NOTHING, () => clock?.read() ?? null);
}

/** The past time on the screen, epoch ms; null in the present. */
export function useHistoryAt(): number | null {
  const state = useHistoryState();
  return state === null ? null : (state.shownAt ?? state.at);
}

/** When the record begins, epoch ms, if the page shows a time before it, of which nothing is known; else null. */
export function useBeforeRecord(): number | null {
  const state = useHistoryState();
  return state === null ? null : beforeRecord(state);
}

/** The query parameter that makes an endpoint answer as of the time on the screen. */
export function useAtParameter(): { readonly at?: string } {
  const at = useHistoryAt();
  return at === null ? {} : { at: formatAt(at) };
}
