import type { Principal } from './principal.js';

/** Who somebody is, whatever their name: settings and views are kept by this key. */

/** Whom views are kept for: a person, a token, or everybody where nobody signs in. */
export function keeperKey({ person, kind, id }: Pick<Principal, 'person' | 'kind' | 'id'>): string {
  return person ?? (kind === 'token' ? `token ${String(id)}` : 'everybody');
}

/** Somebody with a local password. Names are case-insensitive for ASCII letters, and never change. */
export function passwordPerson(name: string): string {
  return `user ${name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())}`;
}

/** Somebody who signs in at a provider, whose name may change. @param id of the single sign-on user */
export function providerPerson(id: number): string {
  return `provider ${String(id)}`;
}
