import type { PeopleStore } from './people-store.js';

/** Removes what is kept for a person who is removed, so that nobody inherits it with the name. */
export function forgetPerson({ settings }: PeopleStore, person: string): void {
  settings.remove(person);
}
