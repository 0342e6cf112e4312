import type { PersonRole } from '@tunnelwatch/shared/people';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import * as oidc from 'openid-client';
import { type ClaimSettings, nameOf, roleOf } from './claims.js';
import type { Outcome } from './people-store.js';
import { newSessionSecret } from './secrets.js';
import type { SingleSignOn } from './single-sign-on.js';

/** A person has this long to sign in at the provider. */
const TICKET_MS = 10 * MINUTE_MS;
/** More at one time means that somebody begins without ending; the oldest go. */
const MAX_TICKETS = 1000;
/** What the provider says of itself is asked for again after this. */
const DISCOVERY_MS = HOUR_MS;

export interface OpenIdOptions extends ClaimSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  label: string;
  scopes: string;
  clock: () => number;
  onError: (error: unknown) => void;
}

/** What must be known when the browser comes back. */
interface Ticket {
  redirectUri: string;
  state: string;
  nonce: string;
  verifier: string;
  to: string;
  endsAt: number;
}

/** Single sign-on by OpenID Connect: code flow with PKCE (RFC 7636), state and nonce (OpenID Connect Core section 3.1). */
export function openIdConnect(options: OpenIdOptions): SingleSignOn {
  const { clock, onError } = options;
  const tickets = new Map<string, Ticket>();
  const provider = discoveredProvider(options);
  return {
    label: options.label,
    begin: async (redirectUri, to) => {
      let config: oidc.Configuration;
      try {
        config = await provider();
      } catch (error) {
        onError(error);
        return unavailable();
      }
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
      const ticket = newSessionSecret();
      keepTicket(tickets, ticket, { redirectUri, state, nonce, verifier, to, endsAt: clock() + TICKET_MS }, clock());
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: options.scopes,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { ok: true, value: { url: url.href, ticket } };
    },
    finish: async (query, ticketId) => {
      const ticket = tickets.get(ticketId);
      // A ticket is valid for one return, whatever its result.
      tickets.delete(ticketId);
      if (ticket === undefined || ticket.endsAt < clock()) {
        return { ok: false, status: 401, code: 'unauthenticated', detail: 'this sign-in took too long: start again' };
      }
      try {
        const person = await personOf(await provider(), ticket, query, options);
        return person.ok ? { ok: true, value: { ...person.value, to: ticket.to } } : person;
      } catch (error) {
        onError(error);
        return unavailable();
      }
    },
  };
}

/** Exchanges the code and reads the identity; the claims of the user info override those of the ID token. */
async function personOf(
  config: oidc.Configuration,
  { redirectUri, state, nonce, verifier }: Ticket,
  query: string,
  settings: ClaimSettings,
): Promise<Outcome<{ name: string; role: PersonRole }>> {
  const callback = new URL(redirectUri);
  callback.search = query;
  const tokens = await oidc.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const idClaims = tokens.claims();
  if (idClaims === undefined) throw new Error('the single sign-on provider returned no ID token');
  const hasUserInfo = config.serverMetadata().userinfo_endpoint !== undefined;
  const userInfo = hasUserInfo ? await oidc.fetchUserInfo(config, tokens.access_token, idClaims.sub) : {};
  const claims = { ...idClaims, ...userInfo };
  const name = nameOf(claims, settings);
  if (name === undefined) {
    const detail = `single sign-on returned no valid name (claim ${settings.nameClaim})`;
    return { ok: false, status: 403, code: 'forbidden', detail };
  }
  const role = roleOf(claims, settings);
  if (role !== undefined) return { ok: true, value: { name, role } };
  const detail = `${name} has no role here: the claim ${settings.roleClaim} has none of the configured values`;
  return { ok: false, status: 403, code: 'forbidden', detail };
}

function keepTicket(tickets: Map<string, Ticket>, id: string, ticket: Ticket, now: number): void {
  for (const [key, { endsAt }] of tickets) {
    // Inserted in order of time, so the first one to keep ends the search.
    if (endsAt >= now && tickets.size < MAX_TICKETS) break;
    tickets.delete(key);
  }
  tickets.set(id, ticket);
}

/** Discovers the provider when it is first needed: a provider that is down must not keep the server from starting. */
function discoveredProvider({
  issuer,
  clientId,
  clientSecret,
  clock,
}: OpenIdOptions): () => Promise<oidc.Configuration> {
  let known: { config: oidc.Configuration; at: number } | undefined;
  return async () => {
    if (known !== undefined && clock() - known.at < DISCOVERY_MS) return known.config;
    const url = new URL(issuer);
    const authentication = clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret);
    const config = await oidc.discovery(url, clientId, undefined, authentication, {
      timeout: 10,
      // Only loopback may be used without TLS: the configuration refuses anything else.
      execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
    });
    known = { config, at: clock() };
    return config;
  };
}

function unavailable(): Outcome<never> {
  const detail = 'single sign-on failed: see the server log';
  return { ok: false, status: 503, code: 'provider-unavailable', detail };
}
