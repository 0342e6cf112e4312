import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { type ClaimSettings, hasGroupsOverage, joinedClaims, nameOf, roleOf } from './claims.js';
import { isRefusedByProvider, providerFault } from './provider-fault.js';
import { spelledOut } from './person-name.js';
import type { Outcome } from './people-store.js';
import { createSeal, type Seal } from './sealed.js';
import type { ProviderPerson, SingleSignOn } from './single-sign-on.js';

/** A person has this long to sign in at the provider. */
const TICKET_MS = 10 * MINUTE_MS;
/** Browsers keep no cookie above 4 KiB; of a longer page address only the start page remains. */
const MAX_RETURN = 1024;
/** What the provider says of itself is asked for again after this. */
const DISCOVERY_MS = HOUR_MS;

export interface OpenIdOptions extends ClaimSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  label: string;
  scopes: string;
  /** Where people open the pages, with a slash at its end; null where that is not known. */
  publicUrl: string | null;
  clock: () => number;
  /** The provider cannot be asked, or is set up in another way than we are: why, and what helps. */
  onFault: (text: string) => void;
  onError: (error: unknown) => void;
}

/** What must be known when the browser comes back. The browser itself keeps it, sealed: there is no table to fill [LIVE-28]. */
const ticketSchema = z.object({
  redirectUri: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  replaces: z.number().nullable(),
  endsAt: z.number(),
});

type Ticket = z.infer<typeof ticketSchema>;

/** Single sign-on by OpenID Connect: code flow with PKCE (RFC 7636), state and nonce (OpenID Connect Core section 3.1). */
export function openIdConnect(options: OpenIdOptions): SingleSignOn {
  const { clock, issuer, onFault, onError } = options;
  const seal = createSeal();
  const provider = discoveredProvider(options);
  const failed = (error: unknown): Outcome<never> => {
    const fault = providerFault(error, { issuer, now: clock() });
    if (fault === undefined) onError(error);
    else onFault(`single sign-on: ${fault}`);
    return refused(error, fault ?? 'it failed: see the server log');
  };
  return {
    label: options.label,
    check: async () => {
      try {
        await provider();
        return true;
      } catch (error) {
        failed(error);
        return false;
      }
    },
    begin: async (redirectUri, { to: wanted, replaces }, startPage) => {
      const to = wanted.length > MAX_RETURN ? startPage : wanted;
      let config: oidc.Configuration;
      try {
        config = await provider();
      } catch (error) {
        return failed(error);
      }
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
      const ticket: Ticket = { redirectUri, state, nonce, verifier, to, replaces, endsAt: clock() + TICKET_MS };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: options.scopes,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { ok: true, value: { url: url.href, ticket: seal.seal(JSON.stringify(ticket)) } };
    },
    finish: async (query, sealed) => {
      // The provider accepts a code once, so a ticket that is used again leads nowhere.
      const ticket = openTicket(seal, sealed);
      if (ticket === undefined || ticket.endsAt < clock()) {
        const detail = 'this sign-in took too long: start again';
        return { ok: false, status: 401, code: 'unauthenticated', detail, reason: 'timed-out' };
      }
      const { to, replaces } = ticket;
      try {
        const person = await personOf(await provider(), ticket, query, options);
        return person.ok ? { ok: true, value: { ...person.value, to, replaces } } : person;
      } catch (error) {
        return failed(error);
      }
    },
    endUrl: async (idToken) => {
      try {
        return endSessionUrl(await provider(), idToken, options);
      } catch (error) {
        // The session here has ended in any case.
        failed(error);
        return null;
      }
    },
  };
}

/** Exchanges the code and reads the identity. */
async function personOf(
  config: oidc.Configuration,
  { redirectUri, state, nonce, verifier }: Ticket,
  query: string,
  settings: ClaimSettings,
): Promise<Outcome<ProviderPerson>> {
  const callback = new URL(redirectUri);
  callback.search = query;
  const tokens = await oidc.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const idClaims = tokens.claims();
  const idToken = tokens.id_token;
  if (idClaims === undefined || idToken === undefined) {
    throw new Error('the single sign-on provider returned no ID token');
  }
  const hasUserInfo = config.serverMetadata().userinfo_endpoint !== undefined;
  const userInfo = hasUserInfo ? await oidc.fetchUserInfo(config, tokens.access_token, idClaims.sub) : {};
  const claims = joinedClaims(idClaims, userInfo);
  const claimed = nameOf(claims, settings);
  if (claimed === undefined) {
    const detail = `single sign-on returned no valid name (claim ${settings.nameClaim})`;
    return { ok: false, status: 403, code: 'forbidden', detail, reason: 'no-name' };
  }
  const role = roleOf(claims, settings);
  // Both from the ID token, which is signed: they are who this is.
  const identity = { issuer: idClaims.iss, subject: idClaims.sub };
  return role === undefined
    ? withoutRole(claims, claimed, settings)
    : { ok: true, value: { identity, claimed, role, idToken } };
}

/** Says why somebody gets no role; too many groups would otherwise look like none. */
function withoutRole(
  claims: Readonly<Record<string, unknown>>,
  claimed: string,
  settings: ClaimSettings,
): Outcome<never> {
  const { roleClaim } = settings;
  const name = spelledOut(claimed);
  if (hasGroupsOverage(claims, settings)) {
    const detail =
      `${name} is in more groups than the provider lists in a token, so the claim ${roleClaim} is missing: ` +
      'have the provider send only the groups that are assigned to this application, or app roles, and set oidc.roleClaim';
    return { ok: false, status: 403, code: 'forbidden', detail, reason: 'groups-overage' };
  }
  const detail = `${name} has no role here: the claim ${roleClaim} has none of the configured values`;
  return { ok: false, status: 403, code: 'forbidden', detail, reason: 'no-role' };
}

/** Sign-out at the provider (OpenID Connect RP-Initiated Logout 1.0). */
function endSessionUrl(
  config: oidc.Configuration,
  idToken: string,
  { publicUrl }: Pick<OpenIdOptions, 'publicUrl'>,
): string | null {
  if (config.serverMetadata().end_session_endpoint === undefined) return null;
  // Without the address of our pages the provider shows a page of its own.
  const back: Record<string, string> = publicUrl === null ? {} : { post_logout_redirect_uri: `${publicUrl}sign-in` };
  return oidc.buildEndSessionUrl(config, { id_token_hint: idToken, ...back }).href;
}

function openTicket(seal: Seal, sealed: string): Ticket | undefined {
  const text = seal.open(sealed);
  return text === undefined ? undefined : ticketSchema.parse(JSON.parse(text));
}

/** Discovers the provider when it is first needed: a provider that is down must not keep the server from starting. */
function discoveredProvider({
  issuer,
  clientId,
  clientSecret,
  clock,
}: OpenIdOptions): () => Promise<oidc.Configuration> {
  let known: { config: oidc.Configuration; at: number } | undefined;
  let asking: Promise<oidc.Configuration> | undefined;
  const discover = async (): Promise<oidc.Configuration> => {
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
  return () => {
    if (known !== undefined && clock() - known.at < DISCOVERY_MS) return Promise.resolve(known.config);
    // One request for all who begin meanwhile: anybody may begin, as often as they like.
    asking ??= discover().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

/** The detail is for the audit trail: to whoever was refused, the page says what the reason is. */
function refused(error: unknown, detail: string): Outcome<never> {
  return isRefusedByProvider(error)
    ? { ok: false, status: 403, code: 'forbidden', detail, reason: 'provider-refused' }
    : { ok: false, status: 503, code: 'provider-unavailable', detail, reason: 'provider-unavailable' };
}
