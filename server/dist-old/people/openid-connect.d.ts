import { type ClaimSettings } from './claims.js';
import type { SingleSignOn } from './single-sign-on.js';
export interface OpenIdOptions extends ClaimSettings {
    issuer: string;
    clientId: string;
    clientSecret: string | null;
    label: string;
    scopes: string;
    clock: () => number;
    onError: (error: unknown) => void;
}
/** Signing in by OpenID Connect: code flow with PKCE (RFC 7636), state and nonce (OpenID Connect Core section 3.1). */
export declare function openIdConnect(options: OpenIdOptions): SingleSignOn;
