/** Addresses that mean all of a machine, and none that a gateway could send to. */
const EVERY_ADDRESS = /^([a-z+]+:\/\/)(0\.0\.0\.0|\[::\])(?=:|$)/;

/**
 * The address of a listener as a gateway would have it: where it listens on all addresses, the one under which this page was
 * opened stands for them.
 *
 * @param name such as `udp://0.0.0.0:514`
 * @param host of this page, as in `location.hostname`
 */
export function reachableAddress(name: string, host: string): string {
  return name.replace(EVERY_ADDRESS, (_all, scheme: string) => `${scheme}${host}`);
}
