import { createContext, use, useSyncExternalStore } from 'react';
import type { LiveStore } from '../live/live-store.js';
import { replayText } from './at-parameter.js';
import type { ReplayClock, ReplayState } from './history-clock.js';

/** The past being shown: its clock and the store of its rooms. */
export interface ReplaySession {
  readonly clock: ReplayClock;
  readonly store: LiveStore;
}

/** The replay that the page is part of; null where it shows the present. */
export const ReplayContext = createContext<ReplaySession | null>(null);

/** The live store, also where the page shows the past. */
export const PresentContext = createContext<LiveStore | null>(null);

export function useReplay(): ReplaySession | null {
  return use(ReplayContext);
}

const NOTHING = (): (() => void) => () => undefined;

/** What the replay shows; null in the present. */
export function useReplayState(): ReplayState | null {
  const clock = useReplay()?.clock;
  return useSyncExternalStore(clock?.listen ?? NOTHING, () => clock?.read() ?? null);
}

/** The past moment on the screen, epoch ms; null in the present. */
export function useReplayAt(): number | null {
  const state = useReplayState();
  return state === null ? null : (state.shownAt ?? state.at);
}

/** The parameter that has an endpoint answer as of the moment on the screen. */
export function useAsItWas(): { readonly at?: string } {
  const at = useReplayAt();
  return at === null ? {} : { at: replayText(at) };
}
