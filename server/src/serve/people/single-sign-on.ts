import type { PersonRole } from '@tunnelwatch/shared/people';
import type { Outcome } from './people-store.js';

/** Signing in with somebody else's word for it: OpenID Connect. */
export interface SingleSignOn {
  /** What its button says. */
  label: string;
  /** Begins: where to send the browser, and what it must bring back in a cookie. */
  begin: (redirectUri: string, to: string) => Promise<Outcome<{ url: string; ticket: string }>>;
  /** Ends, with the query that the browser brings and its ticket: who came back, and where they wanted to go. */
  finish: (query: string, ticket: string) => Promise<Outcome<{ name: string; role: PersonRole; to: string }>>;
}
