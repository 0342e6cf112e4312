import { z } from 'zod';
/** Whose word for a sender's address is taken. */
export declare const trustedProxiesSchema: z.ZodDefault<z.ZodPreprocess<z.ZodArray<z.ZodType<string, unknown, z.core.$ZodTypeInternals<string, unknown>>>, unknown>>;
/** TLS without a proxy. */
export declare const tlsSchema: z.ZodObject<{
    certificate: z.ZodDefault<z.ZodNullable<z.ZodString>>;
    key: z.ZodDefault<z.ZodNullable<z.ZodString>>;
}, z.core.$strict>;
/** How long somebody stays signed in. */
export declare const sessionsSchema: z.ZodObject<{
    idleMinutes: z.ZodDefault<z.ZodNumber>;
    maxHours: z.ZodDefault<z.ZodNumber>;
}, z.core.$strict>;
/** Signing in by OpenID Connect. */
export declare const oidcSchema: z.ZodObject<{
    issuer: z.ZodDefault<z.ZodNullable<z.ZodURL>>;
    clientId: z.ZodDefault<z.ZodNullable<z.ZodString>>;
    clientSecretFile: z.ZodDefault<z.ZodNullable<z.ZodString>>;
    label: z.ZodDefault<z.ZodString>;
    scopes: z.ZodDefault<z.ZodString>;
    nameClaim: z.ZodDefault<z.ZodString>;
    roleClaim: z.ZodDefault<z.ZodString>;
    admin: z.ZodDefault<z.ZodPreprocess<z.ZodArray<z.ZodString>, unknown>>;
    operator: z.ZodDefault<z.ZodPreprocess<z.ZodArray<z.ZodString>, unknown>>;
    viewer: z.ZodDefault<z.ZodPreprocess<z.ZodArray<z.ZodString>, unknown>>;
}, z.core.$strict>;
interface PeopleSettings {
    tls: z.output<typeof tlsSchema>;
    oidc: z.output<typeof oidcSchema>;
}
/** What only fits together: a certificate and its key, a provider and what it needs. */
export declare function checkPeopleSettings({ tls, oidc }: PeopleSettings, context: z.RefinementCtx): void;
export {};
