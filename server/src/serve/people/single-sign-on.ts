import type { PersonRole } from '@tunnelwatch/shared/people';
import type { Outcome } from './people-store.js';

/** Sign-in through an identity provider: OpenID Connect. */
export interface SingleSignOn {
  /** Label of its button. */
  label: string;
  /** Begins: where to redirect the browser, and what it must bring back in a cookie. */
  begin: (redirectUri: string, to: string) => Promise<Outcome<{ url: string; ticket: string }>>;
  /** Ends, with the query that the browser brings and its ticket: the user, and the page that they wanted. */
  finish: (query: string, ticket: string) => Promise<Outcome<{ name: string; role: PersonRole; to: string }>>;
}
