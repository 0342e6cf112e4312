import type { PersonalSettings } from '@tunnelwatch/shared/personal-settings';
import type { Outcome, PeopleStore } from './people-store.js';
import type { Principal } from './principal.js';

/** Keeps the settings of a person; refused for a token, and where nobody signs in: there the browser keeps them. */
export function setSettings(
  { settings: table }: PeopleStore,
  { person, kind, name }: Principal,
  settings: PersonalSettings,
): Outcome<PersonalSettings> {
  if (person === null) {
    const whose = kind === 'token' ? `${name} is a token` : 'nobody signs in';
    const detail = `personal settings are kept for people who sign in, and ${whose}: the browser keeps them`;
    return { ok: false, status: 409, code: 'wrong-state', detail };
  }
  table.set(person, settings);
  return { ok: true, value: settings };
}
