import type { IncidentContext } from '../incident.js';
import type { Tunnel } from '../tunnel.js';

/** Packets that an SA has had, so that numbers near 1 are old and far from the window. */
const MIN_SENT = 20_000;
const MIN_AGE_S = 20;

/** Whether the SA of a tunnel has been in use for long; where no SA of the network has, any is taken. */
export function isLongInUse({ world, atMs }: IncidentContext): (tunnel: Tunnel) => boolean {
  const isLong = ({ inbound }: Tunnel): boolean => {
    inbound.advanceTo(atMs);
    const { base } = inbound.window;
    return base > MIN_SENT && base > inbound.packetsPerSecond * MIN_AGE_S;
  };
  return world.tunnels.some((tunnel) => !tunnel.isClaimed && isLong(tunnel)) ? isLong : () => true;
}
