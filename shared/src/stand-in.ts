import type { AlertSubject } from './subject.js';

/**
 * What lines count under whose names are beyond the budget of their sender: one gateway for each sender, and one
 * interface for each known gateway. Who writes such a name into a line gains nothing by it: it is never taken as seen.
 */

const STAND_IN_PREFIX = 'unknown at ';

/** The name under which events stand whose tunnel or interface is beyond the budget; no line has it in its usual form. */
export const UNLISTED = '(unlisted)';

/** The gateway that stands for all unknown ones of a sender. @param sender its address, its network, or a file */
export function standInGateway(sender: string): string {
  return `${STAND_IN_PREFIX}${sender}`;
}

/** Whether a gateway stands for the unknown ones of a sender. */
export function isStandInGateway(gateway: string): boolean {
  return gateway.startsWith(STAND_IN_PREFIX);
}

/** Whether a subject stands for others: what somebody has seen of it says nothing of its next event. */
export function isStandIn(subject: AlertSubject): boolean {
  if (subject.kind === 'interface' && subject.iface === UNLISTED) return true;
  return 'gateway' in subject && isStandInGateway(subject.gateway);
}
