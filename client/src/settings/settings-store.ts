import {
  laterMark,
  type PersonalSettings,
  storedSettings,
  USUAL_SETTINGS,
} from '@tunnelwatch/shared/personal-settings';
import { readSetting, writeSetting } from '../browser/browser-settings.js';
import { problemText } from '../http/http-error.js';

/** Where the copy of this browser is. */
export const SETTINGS_KEY = 'tunnelwatch.settings';

/** Where settings last: on the server for a person who signs in, otherwise in this browser. */
export type KeptOn = 'server' | 'browser';

/** The settings as a page knows them. */
export interface SettingsState {
  readonly settings: PersonalSettings;
  readonly keptOn: KeptOn;
  /** Why the last change is not on the server; it holds in this browser. Null if it is. */
  readonly fault: string | null;
}

/** How the server is asked; each rejects with HttpError. */
export interface SettingsServer {
  readonly fetch: () => Promise<PersonalSettings | null>;
  readonly put: (settings: PersonalSettings) => Promise<unknown>;
  readonly seeAlerts: (at: string) => Promise<unknown>;
}

/**
 * The personal settings of this page. A change takes effect at once and is then sent to the server, one change after the
 * other. This browser always keeps a copy, for when the server cannot be reached; the pages of a browser share it, so that
 * none writes over what another one has changed.
 */
export class SettingsStore {
  readonly #listeners = new Set<() => void>();
  #state: SettingsState;
  #sending: Promise<void> = Promise.resolve();
  #unsent = 0;

  /** @param kept what the server keeps; null where it keeps nothing, or could not be reached */
  constructor(
    kept: PersonalSettings | null,
    private readonly server: SettingsServer,
  ) {
    this.#state = {
      settings: kept ?? readCopy() ?? USUAL_SETTINGS,
      keptOn: kept === null ? 'browser' : 'server',
      fault: null,
    };
    if (kept !== null) writeCopy(kept);
  }

  readonly read = (): SettingsState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes some settings; settles when the server has them, or `fault` says why it has not. */
  readonly change = (changes: Partial<PersonalSettings>): Promise<void> => {
    const settings = { ...this.#withCopy(), ...changes };
    writeCopy(settings);
    this.#set({ ...this.#state, settings });
    if (this.#state.keptOn === 'browser') return Promise.resolve();
    return this.#queue(() => this.server.put(settings));
  };

  /** Keeps how far the alerts were seen, ISO 8601; an earlier time than is known changes nothing. */
  readonly seeAlerts = (at: string): Promise<void> => {
    const settings = this.#withCopy();
    const alertsSeenAt = laterMark(settings.alertsSeenAt, at);
    if (alertsSeenAt === settings.alertsSeenAt) return Promise.resolve();
    const next = { ...settings, alertsSeenAt };
    writeCopy(next);
    this.#set({ ...this.#state, settings: next });
    return this.#state.keptOn === 'browser' ? Promise.resolve() : this.#queue(() => this.server.seeAlerts(at));
  };

  /** Takes what another page of this browser has changed. */
  readonly takeCopy = (): void => this.#take(this.#withCopy());

  /** Takes what was changed on another device; nothing while a change of this page is on its way. */
  async refresh(): Promise<void> {
    if (this.#state.keptOn === 'browser' || this.#unsent > 0) return;
    // A server that cannot be reached is shown as such by the page already.
    const settings = await this.server.fetch().catch(() => null);
    if (settings === null || this.#unsent > 0) return;
    writeCopy(settings);
    this.#take(settings);
  }

  #take(settings: PersonalSettings): void {
    if (JSON.stringify(settings) !== JSON.stringify(this.#state.settings)) this.#set({ ...this.#state, settings });
  }

  /** The settings as the page that changed them last has left them; those of this page where nothing is kept. */
  #withCopy(): PersonalSettings {
    const { settings } = this.#state;
    const copy = readCopy();
    return copy === null ? settings : { ...copy, alertsSeenAt: laterMark(copy.alertsSeenAt, settings.alertsSeenAt) };
  }

  /** Sends one change after the other. */
  #queue(send: () => Promise<unknown>): Promise<void> {
    this.#unsent++;
    this.#sending = this.#sending.then(() => this.#send(send));
    return this.#sending;
  }

  async #send(send: () => Promise<unknown>): Promise<void> {
    const fault = await send().then(() => null, problemText);
    this.#unsent--;
    this.#set({ ...this.#state, fault });
  }

  #set(state: SettingsState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** The copy in this browser; null where it keeps none. */
function readCopy(): PersonalSettings | null {
  const text = readSetting(SETTINGS_KEY);
  if (text === null) return null;
  try {
    return storedSettings(JSON.parse(text));
  } catch {
    // Somebody else wrote there.
    return null;
  }
}

function writeCopy(settings: PersonalSettings): void {
  writeSetting(SETTINGS_KEY, JSON.stringify(settings));
}
