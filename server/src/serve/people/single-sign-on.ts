import type { PersonRole } from '@tunnelwatch/shared/people';
import type { Outcome } from './people-store.js';
import type { ProviderIdentity } from './provider-user-table.js';

/** Somebody whom a provider has authenticated. */
export interface ProviderPerson {
  identity: ProviderIdentity;
  /** What the provider calls them: neither unique nor to be trusted. */
  claimed: string;
  role: PersonRole;
  idToken: string;
}

/** What is kept while a person is at the provider. */
export interface SignOnStart {
  /** The page that they wanted. */
  to: string;
  /** Number of the session that the browser had, which the new one replaces; null for none. */
  replaces: number | null;
}

/** Sign-in through an identity provider: OpenID Connect. */
export interface SingleSignOn {
  /** Label of its button. */
  label: string;
  /** Asks the provider what it is, so that a fault is in the log before anybody signs in; false if there is one. */
  check: () => Promise<boolean>;
  /**
   * Begins: where to redirect the browser, and what it must bring back in a cookie.
   * @param startPage takes the place of the page that is wanted if its address is too long for a cookie
   */
  begin: (
    redirectUri: string,
    start: SignOnStart,
    startPage: string,
  ) => Promise<Outcome<{ url: string; ticket: string }>>;
  /** Ends, with the query that the browser brings and its ticket: the user, and what was kept. */
  finish: (query: string, ticket: string) => Promise<Outcome<ProviderPerson & SignOnStart>>;
  /** Where to redirect the browser to sign out at the provider; null when the provider has no such place, or is down. */
  endUrl: (idToken: string) => Promise<string | null>;
}
