import { z } from 'zod';
import { parseSenderRange } from './sender-range.js';
import { settingNotes } from './setting-notes.js';

/** A list, in the file as a list and elsewhere as text with commas. */
function listOf(item: z.ZodType<string>) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? value.split(/[,\s]+/).filter((part) => part !== '') : value),
    z.array(item),
  );
}

/** Claim values may contain spaces, so only commas separate them. */
const claimValuesSchema = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
  z.array(z.string().min(1).max(200)),
);

/** One schema each: the registry of notes identifies a setting by its schema, so a shared one would get the last one's notes. */
const pathSchema = () => z.string().min(1).nullable().default(null);

/** The proxies that are trusted for a sender's address. */
export const trustedProxiesSchema = listOf(z.string().refine((range) => parseSenderRange(range) !== undefined))
  .default([])
  .register(settingNotes, {
    what: 'Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted.',
    unit: null,
    expects: 'IP addresses or ranges such as 127.0.0.1 or 10.0.0.0/8',
    why: 'Anybody can send these headers; only your own proxy is a reliable source of client addresses.',
    example: '[127.0.0.1]',
  });

/** TLS without a proxy. */
export const tlsSchema = z.strictObject({
  certificate: pathSchema().register(settingNotes, {
    what: 'Certificate chain (PEM) for serving the pages over HTTPS; requires tls.key.',
    unit: null,
    expects: 'the path of a file',
    why: 'A certificate is specific to your host name.',
    example: '/etc/tunnelwatch/cert.pem',
  }),
  key: pathSchema().register(settingNotes, {
    what: 'Private key (PEM) of tls.certificate.',
    unit: null,
    expects: 'the path of a file',
    why: 'Without a certificate no key is needed.',
    example: '/etc/tunnelwatch/key.pem',
  }),
});

/** How long a session lasts. */
export const sessionsSchema = z.strictObject({
  idleMinutes: z.number().int().min(1).max(525_600).default(720).register(settingNotes, {
    what: 'A user who has had no page open for this long must sign in again.',
    unit: 'minutes',
    expects: 'a whole number of minutes from 1 to 525600',
    why: 'Twelve hours cover a shift; an open page counts as activity, so nobody is signed out while watching.',
  }),
  maxHours: z.number().int().min(1).max(8760).default(168).register(settingNotes, {
    what: 'Users must sign in again after this time, even if active.',
    unit: 'hours',
    expects: 'a whole number of hours from 1 to 8760',
    why: 'Once a week is acceptable, and a stolen session does not last forever. Walls use a token instead.',
  }),
});

/** Single sign-on by OpenID Connect. */
export const oidcSchema = z.strictObject({
  issuer: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null)
    .register(settingNotes, {
      what: 'Issuer of the OpenID Connect provider; enables the single sign-on button.',
      unit: null,
      expects: 'an https URL (http only for loopback)',
      why: 'Local passwords work without a provider.',
      example: 'https://login.example.com/realms/noc',
    }),
  clientId: z.string().min(1).nullable().default(null).register(settingNotes, {
    what: 'Client ID of this server at the provider.',
    unit: null,
    expects: 'a string',
    why: 'The provider assigns it.',
    example: 'tunnelwatch',
  }),
  clientSecretFile: pathSchema().register(settingNotes, {
    what: 'File that contains only the client secret; omit it for a public client, which uses PKCE alone.',
    unit: null,
    expects: 'the path of a file',
    why: 'A secret in a separate file does not appear in the process list or in copies of the configuration.',
    example: '/etc/tunnelwatch/oidc-secret',
  }),
  label: z.string().min(1).max(60).default('Single sign-on').register(settingNotes, {
    what: 'Label of the button on the sign-in page.',
    unit: null,
    expects: 'a string of up to 60 characters',
    why: 'It is clear whatever the provider is.',
  }),
  scopes: z.string().min(1).max(1000).default('openid profile email').register(settingNotes, {
    what: 'Requested scopes; must include openid.',
    unit: null,
    expects: 'scopes separated by spaces',
    why: 'They include the name; roles may need another scope, depending on the provider.',
  }),
  nameClaim: z.string().min(1).max(100).default('preferred_username').register(settingNotes, {
    what: 'Claim of the ID token or user info that holds the user name; falls back to a verified email, then sub.',
    unit: null,
    expects: 'the name of a claim',
    why: 'It is the name people use at work.',
  }),
  roleClaim: z.string().min(1).max(100).default('groups').register(settingNotes, {
    what: 'Claim that determines the role: a string or a list of strings. Dots address nested objects, as in realm_access.roles.',
    unit: null,
    expects: 'the name of a claim',
    why: 'Most providers list groups there.',
  }),
  admin: claimValuesSchema.default([]).register(settingNotes, {
    what: 'Claim values that grant the role admin.',
    unit: null,
    expects: 'a list of strings',
    why: 'Nobody becomes an admin unless you configure it.',
    example: '[noc-admins]',
  }),
  operator: claimValuesSchema.default([]).register(settingNotes, {
    what: 'Claim values that grant the role operator.',
    unit: null,
    expects: 'a list of strings',
    why: 'Nobody can act unless you configure it.',
    example: '[noc]',
  }),
  viewer: claimValuesSchema.default([]).register(settingNotes, {
    what: 'Claim values that grant the role viewer; users with none of the configured values are rejected.',
    unit: null,
    expects: 'a list of strings',
    why: 'Nobody gets access unless you configure it.',
    example: '[everybody]',
  }),
});

interface PeopleSettings {
  basePath: string;
  publicUrl: string | null;
  tls: z.output<typeof tlsSchema>;
  oidc: z.output<typeof oidcSchema>;
}

/** Settings that depend on each other: the address of the pages and their path, a certificate and its key, a provider and its client. */
export function checkPeopleSettings(
  { basePath, publicUrl, tls, oidc }: PeopleSettings,
  context: z.RefinementCtx,
): void {
  const refuse = (path: string[], message: string, remedy: string): void => {
    context.addIssue({ code: 'custom', path, message, params: { remedy } });
  };
  const publicPath = publicUrl === null ? basePath : new URL(publicUrl).pathname;
  if (publicPath !== basePath) {
    const remedy = `set basePath to it, or end publicUrl with ${basePath}`;
    refuse(['publicUrl'], `its path ${publicPath} is not the base path`, remedy);
  }
  if (tls.certificate !== null && tls.key === null) {
    refuse(['tls', 'certificate'], 'the certificate has no key', 'set tls.key too');
  }
  if (tls.key !== null && tls.certificate === null) {
    refuse(['tls', 'key'], 'the key has no certificate', 'set tls.certificate too');
  }
  if (oidc.issuer === null) {
    // Otherwise there would be no button, and nothing that says why.
    if (oidc.clientId !== null) refuse(['oidc', 'clientId'], 'the client has no provider', 'set oidc.issuer too');
    return;
  }
  const { protocol, hostname } = new URL(oidc.issuer);
  if (protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    refuse(['oidc', 'issuer'], 'an eavesdropper could sign in as anybody', 'use an https URL');
  }
  if (oidc.clientId === null) refuse(['oidc', 'issuer'], 'the provider has no client ID', 'set oidc.clientId too');
  if (oidc.admin.length + oidc.operator.length + oidc.viewer.length === 0) {
    const remedy = 'set at least one of oidc.admin, oidc.operator and oidc.viewer';
    refuse(['oidc', 'issuer'], 'no claim value grants a role', remedy);
  }
  if (!oidc.scopes.split(' ').includes('openid'))
    refuse(['oidc', 'scopes'], 'the scope openid is missing', 'add it to the scopes');
}
