import { iso } from '@tunnelwatch/shared/iso-time';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { z } from 'zod';

/** Text of the provider, or of whoever sends the browser back, is quoted up to here. */
const MAX_QUOTED = 200;

interface Asked {
  issuer: string;
  /** Epoch ms. */
  now: number;
}

const RETRY = 'the next sign-in tries again';

/** Certificates that OpenSSL does not trust, by its code. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const TRUST =
  'name the file of its CA in the environment variable NODE_EXTRA_CA_CERTS of the service and restart, ' +
  'or have the provider send its whole chain';

/**
 * Why the provider could not be asked or what is wrong with its answer, and what helps, in one line; undefined for
 * anything else, which is then an error of ours.
 */
export function providerFault(error: unknown, asked: Asked): string | undefined {
  return refusal(error) ?? (error instanceof ClientError ? ofAnswer(error, asked) : ofConnection(error, asked));
}

/** True when the provider, or the user there, has ended the sign-in: it works otherwise. */
export function isRefusedByProvider(error: unknown): boolean {
  return error instanceof AuthorizationResponseError;
}

function refusal(error: unknown): string | undefined {
  if (error instanceof AuthorizationResponseError) {
    return `the provider ended the sign-in: ${quoted(error.error, error.error_description)}`;
  }
  // RFC 6749 section 5.2: a client that authenticates by header gets a challenge.
  const isChallenge = error instanceof WWWAuthenticateChallengeError;
  if (isChallenge || (error instanceof ResponseBodyError && error.error === 'invalid_client')) {
    return 'the provider does not accept this client: check oidc.clientId and the content of oidc.clientSecretFile, and restart';
  }
  if (error instanceof ResponseBodyError) {
    return `the provider refused the code: ${quoted(error.error, error.error_description)}`;
  }
  return undefined;
}

function ofAnswer(error: ClientError, { issuer, now }: Asked): string | undefined {
  switch (error.code) {
    case 'OAUTH_TIMEOUT':
      return `no answer from ${issuer} within 10 seconds; ${RETRY}`;
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return `the ID token is not valid now, at ${iso(now)}: check the clocks of this machine and of the provider`;
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return otherIssuer(error, issuer);
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_PARSE_ERROR':
      return `${issuer} did not answer as a provider does${statusOf(error)}: check oidc.issuer, it must be found at ${discoveryAt(issuer)}`;
    default:
      return undefined;
  }
}

/** What a provider says of itself when it is not the issuer that was asked for. */
const otherIssuerSchema = z.object({ attribute: z.literal('issuer'), body: z.object({ issuer: z.string() }) });

function otherIssuer({ cause }: ClientError, issuer: string): string | undefined {
  const other = otherIssuerSchema.safeParse(cause).data?.body.issuer;
  return other === undefined
    ? undefined
    : `${issuer} calls itself ${quoted(other, undefined)}: set oidc.issuer to that`;
}

function statusOf({ cause }: ClientError): string {
  return cause instanceof Response ? ` (HTTP status ${String(cause.status)})` : '';
}

function ofConnection(error: unknown, { issuer, now }: Asked): string | undefined {
  // What fetch throws has the reason as its cause.
  const cause: unknown = error instanceof TypeError ? error.cause : undefined;
  if (!(cause instanceof Error)) return undefined;
  const code: unknown = Reflect.get(cause, 'code');
  const { host } = new URL(issuer);
  if (typeof code !== 'string') return undefined;
  if (UNTRUSTED.has(code)) return `the certificate of ${host} is not trusted here (${cause.message}): ${TRUST}`;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `the certificate of ${host} has expired: renew it there; ${clock(now)}`;
    case 'CERT_NOT_YET_VALID':
      return `the certificate of ${host} is not valid yet: ${clock(now)}`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the certificate of ${host} is for another name: set oidc.issuer to the name in it, or renew it there`;
    default:
      return `cannot reach ${host}: ${cause.message === '' ? code : cause.message}; ${RETRY}`;
  }
}

function clock(now: number): string {
  return `this machine’s clock says ${iso(now)}`;
}

/** Where a provider describes itself (OpenID Connect Discovery 1.0 section 4). */
function discoveryAt(issuer: string): string {
  return issuer.includes('/.well-known/') ? issuer : `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** Anybody can write it into the address that the browser comes back with. */
function quoted(code: string, description: string | undefined): string {
  return visibleText((description === undefined ? code : `${code} (${description})`).slice(0, MAX_QUOTED));
}
