import { type LookupFunction } from 'node:net';
/** An address that must not be asked. */
export declare class PrivateAddressError extends Error {
    constructor(host: string, address: string);
}
/**
 * Refuses a host that is written as a private address: such a host is never looked up.
 * @throws PrivateAddressError
 */
export declare function refusePrivateHost(hostname: string): void;
/**
 * A lookup for one connection: what it gives is what is connected to, so a name that means another address the next
 * moment gains nothing. One private address among several refuses them all.
 */
export declare function guardedLookup(lookup?: LookupFunction): LookupFunction;
