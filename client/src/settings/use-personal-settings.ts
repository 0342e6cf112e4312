import type { PersonalSettings } from '@tunnelwatch/shared/personal-settings';
import { createContext, use, useSyncExternalStore } from 'react';
import { SettingsStore, type SettingsState } from './settings-store.js';

/** The settings of this page; without a provider they last in this browser. */
export const SettingsContext = createContext(
  new SettingsStore(null, {
    fetch: () => Promise.resolve(null),
    put: () => Promise.resolve(),
    seeAlerts: () => Promise.resolve(),
  }),
);

export interface PersonalSettingsState extends SettingsState {
  /** Changes some settings, at once; settles when they are kept, or `fault` says why they are not. */
  readonly change: (changes: Partial<PersonalSettings>) => Promise<void>;
  /** Keeps how far the alerts were seen, ISO 8601: no settings that another device has changed meanwhile are sent with it. */
  readonly seeAlerts: (at: string) => Promise<void>;
}

/** How the person at this page wants it: theme, time zone, density and sound, the same on all of their devices. */
export function usePersonalSettings(): PersonalSettingsState {
  const store = use(SettingsContext);
  const state = useSyncExternalStore(store.listen, store.read);
  return { ...state, change: store.change, seeAlerts: store.seeAlerts };
}
