import { laterMark, type PersonalSettings } from '@tunnelwatch/shared/personal-settings';
import type { Outcome, PeopleStore } from './people-store.js';
import type { Principal } from './principal.js';

/**
 * Keeps the settings of a person; refused for a token, and where nobody signs in: there the browser keeps them. How far they
 * have seen the alerts never goes back: a page that was opened before may know less.
 */
export function setSettings(
  store: PeopleStore,
  principal: Principal,
  settings: PersonalSettings,
): Outcome<PersonalSettings> {
  return change(store, principal, ({ alertsSeenAt }) => ({
    ...settings,
    alertsSeenAt: laterMark(alertsSeenAt, settings.alertsSeenAt),
  }));
}

/** Keeps how far a person has seen the alerts, and no further than now; refused where `setSettings` is. */
export function seeAlerts(store: PeopleStore, principal: Principal, at: string): Outcome<PersonalSettings> {
  const seen = new Date(Math.min(Date.parse(at), Date.now())).toISOString();
  return change(store, principal, (settings) => ({
    ...settings,
    alertsSeenAt: laterMark(settings.alertsSeenAt, seen),
  }));
}

function change(
  { settings: table }: PeopleStore,
  { person, kind, name }: Principal,
  changed: (settings: PersonalSettings) => PersonalSettings,
): Outcome<PersonalSettings> {
  if (person === null) {
    const whose = kind === 'token' ? `${name} is a token` : 'nobody signs in';
    const detail = `personal settings are kept for people who sign in, and ${whose}: the browser keeps them`;
    return { ok: false, status: 409, code: 'wrong-state', detail };
  }
  const settings = changed(table.of(person));
  table.set(person, settings);
  return { ok: true, value: settings };
}
