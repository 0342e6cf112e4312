import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-address.js';

/** An address that must not be contacted. */
export class PrivateAddressError extends Error {
  constructor(host: string, address: string) {
    const what = host === address ? host : `${host} (${address})`;
    super(`${what} is a private network address: if this is intended, set allowPrivate: true on this channel`);
    this.name = 'PrivateAddressError';
  }
}

/**
 * Refuses a host that is written as a private address: such a host is never resolved.
 * @throws PrivateAddressError
 */
export function refusePrivateHost(hostname: string): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw new PrivateAddressError(host, host);
}

/**
 * A lookup for one connection: the checked address is the one connected to, so a name that changes its address in
 * between gains nothing (DNS rebinding). One private address among several refuses them all.
 */
export function guardedLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      if (error !== null) {
        callback(error, found, family);
        return;
      }
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      const refused = addresses.find(isPrivateAddress);
      if (refused === undefined && addresses.length > 0) callback(null, found, family);
      else callback(new PrivateAddressError(hostname, refused ?? 'no address'), '', 4);
    });
  };
}
