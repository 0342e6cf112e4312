import type { ListenerSettings } from '../../config/settings.js';
/** A certificate or key that cannot be used; the message says which file and what to do. */
export declare class CertificateError extends Error {
    readonly name = "CertificateError";
}
/** Why a listener cannot listen, and what to do about it. */
export declare function listenerError(error: unknown, { listen, host, port }: ListenerSettings): string;
