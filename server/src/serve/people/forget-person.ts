import type { PeopleStore } from './people-store.js';

/** Removes what is kept for a person who is removed, so that nobody inherits it with the name; what they shared stays. */
export function forgetPerson({ settings, views }: PeopleStore, person: string): void {
  settings.remove(person);
  views.removeOf(person);
}
