/**
 * Whether a Host header names us. A page of another site can point its own name at a loopback address and then read us as
 * its own origin (DNS rebinding); so while nobody signs in, only names of this machine are answered.
 */
export declare function isLocalHost(host: string | undefined): boolean;
/**
 * Whether a browser page of this origin may talk to us: only our own pages. Programs send no origin and are let through
 * here; signing in decides about them.
 * @param isSecure whether the request came over https; a page of our name that did not may have been put there by
 *   anybody on the way. Where it is false we may be behind a proxy that is not named to us, and the protocol says nothing.
 */
export declare function isAllowedOrigin(origin: string | undefined, host: string | undefined, isSecure: boolean): boolean;
