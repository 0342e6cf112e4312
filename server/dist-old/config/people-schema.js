import { z } from 'zod';
import { parseSenderRange } from './sender-range.js';
import { settingNotes } from './setting-notes.js';
/** A list, in the file as a list and elsewhere as text with commas. */
function listOf(item) {
    return z.preprocess((value) => (typeof value === 'string' ? value.split(/[,\s]+/).filter((part) => part !== '') : value), z.array(item));
}
/** Values of claims may hold blanks, so commas alone part them. */
const claimValuesSchema = z.preprocess((value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value), z.array(z.string().min(1).max(200)));
const pathSchema = z.string().min(1).nullable().default(null);
/** Whose word for a sender's address is taken. */
export const trustedProxiesSchema = listOf(z.string().refine((range) => parseSenderRange(range) !== undefined))
    .default([])
    .register(settingNotes, {
    what: 'Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.',
    unit: null,
    expects: 'IP addresses or ranges such as 127.0.0.1 or 10.0.0.0/8',
    why: 'Anybody can send such headers; only a proxy that you run may say where somebody comes from.',
    example: '[127.0.0.1]',
});
/** TLS without a proxy. */
export const tlsSchema = z.strictObject({
    certificate: pathSchema.register(settingNotes, {
        what: 'Certificate chain (PEM) to serve the pages over https; tls.key has to be set too.',
        unit: null,
        expects: 'the path of a file',
        why: 'A certificate is for a name, and only you know which.',
        example: '/etc/tunnelwatch/cert.pem',
    }),
    key: pathSchema.register(settingNotes, {
        what: 'Private key (PEM) that belongs to tls.certificate.',
        unit: null,
        expects: 'the path of a file',
        why: 'Without a certificate there is no key either.',
        example: '/etc/tunnelwatch/key.pem',
    }),
});
/** How long somebody stays signed in. */
export const sessionsSchema = z.strictObject({
    idleMinutes: z.number().int().min(1).max(525_600).default(720).register(settingNotes, {
        what: 'Somebody who has had no page open for this long has to sign in again.',
        unit: 'minutes',
        expects: 'a whole number of minutes from 1 to 525600',
        why: 'Twelve hours cover a shift; what stands open counts as used, so nobody is thrown out while they watch.',
    }),
    maxHours: z.number().int().min(1).max(8760).default(168).register(settingNotes, {
        what: 'Everybody has to sign in again after this long.',
        unit: 'hours',
        expects: 'a whole number of hours from 1 to 8760',
        why: 'Once a week is bearable, and a stolen session does not live for ever. A wall has a token instead.',
    }),
});
/** Signing in by OpenID Connect. */
export const oidcSchema = z.strictObject({
    issuer: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .default(null)
        .register(settingNotes, {
        what: 'Issuer of the OpenID Connect provider; sets up a button for single sign-on.',
        unit: null,
        expects: 'an https URL (http only for loopback)',
        why: 'Local passwords need nothing else.',
        example: 'https://login.example.com/realms/noc',
    }),
    clientId: z.string().min(1).nullable().default(null).register(settingNotes, {
        what: 'Client ID that the provider knows this server by.',
        unit: null,
        expects: 'a text',
        why: 'The provider gives it.',
        example: 'tunnelwatch',
    }),
    clientSecretFile: pathSchema.register(settingNotes, {
        what: 'File that holds the client secret and nothing else; left out for a public client, which has only PKCE.',
        unit: null,
        expects: 'the path of a file',
        why: 'A secret in a file of its own is in no list of processes and in no copy of the configuration.',
        example: '/etc/tunnelwatch/oidc-secret',
    }),
    label: z.string().min(1).max(60).default('Single sign-on').register(settingNotes, {
        what: 'What the button on the sign-in page says.',
        unit: null,
        expects: 'a text of up to 60 characters',
        why: 'It is understood without knowing the provider.',
    }),
    scopes: z.string().min(1).max(1000).default('openid profile email').register(settingNotes, {
        what: 'Scopes that are asked for, openid among them.',
        unit: null,
        expects: 'scopes with blanks between them',
        why: 'They bring a name; roles may need another one, as the provider says.',
    }),
    nameClaim: z.string().min(1).max(100).default('preferred_username').register(settingNotes, {
        what: 'Claim of the ID token or user info that names the person; without it, email and then sub are taken.',
        unit: null,
        expects: 'the name of a claim',
        why: 'It is what people are called where they work.',
    }),
    roleClaim: z.string().min(1).max(100).default('groups').register(settingNotes, {
        what: 'Claim that says the role: a text or a list of texts. Dots lead into objects, as in realm_access.roles.',
        unit: null,
        expects: 'the name of a claim',
        why: 'Most providers have groups there.',
    }),
    admin: claimValuesSchema.default([]).register(settingNotes, {
        what: 'Values of that claim that make somebody an admin.',
        unit: null,
        expects: 'a list of texts',
        why: 'Nobody becomes an admin without your saying so.',
        example: '[noc-admins]',
    }),
    operator: claimValuesSchema.default([]).register(settingNotes, {
        what: 'Values of that claim that make somebody an operator.',
        unit: null,
        expects: 'a list of texts',
        why: 'Nobody acts without your saying so.',
        example: '[noc]',
    }),
    viewer: claimValuesSchema.default([]).register(settingNotes, {
        what: 'Values of that claim that make somebody a viewer; who has none of all these is turned away.',
        unit: null,
        expects: 'a list of texts',
        why: 'Nobody looks without your saying so.',
        example: '[everybody]',
    }),
});
/** What only fits together: a certificate and its key, a provider and what it needs. */
export function checkPeopleSettings({ tls, oidc }, context) {
    const refuse = (path, message, remedy) => {
        context.addIssue({ code: 'custom', path, message, params: { remedy } });
    };
    if (tls.certificate !== null && tls.key === null) {
        refuse(['tls', 'certificate'], 'a certificate without its key', 'set tls.key too');
    }
    if (tls.key !== null && tls.certificate === null) {
        refuse(['tls', 'key'], 'a key without its certificate', 'set tls.certificate too');
    }
    if (oidc.issuer === null)
        return;
    const { protocol, hostname } = new URL(oidc.issuer);
    if (protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
        refuse(['oidc', 'issuer'], 'who listens on the way could sign in as anybody', 'use an https address');
    }
    if (oidc.clientId === null)
        refuse(['oidc', 'issuer'], 'a provider without a client ID', 'set oidc.clientId too');
    if (oidc.admin.length + oidc.operator.length + oidc.viewer.length === 0) {
        const remedy = 'set at least one of oidc.admin, oidc.operator and oidc.viewer';
        refuse(['oidc', 'issuer'], 'no value of the claim gives anybody a role', remedy);
    }
    if (!oidc.scopes.split(' ').includes('openid'))
        refuse(['oidc', 'scopes'], 'the scope openid is missing', 'add it to the others');
}
//# sourceMappingURL=people-schema.js.map